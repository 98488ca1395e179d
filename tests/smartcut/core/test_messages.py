from typing import Any

import pytest
from pydantic import ValidationError

from smartcut.core import queues
from smartcut.core.messages import (
    FailedFiles,
    NewFiles,
    ProcessedChunk,
    ProcessedFiles,
    StartedPlugins,
    StoppedPlugins,
    announcement_send,
    answer_send,
    new_files_send,
)
from smartcut.core.segments import Segment

ABOUT = {"user_id": "u", "user_request_uid": "0d4a", "video_name": "gate.mp4", "plugin_name": "motion"}


class Sender:
    """Stands where a Celery app does, and keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def send_task(self, name: str, **options: Any) -> None:
        self.sent.append((name, options))


def test_new_files_has_exactly_the_fields_of_its_status() -> None:
    chunk = NewFiles(status="in-progress", user_id="u", last_zipped_chunk_path="0d4a/gate.mp4/000000.zip")
    assert chunk.kwargs() == {
        "status": "in-progress",
        "user_id": "u",
        "last_zipped_chunk_path": "0d4a/gate.mp4/000000.zip",
    }
    assert chunk.path == "0d4a/gate.mp4/000000.zip"
    uploaded = NewFiles(status="uploaded", user_id="u", zipped_chunks_path="0d4a/gate.mp4")
    assert uploaded.kwargs() == {
        "status": "uploaded",
        "user_id": "u",
        "zipped_chunks_path": "0d4a/gate.mp4",
    }
    assert uploaded.path == "0d4a/gate.mp4"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "in-progress", "user_id": "u"},
        {"status": "uploaded", "user_id": "u", "last_zipped_chunk_path": "0d4a/gate.mp4/000000.zip"},
        {
            "status": "uploaded",
            "user_id": "u",
            "zipped_chunks_path": "a/b",
            "last_zipped_chunk_path": "a/b/c",
        },
        {"status": "other", "user_id": "u", "zipped_chunks_path": "a/b"},
        {"status": "uploaded", "zipped_chunks_path": "a/b"},
        {"status": "uploaded", "user_id": "u", "zipped_chunks_path": "a/b", "more": 1},
    ],
)
def test_new_files_with_other_fields_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NewFiles.model_validate(fields)


def test_answers_go_to_processed_files() -> None:
    sender = Sender()
    answer_send(sender, ProcessedFiles(**ABOUT, timestamps=[Segment(start=1, stop=16.5)]))
    answer_send(sender, ProcessedChunk(**ABOUT, processed_chunk="000017.zip"))
    answer_send(sender, FailedFiles(**ABOUT, error="No."))
    assert sender.sent == [
        (
            "processed_files",
            {
                "kwargs": {**ABOUT, "timestamps": [{"start": 1.0, "stop": 16.5}]},
                "queue": queues.PROCESSED_FILES,
            },
        ),
        (
            "processed_chunk",
            {"kwargs": {**ABOUT, "processed_chunk": "000017.zip"}, "queue": queues.PROCESSED_FILES},
        ),
        ("failed_files", {"kwargs": {**ABOUT, "error": "No."}, "queue": queues.PROCESSED_FILES}),
    ]


def test_no_segments_are_an_empty_list_and_not_a_missing_field() -> None:
    assert ProcessedFiles(**ABOUT, timestamps=[]).kwargs() == {**ABOUT, "timestamps": []}


def test_announcements_expire_when_the_plugin_would_count_as_gone() -> None:
    sender = Sender()
    announcement_send(sender, StartedPlugins(plugin_name="motion", label="Motion", img_size=640))
    announcement_send(sender, StoppedPlugins(plugin_name="motion"))
    assert [(name, options["queue"], options["expires"]) for name, options in sender.sent] == [
        ("started_plugins", "started-plugins", queues.AVAILABLE_S),
        ("stopped_plugins", "stopped-plugins", queues.AVAILABLE_S),
    ]


def test_new_files_go_to_the_queue_of_the_plugin() -> None:
    sender = Sender()
    new_files_send(sender, NewFiles(status="uploaded", user_id="u", zipped_chunks_path="a/b"), "motion")
    assert sender.sent[0][1]["queue"] == "motion-new-files"


def test_a_segment_is_made_of_real_numbers() -> None:
    with pytest.raises(ValidationError):
        Segment(start=0, stop=float("nan"))


def test_every_process_waits_equally_long_for_a_message_to_be_acknowledged() -> None:
    one, other = (queues.celery_settings(url) for url in ("redis://127.0.0.1/0", "redis://other/0"))
    assert one["broker_transport_options"] == other["broker_transport_options"]
    assert one["broker_transport_options"]["visibility_timeout"] == queues.VISIBILITY_TIMEOUT_S
    assert one["task_acks_late"]
    assert one["task_reject_on_worker_lost"]
