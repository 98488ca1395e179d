"""A real worker on a real Redis: what goes in, what comes out, and what a fault in between changes."""

from __future__ import annotations

import os
import signal
import time
from datetime import datetime
from pathlib import Path

import pytest

from smartcut.core import queues
from smartcut.core.requirements import EXIT_CANNOT_RUN
from tests.workers.footage import Footage
from tests.workers.queues_seen import Seen, Web, wait_until
from tests.workers.sample_plugin import app
from tests.workers.worker_process import WorkerProcess, worker_run

SEGMENTS = [{"start": 18.0, "stop": 40.0}]
"""Of ``Footage()``: 40 s, bright from 20 s on."""


def video_finish(web: Web, footage: Footage) -> None:
    """Reads answers until the video is done, and checks all that is left behind."""
    answers = web.answers_until("processed_files")
    assert answers[-1].kwargs == {**footage.about(), "timestamps": SEGMENTS}
    chunks = {answer.kwargs["processed_chunk"] for answer in answers[:-1]}
    assert chunks <= {f"{index:06d}.zip" for index in range(footage.chunks)}
    assert footage.names(".npz") == [f"{index:06d}.npz" for index in range(footage.chunks)]
    assert [segment.model_dump() for segment in footage.scores().segments] == SEGMENTS
    assert footage.scores().times == [float(second) for second in range(40)]


def test_it_works(web: Web, footage: Footage, tmp_path: Path) -> None:
    with worker_run(tmp_path) as worker:
        web.send(footage.chunk_message(2))
        chunk = web.answer()
        assert (chunk.task, chunk.kwargs) == (
            "processed_chunk",
            {**footage.about(), "processed_chunk": "000002.zip"},
        )
        assert footage.names(".npz") == ["000002.npz"]
        web.send(footage.uploaded_message())
        video_finish(web, footage)
        wait_until(lambda: web.unacknowledged() == 0)
        assert worker.stop() == 0
    assert "Traceback" not in worker.log.read_text()


def test_chunks_sent_twice_and_in_reverse_order_give_the_same(
    web: Web, footage: Footage, tmp_path: Path
) -> None:
    messages = [footage.chunk_message(index) for index in (3, 2, 2, 1, 0, 3)]
    web.send(footage.uploaded_message(), *messages, footage.uploaded_message())
    with worker_run(tmp_path):
        video_finish(web, footage)
        again = web.answers_until("processed_files")
    assert again[-1].kwargs["timestamps"] == SEGMENTS


def test_it_is_announced_every_five_seconds_until_it_says_goodbye(web: Web, tmp_path: Path) -> None:
    with worker_run(tmp_path) as worker:
        first = web.take(queues.STARTED_PLUGINS)
        second = web.take(queues.STARTED_PLUGINS)
        assert expiry(second) - expiry(first) == pytest.approx(queues.ANNOUNCE_EVERY_S, abs=1.0)
        assert worker.stop() == 0
    goodbye = web.take(queues.STOPPED_PLUGINS, 1)
    assert first.kwargs == second.kwargs == {"plugin_name": "sample", "label": "Sample", "img_size": 64}
    assert (first.task, first.expires is not None) == ("started_plugins", True)
    assert (goodbye.task, goodbye.kwargs) == ("stopped_plugins", {"plugin_name": "sample"})
    assert web.waiting(queues.STOPPED_PLUGINS) == 0


def expiry(message: Seen) -> float:
    """By the worker's clock, however late this process looks."""
    assert message.expires
    return datetime.fromisoformat(message.expires).timestamp()


def test_goodbye_does_not_wait_for_the_task_in_hand(web: Web, footage: Footage, tmp_path: Path) -> None:
    with worker_run(tmp_path) as worker:
        worker.order("extract", "hold")
        web.send(footage.chunk_message(0))
        worker.wait_held("extract")
        worker.process.send_signal(signal.SIGTERM)
        web.take(queues.STOPPED_PLUGINS)
        assert web.waiting(queues.PROCESSED_FILES) == 0
        worker.relieve()
        assert web.answer().task == "processed_chunk"
        assert worker.ended() == 0
    assert web.unacknowledged() == 0


def test_a_worker_that_stops_as_a_task_begins_does_not_wait_half_a_minute(
    web: Web, footage: Footage, tmp_path: Path
) -> None:
    """Its parent may never hear of that task, for which the pool's child would wait."""
    with worker_run(tmp_path) as worker:
        worker.order("extract", "stop")
        web.send(footage.chunk_message(0))
        assert web.answer().task == "processed_chunk"
        start = time.monotonic()
        assert worker.ended() == 0
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("options", [["-P", "solo"], ["-P", "threads", "-c", "2"], ["-c", "2"]])
def test_other_pools_work_as_well(web: Web, footage: Footage, tmp_path: Path, options: list[str]) -> None:
    web.send(*(footage.chunk_message(index) for index in range(4)), footage.uploaded_message())
    with worker_run(tmp_path, *options) as worker:
        web.take(queues.STARTED_PLUGINS)
        video_finish(web, footage)
        assert worker.stop() == 0


