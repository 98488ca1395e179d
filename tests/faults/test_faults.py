"""Whatever breaks on the way, the segments are those of a run in which nothing did."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from tests.client import Upload
from tests.stack import Stack, until

Segments = list[dict[str, Any]]


def test_a_worker_killed_in_the_middle_changes_nothing(
    stack: Stack, upload: Upload, undisturbed: Segments
) -> None:
    _send_first_half(upload)
    stack.kill("motion", signal.SIGKILL)
    _send_second_half(upload)
    assert upload.segments() == undisturbed


def test_a_worker_killed_with_the_score_in_hand_changes_nothing(
    stack: Stack, upload: Upload, undisturbed: Segments
) -> None:
    upload.send(*range(len(upload.chunks)))
    until(lambda: upload.state["progress"]["chunks_processed"] == len(upload.chunks), "all processed chunks")
    until(lambda: not stack.has_in_hand("motion"), "the end of the last chunk")
    with stack.held("motion"):
        upload.finish()
        until(lambda: stack.has_in_hand("motion"), "the score in hand")
        assert upload.state["state"] == "scoring"
        stack.kill("motion", signal.SIGKILL)
    assert upload.segments() == undisturbed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_redis_restarted_in_the_middle_changes_nothing(
    stack: Stack, upload: Upload, undisturbed: Segments, number: signal.Signals
) -> None:
    _send_first_half(upload)
    stack.restart_redis(number)
    _send_second_half(upload)
    assert upload.segments() == undisturbed


def test_results_worker_killed_in_the_middle_changes_nothing(
    stack: Stack, upload: Upload, undisturbed: Segments
) -> None:
    _send_first_half(upload)
    stack.kill("results", signal.SIGKILL)
    _send_second_half(upload)
    assert upload.segments() == undisturbed


def test_web_restarted_in_the_middle_changes_nothing(
    stack: Stack, upload: Upload, undisturbed: Segments
) -> None:
    _send_first_half(upload)
    stack.kill("web", signal.SIGKILL)
    until(lambda: stack.health, "the web to be back")
    _send_second_half(upload)
    assert upload.segments() == undisturbed


def test_a_chunk_sent_twice_changes_nothing(upload: Upload, undisturbed: Segments) -> None:
    last = len(upload.chunks) - 1
    assert upload.send(0, 1, 1) == [201, 201, 200]
    upload.send(*range(2, last + 1), 0)
    assert upload.send(last) == [200]
    upload.finish()
    assert upload.segments() == undisturbed


def test_chunks_sent_in_reverse_order_change_nothing(upload: Upload, undisturbed: Segments) -> None:
    upload.send(*reversed(range(len(upload.chunks))))
    upload.finish()
    assert upload.segments() == undisturbed


def _send_first_half(upload: Upload) -> None:
    """Until the worker has begun, and cannot be done."""
    upload.send(*range(len(upload.chunks) // 2))
    until(lambda: upload.state["progress"]["chunks_processed"], "the first processed chunk")


def _send_second_half(upload: Upload) -> None:
    upload.send(*range(len(upload.chunks) // 2, len(upload.chunks)))
    upload.finish()
