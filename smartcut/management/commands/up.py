"""``manage.py up``: all of SmartCut on this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections

from smartcut.checks import TAG
from smartcut.supervisor import preflight
from smartcut.supervisor.embedded_redis import redis_binary
from smartcut.supervisor.output import Output
from smartcut.supervisor.plugins import plugins_for_here
from smartcut.supervisor.preflight import StartError
from smartcut.supervisor.run import Supervisor


class Command(BaseCommand):
    help = "Starts Redis, the database, the web, the results worker and the plugins; Ctrl-C stops them."
    requires_system_checks: list[str] = []  # they run below, once the data folder is there

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            preflight.data_dir_prepare(settings.DATA_DIR)
            with preflight.data_dir_lock(settings.DATA_DIR):
                _configuration_check()
                _ports_check()
                _database_prepare()
                folder = settings.BASE_DIR / "workers" / "plugins"
                plugins = plugins_for_here(folder, Output([]), settings.PLUGINS)
                asyncio.run(Supervisor(plugins).run())
        except StartError as error:
            raise CommandError(str(error)) from error


def _configuration_check() -> None:
    preflight.secret_key_write(settings.SECRET_KEY_FILE)
    for found in checks.run_checks(tags=[TAG]):
        if found.is_serious():
            raise StartError(f"{found.msg} {found.hint or ''}".strip())


def _ports_check() -> None:
    preflight.port_check(settings.BIND, settings.PORT, purpose="the web", setting="SMARTCUT_PORT")
    if not settings.IS_REDIS_EMBEDDED:
        return preflight.redis_check(settings.REDIS_URL)
    redis_binary()  # raises when there is none
    port, purpose = settings.EMBEDDED_REDIS_PORT, "the embedded Redis"
    return preflight.port_check("127.0.0.1", port, purpose=purpose, setting="SMARTCUT_REDIS_PORT")


def _database_prepare() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except (DatabaseError, ImproperlyConfigured) as error:
        raise StartError(f"The database at DATABASE_URL cannot be used: {str(error).strip()}") from error
    finally:
        connections.close_all()
