"""The API as a browser calls it, and the queues as another program reads them."""

from __future__ import annotations

import base64
import json
from typing import Any
from uuid import UUID

from django.test import Client

from apps.redis_client import redis_client
from tests.apps.jpegs import chunk_make

BODY = {
    "plugin_name": "motion",
    "video_name": "Камера 1.mp4",
    "size": 1_000_000,
    "duration": 600.0,
    "interval": 5.0,
    "fingerprint": "0" * 64,
}


def post(client: Client, url: str, body: Any) -> Any:
    return client.post(url, json.dumps(body), content_type="application/json")


def put(client: Client, url: str, body: Any) -> Any:
    return client.put(url, json.dumps(body), content_type="application/json")


def chunk_put(client: Client, uid: UUID, index: int, content: bytes | None = None) -> Any:
    url = f"/api/requests/{uid}/chunks/{index}"
    return client.put(url, content or chunk_make(), content_type="application/zip")


def queued(queue: str) -> list[Any]:
    """The keyword arguments that lie on a queue, oldest first, as another program would read them."""
    with redis_client() as redis:
        messages = [json.loads(raw) for raw in reversed(redis.lrange(queue, 0, -1))]
    return [_kwargs(message) | {"task": message["headers"]["task"]} for message in messages]


def _kwargs(message: Any) -> Any:
    arguments, kwargs, _ = json.loads(base64.b64decode(message["body"]))
    assert arguments == []
    return kwargs
