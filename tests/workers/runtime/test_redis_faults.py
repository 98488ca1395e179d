"""Redis goes away in the middle; this module has one of its own to kill."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from smartcut.core import queues
from tests.ports import port_find
from tests.redis_server import redis_server
from tests.workers.footage import Footage
from tests.workers.queues_seen import Web, wait_until, web_open
from tests.workers.worker_process import worker_run

SEGMENTS = [{"start": 18.0, "stop": 40.0}]


class FrailRedis:
    """A Redis on a port of its own, which keeps nothing when it stops."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = port_find()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._running = ExitStack()

    def start(self) -> None:
        self._running.enter_context(redis_server(self.folder, self.port))

    def stop(self) -> None:
        self._running.close()


@pytest.fixture
def frail(tmp_path: Path) -> Iterator[FrailRedis]:
    server = FrailRedis(tmp_path / "redis")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def frail_web(frail: FrailRedis) -> Iterator[Web]:
    with web_open(frail.url) as opened:
        yield opened


def test_the_answer_gets_out_though_redis_was_wiped_in_between(
    frail: FrailRedis, frail_web: Web, footage: Footage, tmp_path: Path
) -> None:
    with worker_run(tmp_path, REDIS_URL=frail.url) as worker:
        worker.order("score", "hold")
        frail_web.send(footage.uploaded_message())
        worker.wait_held("score")
        frail.stop()
        worker.relieve()
        wait_until(lambda: "Redis is away, sending again" in worker.log.read_text())
        frail.start()
        assert frail_web.answers_until("processed_files")[-1].kwargs["timestamps"] == SEGMENTS


def test_the_plugin_is_announced_again_and_works_after_a_restart_of_redis(
    frail: FrailRedis, frail_web: Web, footage: Footage, tmp_path: Path
) -> None:
    with worker_run(tmp_path, REDIS_URL=frail.url) as worker:
        frail_web.take(queues.STARTED_PLUGINS)
        frail.stop()
        wait_until(lambda: "Connection to broker lost" in worker.log.read_text())
        frail.start()
        for _ in range(2):
            frail_web.take(queues.STARTED_PLUGINS)
        frail_web.send(footage.uploaded_message())
        assert frail_web.answers_until("processed_files")[-1].kwargs["timestamps"] == SEGMENTS
        assert frail_web.waiting(queues.STOPPED_PLUGINS) == 0
        assert worker.stop() == 0
        frail_web.take(queues.STOPPED_PLUGINS, 1)


def test_a_worker_stops_though_nobody_can_hear_its_goodbye(
    frail: FrailRedis, frail_web: Web, tmp_path: Path
) -> None:
    with worker_run(tmp_path, REDIS_URL=frail.url) as worker:
        frail_web.take(queues.STARTED_PLUGINS)
        frail.stop()
        assert worker.stop() == 0