def test_a_killed_pool_child_changes_nothing(web: Web, footage: Footage, tmp_path: Path) -> None:
    with worker_run(tmp_path) as worker:
        interrupt(web, footage, worker)
        os.kill(worker.child(), signal.SIGKILL)
        worker.relieve()
        video_finish(web, footage)


def test_a_killed_worker_changes_nothing_and_is_made_up_for_within_seconds(
    web: Web, footage: Footage, tmp_path: Path
) -> None:
    with worker_run(tmp_path) as worker:
        interrupt(web, footage, worker)
        worker.kill()
    assert web.unacknowledged() == 1
    worker.relieve()
    web.redis.delete(queues.STARTED_PLUGINS)
    with worker_run(tmp_path):
        web.take(queues.STARTED_PLUGINS)
        start = time.monotonic()  # to start is a second of computing, of which a busy machine makes ten
        video_finish(web, footage)
        assert time.monotonic() - start < 10
        wait_until(lambda: web.unacknowledged() == 0)


def interrupt(web: Web, footage: Footage, worker: WorkerProcess) -> None:
    """Brings the worker into the middle of the video's second chunk."""
    web.send(footage.chunk_message(0))
    assert web.answer().kwargs["processed_chunk"] == "000000.zip"
    wait_until(lambda: web.unacknowledged() == 0)
    worker.order("extract", "hold")
    web.send(footage.uploaded_message())
    worker.wait_held("extract")


def test_a_chunk_that_kills_its_process_fails_the_request_after_three(
    web: Web, footage: Footage, tmp_path: Path
) -> None:
    with worker_run(tmp_path) as worker:
        worker.order("extract", "kill")
        web.send(footage.chunk_message(1))
        failed = web.answer()
        assert failed.task == "failed_files"
        assert "lost 3 times at chunk 000001.zip" in failed.kwargs.pop("error")
        assert failed.kwargs == footage.about()
        wait_until(lambda: web.unacknowledged() == 0)


def test_a_load_that_takes_longer_than_celery_waits_is_waited_for(web: Web, tmp_path: Path) -> None:
    with worker_run(tmp_path, SAMPLE_LOAD_S="5") as worker:
        start = time.monotonic()
        web.take(queues.STARTED_PLUGINS)
        assert time.monotonic() - start > 4.5, "it was announced before it was loaded"
        assert worker.stop() == 0


@pytest.mark.parametrize("options", [[], ["-P", "solo"]])
def test_a_load_that_fails_ends_the_worker_with_one_sentence(
    web: Web, tmp_path: Path, options: list[str]
) -> None:
    with worker_run(tmp_path, *options, SAMPLE_WEIGHTS="/weights/gate.pt") as worker:
        assert worker.ended() == EXIT_CANNOT_RUN
    log = worker.log.read_text()
    assert "The plugin 'sample' cannot be loaded: no weights at /weights/gate.pt; run make weights\n" in log
    assert "Traceback" not in log
    assert web.waiting(queues.STARTED_PLUGINS) == 0
    assert web.waiting(queues.STOPPED_PLUGINS) == 0, "another worker of this plugin may be well"


def test_missing_requirements_end_the_worker_with_one_sentence(web: Web, tmp_path: Path) -> None:
    with worker_run(tmp_path, SAMPLE_REQUIRES="json nowhere nowhere.deeper") as worker:
        assert worker.ended() == EXIT_CANNOT_RUN
    log = worker.log.read_text()
    assert "The plugin 'sample' needs nowhere, nowhere.deeper, not installed here; install with: " in log
    assert "-m pip install nowhere\n" in log
    assert "Traceback" not in log


def test_two_workers_on_one_machine_have_two_names(web: Web, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    names: set[str] = set()

    def all_answered() -> bool:
        """A busy worker may miss one question."""
        names.update(name for reply in web.app.control.ping(timeout=0.5) for name in reply)
        return len(names) >= 3

    with (
        worker_run(tmp_path),
        worker_run(tmp_path / "other"),
        worker_run(tmp_path / "other", "-n", "mine@%h"),
    ):
        wait_until(all_answered)
    assert len(names) == 3
    assert sum(name.startswith("sample-") for name in names) == 2
    assert sum(name.startswith("mine@") for name in names) == 1


def test_work_that_is_only_slow_is_not_delivered_again() -> None:
    """Not even when it came while the plugin was still loading."""
    limits = app.conf.task_time_limit + app.conf.worker_proc_alive_timeout
    assert app.conf.broker_transport_options["visibility_timeout"] > limits
