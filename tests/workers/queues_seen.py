"""The web's end of the queues: sends hints, and reads what the workers answer off the wire."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import redis
from celery import Celery

from smartcut.core import queues
from smartcut.core.messages import NewFiles, new_files_send


@dataclass(frozen=True)
class Seen:
    """A message as it lay in Redis."""

    task: str
    kwargs: dict[str, Any]
    expires: str | None


class Web:
    """Sends on ``sample-new-files``; takes messages from the other queues in the order they came."""

    def __init__(self, redis_url: str) -> None:
        self.redis = redis.Redis.from_url(redis_url, socket_timeout=None)
        self.app = Celery("web", fixups=[], set_as_current=False)
        self.app.conf.update(queues.celery_settings(redis_url))

    def send(self, *messages: NewFiles) -> None:
        for message in messages:
            new_files_send(self.app, message, "sample")

    def take(self, queue: str, timeout_s: float = 60) -> Seen:
        popped = self.redis.brpop([queue], int(timeout_s))
        assert popped is not None, f"nothing came on {queue} within {timeout_s} s"
        envelope = json.loads(popped[1])
        args, kwargs, _ = json.loads(base64.b64decode(envelope["body"]))
        assert args == []
        return Seen(envelope["headers"]["task"], kwargs, envelope["headers"]["expires"])

    def answers_until(self, task: str) -> list[Seen]:
        """All answers up to the first one for ``task``."""
        seen = [self.take(queues.PROCESSED_FILES)]
        while seen[-1].task != task:
            seen.append(self.take(queues.PROCESSED_FILES))
        return seen

    def answer(self) -> Seen:
        return self.take(queues.PROCESSED_FILES)

    def waiting(self, queue: str) -> int:
        return int(self.redis.llen(queue))

    def unacknowledged(self) -> int:
        return int(self.redis.hlen("unacked"))

    def close(self) -> None:
        self.app.close()
        self.redis.close()


@contextmanager
def web_open(redis_url: str) -> Iterator[Web]:
    web = Web(redis_url)
    web.redis.flushall()
    try:
        yield web
    finally:
        web.close()


def wait_until(is_so: Any, timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, f"did not happen within {timeout_s} s"
        time.sleep(0.05)
