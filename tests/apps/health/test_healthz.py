from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from apps.health.heartbeat import KEY
from apps.health.tasks import heartbeat, heartbeat_first
from apps.plugins.models import Plugin
from apps.redis_client import redis_client

GREEN = {
    "status": "ok",
    "web": "ok",
    "database": "ok",
    "redis": "ok",
    "storage": "ok",
    "results_worker": "ok",
    "plugins": ["motion"],
}


def healthz() -> tuple[int, Any]:
    response = Client().get("/healthz")
    return response.status_code, response.json()


def test_it_works(plugin: Plugin) -> None:
    heartbeat()

    assert healthz() == (200, GREEN)


def test_the_results_worker_counts_from_its_start(plugin: Plugin) -> None:
    heartbeat_first()

    assert healthz() == (200, GREEN)


def test_a_results_worker_not_heard_for_30_s_is_not_alive(plugin: Plugin) -> None:
    heartbeat()
    with redis_client() as redis:
        assert 0 < redis.ttl(KEY) <= 30
        redis.delete(KEY)

    assert healthz() == (503, GREEN | {"status": "degraded", "results_worker": "failed"})


def test_without_a_plugin_nothing_can_be_searched(plugin: Plugin) -> None:
    heartbeat()
    Plugin.objects.all().delete()

    assert healthz() == (503, GREEN | {"status": "degraded", "plugins": []})


def test_redis_away_is_said(plugin: Plugin, redis_away: None) -> None:
    status, health = healthz()

    assert (status, health["redis"], health["results_worker"]) == (503, "failed", "failed")
    assert health["database"] == health["storage"] == "ok"


def test_a_storage_that_takes_nothing_is_said(plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat()

    def full(*args: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert healthz() == (503, GREEN | {"status": "degraded", "storage": "failed"})


def test_a_database_away_is_said(plugin: Plugin, monkeypatch: pytest.MonkeyPatch) -> None:
    heartbeat()

    def gone() -> None:
        raise OSError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        assert healthz() == (503, GREEN | {"status": "degraded", "database": "failed", "plugins": []})
