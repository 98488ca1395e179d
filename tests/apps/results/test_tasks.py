"""What workers say: in order, twice, late, about others, and nonsense."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from apps.results.models import ScoreCurve, Segment
from apps.results.services import results_save
from apps.results.tasks import failed_files, processed_chunk, processed_files
from apps.upload.models import Chunk, State, VideoRequest
from apps.upload.services import request_cancel
from tests.apps.answers import SCORES, TIMES, answer, processed, scores_write
from tests.apps.calls import chunk_put

Commit = Any


def test_it_works(scoring: VideoRequest, django_capture_on_commit_callbacks: Commit) -> None:
    scores_write(scoring)
    with django_capture_on_commit_callbacks(execute=True):
        processed_files(**processed(scoring))

    revision = scoring.revision
    scoring.refresh_from_db()
    assert (scoring.state, scoring.revision, scoring.ahead) == (State.READY, revision + 1, 0)
    assert scoring.finished is not None
    assert [(s.start, s.stop, s.label) for s in Segment.objects.all()] == [(94.0, 206.0, "")]
    curve = ScoreCurve.objects.get()
    assert (curve.times, curve.scores, curve.threshold_on, curve.threshold_off) == (TIMES, SCORES, 0.5, 0.3)
    assert not default_storage.exists(str(scoring.uid))


def test_a_result_that_comes_twice_counts_once(scoring: VideoRequest) -> None:
    scores_write(scoring)
    processed_files(**processed(scoring))
    Segment.objects.update(label="edited")
    scoring.refresh_from_db()

    processed_files(**processed(scoring))

    revision = scoring.revision
    scoring.refresh_from_db()
    assert scoring.revision == revision
    assert Segment.objects.get().label == "edited"


def test_a_result_without_its_file_waits_for_reconcile(scoring: VideoRequest) -> None:
    processed_files(**processed(scoring))

    scoring.refresh_from_db()
    assert scoring.state == State.SCORING


def test_half_a_file_is_as_good_as_none(scoring: VideoRequest) -> None:
    default_storage.save(scoring.folder.scores, ContentFile('{"version": 1, "times": [0.0'))

    processed_files(**processed(scoring))

    scoring.refresh_from_db()
    assert scoring.state == State.SCORING


def test_no_segments_are_a_result_too(scoring: VideoRequest) -> None:
    scores_write(scoring, segments=[])
    processed_files(**processed(scoring))

    scoring.refresh_from_db()
    assert (scoring.state, Segment.objects.count()) == (State.READY, 0)


@pytest.mark.parametrize(
    "lie",
    [
        {"user_id": str(uuid4())},
        {"user_id": "x"},
        {"user_request_uid": str(uuid4())},
        {"user_request_uid": "../../etc"},
        {"plugin_name": "other"},
    ],
)
def test_an_answer_that_does_not_know_whose_it_is_is_dropped(
    scoring: VideoRequest, lie: dict[str, str]
) -> None:
    scores_write(scoring)

    processed_files(**processed(scoring) | lie)
    failed_files(**answer(scoring, error="No.") | lie)
    processed_chunk(**answer(scoring, processed_chunk="000000.zip") | lie)

    revision = scoring.revision
    scoring.refresh_from_db()
    assert (scoring.state, scoring.revision) == (State.SCORING, revision)


@pytest.mark.parametrize("fields", [{}, {"extra": 1}, {"timestamps": "x"}, {"timestamps": [{"start": 1}]}])
def test_a_message_that_is_not_the_schema_is_dropped(scoring: VideoRequest, fields: dict[str, Any]) -> None:
    scores_write(scoring)

    processed_files(**answer(scoring) | fields)

    scoring.refresh_from_db()
    assert scoring.state == State.SCORING


def test_progress_counts_each_chunk_once(alice: Client, alices: VideoRequest) -> None:
    for index in (0, 1):
        chunk_put(alice, alices.uid, index)

    for name in ("000001.zip", "000001.zip", "000007.zip", "nonsense"):
        processed_chunk(**answer(alices, processed_chunk=name))

    alices.refresh_from_db()
    assert (alices.chunks_processed, alices.frames_processed, alices.ahead) == (1, 50, 1)
    assert alices.revision == 4
    assert [chunk.index for chunk in Chunk.objects.filter(is_processed=True)] == [1]


def test_progress_after_the_result_changes_nothing(ready: VideoRequest) -> None:
    processed_chunk(**answer(ready, processed_chunk="000000.zip"))

    revision = ready.revision
    ready.refresh_from_db()
    assert (ready.revision, ready.state) == (revision, State.READY)


def test_a_failure_reaches_the_analyst_in_words(
    alice: Client, scoring: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        failed_files(**answer(scoring, error="The frames cannot be read." + "x" * 600))

    state = alice.get(f"/api/requests/{scoring.uid}").json()
    assert state["state"] == "failed"
    assert state["error"].startswith("The frames cannot be read.")
    assert not default_storage.exists(str(scoring.uid))


def test_a_failure_after_the_result_is_ignored(ready: VideoRequest) -> None:
    failed_files(**answer(ready, error="Too late."))

    ready.refresh_from_db()
    assert (ready.state, ready.error) == (State.READY, "")


def test_a_result_after_a_cancel_is_ignored(scoring: VideoRequest) -> None:
    scores_write(scoring)
    request_cancel(uid=scoring.uid)

    processed_files(**processed(scoring))

    scoring.refresh_from_db()
    assert (scoring.state, Segment.objects.count()) == (State.CANCELLED, 0)


def test_a_cancel_while_the_file_is_read_wins(scoring: VideoRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    scores_write(scoring)
    opened = default_storage.open

    def open_slowly(*args: Any, **kwargs: Any) -> Any:
        request_cancel(uid=scoring.uid)
        return opened(*args, **kwargs)

    monkeypatch.setattr(default_storage, "open", open_slowly)
    assert not results_save(uid=scoring.uid)

    scoring.refresh_from_db()
    assert (scoring.state, Segment.objects.count()) == (State.CANCELLED, 0)


@pytest.mark.django_db(transaction=True)
def test_cancel_and_results_at_once_end_in_one_state_without_files(scoring: VideoRequest) -> None:
    scores_write(scoring)

    def run(call: Any) -> None:
        try:
            call()
        finally:
            connection.close()

    calls = [
        lambda: processed_files(**processed(scoring)),
        lambda: request_cancel(uid=scoring.uid),
        lambda: processed_files(**processed(scoring)),
        lambda: failed_files(**answer(scoring, error="No.")),
    ]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, calls))

    scoring.refresh_from_db()
    assert scoring.state == State.CANCELLED
    assert scoring.finished is not None
    assert not default_storage.exists(str(scoring.uid))
