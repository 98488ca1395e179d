from __future__ import annotations

import pytest
import redis

from smartcut.supervisor import embedded_redis
from smartcut.supervisor.preflight import StartError


def test_it_works(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("word", "segment")
        assert client.get("word") == b"segment"


def test_a_full_redis_refuses_rather_than_forgets(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_machine_without_a_redis_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_redis, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(StartError, match=r"install redis-server, or set REDIS_URL [^.]*\.$"):
        embedded_redis.redis_binary()
