"""Alice owns a request, Charlie is a stranger, and one plugin is running.

What needs Django is imported in the fixtures: this file is read before Django is set up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.ports import port_find

if TYPE_CHECKING:
    from apps.plugins.models import Plugin
    from apps.upload.models import VideoRequest


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """A file: threads that share one in-memory database do not wait for each other."""
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.DATA_DIR / "tests.sqlite3")


@pytest.fixture(autouse=True)
def _redis(redis_url: str) -> None:
    """Every call may announce or push, and each test starts with empty queues."""
    from apps.redis_client import redis_client

    with redis_client() as redis:
        # not the bindings: open connections would not make them again
        keys = [key for key in redis.scan_iter() if not key.startswith(b"_kombu.binding.")]
        if keys:
            redis.delete(*keys)


@pytest.fixture
def plugin(db: None) -> Plugin:
    from apps.plugins.models import Plugin

    return Plugin.objects.create(plugin_name="motion", label="Motion", img_size=640, last_seen=timezone.now())


@pytest.fixture
def alice() -> Client:
    return Client(raise_request_exception=True)


@pytest.fixture
def charlie() -> Client:
    return Client()


@pytest.fixture
def create(plugin: Plugin) -> Callable[..., VideoRequest]:
    """Creates a request through the API."""
    from apps.upload.models import VideoRequest
    from tests.apps.calls import BODY, post

    def request_create(client: Client, **values: Any) -> VideoRequest:
        response = post(client, "/api/requests", BODY | values)
        assert response.status_code == 201, response.content
        return VideoRequest.objects.get(pk=response.json()["user_request_uid"])

    return request_create


@pytest.fixture
def alices(create: Callable[..., VideoRequest], alice: Client) -> VideoRequest:
    """Alice's request, on which nothing has been uploaded yet."""
    return create(alice)


@pytest.fixture
def long(create: Callable[..., VideoRequest], alice: Client) -> VideoRequest:
    """Alice's request of a video of three hours, nothing of it uploaded yet."""
    return create(alice, duration=3 * 3600.0)


@pytest.fixture
def redis_away(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens where Redis should be, for queues, pushes and everything else."""
    from celery import Celery

    from smartcut.core.queues import celery_settings

    away = f"redis://127.0.0.1:{port_find()}/0"
    settings.REDIS_URL = away
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [away]}}
    }
    app = Celery("away")
    app.conf.update(celery_settings(away))
    monkeypatch.setattr("apps.upload.announce.app", app)


@pytest.fixture
def scoring(alice: Client, alices: VideoRequest) -> VideoRequest:
    """Alice's request, all of it uploaded."""
    from tests.apps.answers import upload

    upload(alice, alices)
    alices.refresh_from_db()
    return alices


@pytest.fixture
def ready(scoring: VideoRequest) -> VideoRequest:
    """Alice's request with one segment found."""
    from apps.results.services import results_save
    from tests.apps.answers import scores_write

    scores_write(scoring)
    results_save(uid=scoring.uid)
    scoring.refresh_from_db()
    return scoring
