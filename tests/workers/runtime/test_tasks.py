"""One message at a time, in this process; the answers are read off a real Redis."""

from __future__ import annotations

import errno
import logging
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import Reject
from kombu.exceptions import OperationalError

from smartcut.core import failures
from smartcut.core.folder import RequestFolder
from smartcut.core.messages import NewFiles
from smartcut.core.request_file import RequestFile
from tests.workers.footage import Footage, chunk_make
from tests.workers.queues_seen import Web
from tests.workers.sample_plugin import SamplePlugin, app
from workers.plugin import Plugin
from workers.runtime import sending, storage, tasks, work
from workers.runtime.app import PluginApp
from workers.runtime.attempts import attempt
from workers.runtime.errors import RequestFailedError, RequestGoneError
from workers.runtime.features import features_unpack

SEGMENTS = [{"start": 18.0, "stop": 40.0}]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "PAUSE_S", 0)


class Odd(SamplePlugin):
    def extract(self, frames: Any) -> Any:
        raise ValueError("the picture is odd")


class OddScore(SamplePlugin):
    def score(self, times: Any, features: Any) -> Any:
        return features * 2


def take(message: NewFiles, *, plugin: type[Plugin] = SamplePlugin, is_redelivered: bool = False) -> None:
    this = app if plugin is SamplePlugin else PluginApp(plugin)
    tasks.message_take(this, this.host, message.kwargs(), is_redelivered=is_redelivered)


def answers(web: Web, footage: Footage) -> list[tuple[str, Any]]:
    """All that have been sent by now, without what every answer about the request says."""
    found = []
    while web.waiting("processed-files"):
        seen = web.answer()
        about = {name: seen.kwargs.pop(name) for name in footage.about()}
        assert about == footage.about()
        found.append((seen.task, *seen.kwargs.values()))
    return found


def chunk_answers(*indices: int) -> list[tuple[str, Any]]:
    return [("processed_chunk", f"{index:06d}.zip") for index in indices]


def test_a_chunk_becomes_features_beside_it(web: Web, footage: Footage) -> None:
    take(footage.chunk_message(2))
    assert answers(web, footage) == chunk_answers(2)
    features = features_unpack(storage.file_read(footage.folder.features(2)))
    assert features.times.tolist() == [float(second) for second in range(20, 30)]
    assert features.features.tolist() == pytest.approx([230 / 255] * 10, abs=0.01)


def test_a_chunk_that_is_extracted_is_only_answered_again(web: Web, footage: Footage) -> None:
    take(footage.chunk_message(2))
    take(footage.chunk_message(2), plugin=Odd)
    assert answers(web, footage) == chunk_answers(2, 2)


def test_an_upload_is_extracted_where_it_lacks_and_scored(web: Web, footage: Footage) -> None:
    take(footage.chunk_message(2))
    take(footage.uploaded_message())
    assert answers(web, footage) == [*chunk_answers(2, 0, 1, 3), ("processed_files", SEGMENTS)]
    scores = footage.scores()
    assert (scores.times[0], scores.times[-1], len(scores.scores)) == (0.0, 39.0, 40)
    assert scores.thresholds == SamplePlugin.thresholds


def test_scores_say_which_version_of_the_plugin_made_them(web: Web, footage: Footage) -> None:
    take(footage.uploaded_message(), plugin=type("Newer", (SamplePlugin,), {"version": "2.1"}))
    assert footage.scores().plugin_version == "2.1"


def test_a_video_that_is_scored_is_only_answered_again(web: Web, footage: Footage) -> None:
    take(footage.uploaded_message())
    take(footage.uploaded_message(), plugin=Odd)
    assert answers(web, footage)[-2:] == [("processed_files", SEGMENTS)] * 2


