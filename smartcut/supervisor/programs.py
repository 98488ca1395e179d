"""The programs that make SmartCut on one machine."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from smartcut.supervisor.child import Program
from smartcut.supervisor.embedded_redis import redis_command
from smartcut.supervisor.plugins import PluginModule

_PYTHON = (sys.executable, "-m")
_CELERY = (*_PYTHON, "celery", "--quiet")
_WORKER = ("worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING")


def redis_program() -> Program:
    command = redis_command(settings.DATA_DIR / "redis", settings.EMBEDDED_REDIS_PORT)
    # SIGTERM lets it write its last messages down even when the supervisor was killed
    return Program("redis", command, dies_by=signal.SIGTERM, mutes="vm.overcommit_memory")


def results_program() -> Program:
    command = (*_CELERY, "-A", "smartcut", *_WORKER, "--pool", "solo", "--beat", "-n", "results@%h")
    return Program("results", command, _celery_env())


def plugin_program(plugin: PluginModule) -> Program:
    command = (*_CELERY, "-A", plugin.module, *_WORKER, "-n", f"{plugin.plugin_name}@%h")
    # more threads than one for each process only wait for each other on a busy machine
    env = {"OMP_NUM_THREADS": "1", **_celery_env()}
    return Program(plugin.plugin_name, command, env, remedies=(settings.DATA_DIR / "weights",))


def web_program() -> Program:
    address = ("--host", settings.BIND, "--port", str(settings.PORT))
    options = ("--lifespan", "off", "--no-access-log", "--log-level", "warning")
    ending = ("--timeout-graceful-shutdown", "3")
    command = (*_PYTHON, "uvicorn", "smartcut.asgi:application", *address, *options, *ending)
    # the supervisor asks until it is green and tells the troubles itself
    return Program("web", command, _redis_env(), mutes="Service Unavailable: /healthz")


def demo_program(file: Path) -> Program:
    command = (*_PYTHON, "workers.demo_video", str(file))
    return Program("demo", command, is_lasting=False, nice=19)


def names(plugins: Sequence[PluginModule]) -> list[str]:
    return ["redis", "results", *(plugin.plugin_name for plugin in plugins), "web", "demo"]


def _redis_env() -> dict[str, str]:
    """The embedded Redis is named to the children as any other: only one process decides."""
    return {"REDIS_URL": settings.REDIS_URL}


def _celery_env() -> dict[str, str]:
    """Celery's page about root is one line of ours (see run.py)."""
    return {"PYTHONWARNINGS": "ignore:You're running the worker with superuser", **_redis_env()}
