"""Whether each part that SmartCut needs does its work."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Literal, TypedDict

from django.core.files.storage import default_storage
from django.db import connection

from apps.health.heartbeat import is_results_worker_alive
from apps.plugins.selectors import plugins_available
from apps.redis_client import redis_client
from apps.upload.files import text_save

logger = logging.getLogger(__name__)

Verdict = Literal["ok", "failed"]


class Health(TypedDict):
    status: Literal["ok", "degraded"]
    web: Verdict
    database: Verdict
    redis: Verdict
    storage: Verdict
    results_worker: Verdict
    plugins: list[str]


def health() -> Health:
    database = _verdict("database", _is_database_up)
    redis = _verdict("redis", _is_redis_up)
    storage = _verdict("storage", _is_storage_up)
    results_worker = _verdict("results worker", is_results_worker_alive)
    plugins = _plugins() if database == "ok" else []
    is_ok = {database, redis, storage, results_worker} == {"ok"} and plugins
    return Health(
        status="ok" if is_ok else "degraded",
        web="ok",
        database=database,
        redis=redis,
        storage=storage,
        results_worker=results_worker,
        plugins=plugins,
    )


def _verdict(name: str, check: Callable[[], bool]) -> Verdict:
    try:
        return "ok" if check() else "failed"
    except Exception as error:  # whatever a driver raises, this part does not work
        logger.warning("The %s does not work: %s", name, error)
        return "failed"


def _is_database_up() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _is_redis_up() -> bool:
    with redis_client() as redis:
        return bool(redis.ping())


def _is_storage_up() -> bool:
    """Writes, as an upload does: a full disk still reads."""
    name = f".health/{uuid.uuid4().hex}"
    text_save(name, "ok")
    default_storage.delete(name)
    return True


def _plugins() -> list[str]:
    return sorted(plugins_available().values_list("plugin_name", flat=True))