def test_a_long_video_steps_back_for_others_and_comes_again(
    web: Web, footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BUDGET_S", 0.0)
    take(footage.uploaded_message())
    assert answers(web, footage) == []
    again = web.take("sample-new-files")
    assert (again.task, again.kwargs) == ("new_files", footage.uploaded_message().kwargs())


def test_chunks_that_overlap_or_are_out_of_order_give_each_time_once(web: Web) -> None:
    footage = Footage(chunks=2)
    footage.write(footage.folder.chunk(0), chunk_make(range(10, 20), range(20, 40)))
    footage.write(footage.folder.chunk(1), chunk_make(range(12), range(20, 40)))
    take(footage.uploaded_message())
    assert footage.scores().times == [float(second) for second in range(20)]
    assert answers(web, footage)[-1] == ("processed_files", [])


def test_a_video_without_chunks_has_no_segments(web: Web) -> None:
    footage = Footage(chunks=0)
    take(footage.uploaded_message())
    assert answers(web, footage) == [("processed_files", [])]
    assert footage.scores().times == []


def test_a_cancelled_request_is_dropped_quietly(web: Web, footage: Footage) -> None:
    footage.delete()
    take(footage.chunk_message(2))
    take(footage.uploaded_message())
    assert answers(web, footage) == []
    assert not storage.file_exists(footage.folder.path)


def test_features_that_are_damaged_are_made_again(web: Web, footage: Footage) -> None:
    take(footage.chunk_message(2))
    storage.file_write(footage.folder.features(2), b"half a fi")
    take(footage.uploaded_message())
    assert answers(web, footage) == chunk_answers(2, 0, 1, 3)
    again = web.take("sample-new-files")
    take(NewFiles.model_validate(again.kwargs))
    assert answers(web, footage) == [*chunk_answers(2), ("processed_files", SEGMENTS)]


def test_a_plugin_that_fails_on_a_chunk_is_told_to_the_analyst(
    web: Web, footage: Footage, caplog: pytest.LogCaptureFixture
) -> None:
    take(footage.chunk_message(2), plugin=Odd)
    [(task, error)] = answers(web, footage)
    assert task == "failed_files"
    assert "Sample could not analyse the video (chunk 000002.zip, frames from 20.000 s to 29.000 s)" in error
    assert "the picture is odd; please try another recommender" in error
    assert "Traceback" in caplog.text


def test_scores_out_of_range_are_told_to_the_analyst(web: Web, footage: Footage) -> None:
    take(footage.uploaded_message(), plugin=OddScore)
    task, error = answers(web, footage)[-1]
    assert task == "failed_files"
    assert "the score of the frame at 20.000 s is 1." in error
    assert "scores.json" not in footage.names()


def test_scores_that_are_damaged_are_made_again(web: Web, footage: Footage) -> None:
    footage.write(footage.folder.scores, b'{"version": 1')
    take(footage.uploaded_message())
    assert answers(web, footage)[-1] == ("processed_files", SEGMENTS)
    assert len(footage.scores().times) == 40


def test_no_room_for_the_features_of_a_video_is_told_to_the_analyst(
    web: Web, footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "temporary_file", partial(Path("/dev/full").open, "wb"))
    take(footage.uploaded_message())
    assert answers(web, footage)[-1] == ("failed_files", failures.DISK_FULL)


def test_no_room_for_the_features_of_a_chunk_is_told_to_the_analyst(
    web: Web, footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    take(footage.chunk_message(1))
    assert answers(web, footage) == [("failed_files", failures.DISK_FULL)]


def test_a_damaged_chunk_is_told_to_the_analyst(web: Web, footage: Footage) -> None:
    footage.write(footage.folder.chunk(1), b"half a zi")
    take(footage.chunk_message(1))
    [(task, error)] = answers(web, footage)
    assert (task, "Chunk 000001.zip arrived damaged" in error) == ("failed_files", True)


def test_a_description_that_cannot_be_read_is_told_to_the_analyst(web: Web, footage: Footage) -> None:
    footage.write(footage.folder.request, b"{}")
    take(footage.uploaded_message())
    [(task, error)] = answers(web, footage)
    assert (task, "please start the video again" in error) == ("failed_files", True)


def test_uploaded_before_the_number_of_chunks_is_known_is_told_to_the_analyst(
    web: Web, footage: Footage
) -> None:
    footage.describe(RequestFile(plugin_name="sample", duration=40, interval=1))
    take(footage.uploaded_message())
    [(task, error)] = answers(web, footage)
    assert (task, "upload is not complete" in error) == ("failed_files", True)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"status": "uploaded", "user_id": "u", "zipped_chunks_path": "a/b", "more": 1},
        {"status": "uploaded", "user_id": "u", "zipped_chunks_path": "../b"},
        {"status": "uploaded", "user_id": "u", "zipped_chunks_path": "a/b/000001.zip"},
        {"status": "in-progress", "user_id": "u", "last_zipped_chunk_path": "a/b"},
    ],
)
def test_a_message_that_breaks_the_schema_is_dropped_with_a_log_line(
    fields: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    tasks.message_take(app, app.host, fields, is_redelivered=False)
    assert "Dropped a message that does not keep to the schema" in caplog.text


def test_a_storage_that_fails_puts_the_message_back(
    footage: Footage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(path: str) -> bool:
        raise OSError("the disk is on fire")

    monkeypatch.setattr(storage, "file_exists", broken)
    with pytest.raises(Reject) as rejected:
        take(footage.chunk_message(0))
    assert rejected.value.requeue
    assert "goes back into the queue" in caplog.text


def test_an_answer_waits_for_redis_and_is_not_given_up_before(caplog: pytest.LogCaptureFixture) -> None:
    calls = []

    def away_twice() -> None:
        calls.append(1)
        if len(calls) <= 2:
            raise OperationalError("connection refused")

    with caplog.at_level(logging.WARNING):
        sending.send_patiently(away_twice, (0, 0))
    assert len(calls) == 3
    assert "Redis is away" in caplog.text


def test_an_answer_that_cannot_be_sent_puts_the_message_back(
    web: Web, footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(work, "answer_send", away)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(Reject):
        take(footage.uploaded_message())
    monkeypatch.undo()
    assert footage.names(".npz") == ["000000.npz"]
    take(footage.uploaded_message(), is_redelivered=True)
    assert answers(web, footage) == [*chunk_answers(1, 2, 3), ("processed_files", SEGMENTS)]


def test_only_redelivered_work_counts_its_attempts(footage: Footage) -> None:
    take(footage.chunk_message(0))
    take(footage.chunk_message(1), is_redelivered=True)
    assert footage.names(".attempts") == []


def test_work_that_kills_its_process_is_given_up_after_three(footage: Footage) -> None:
    path = footage.folder.chunk(1)
    killed = [attempt(path, "chunk 000001.zip", is_redelivered=True) for _ in range(2)]
    for process in killed:
        process.__enter__()  # and nothing after: the marker stays
    with (
        pytest.raises(RequestFailedError, match=r"lost 3 times at chunk 000001\.zip"),
        attempt(path, "chunk 000001.zip", is_redelivered=True),
    ):
        pytest.fail("it was tried a fourth time")


def test_an_attempt_on_a_cancelled_request_is_none() -> None:
    folder = RequestFolder("gone", "gate.mp4")
    with pytest.raises(RequestGoneError), attempt(folder.chunk(0), "chunk", is_redelivered=True):
        pytest.fail("it was tried")
