"""The results worker's sign of life: beat asks for it, the worker gives it, so both are alive."""

from __future__ import annotations

from apps.redis_client import redis_client

KEY = "smartcut:results-worker"
ALIVE_S = 30


def heartbeat_write() -> None:
    with redis_client() as redis:
        redis.set(KEY, 1, ex=ALIVE_S)


def is_results_worker_alive() -> bool:
    with redis_client() as redis:
        return bool(redis.exists(KEY))
