"""A plugin learns from what the analyst judged, and nothing that the analyst did is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.plugins.models import Plugin
from apps.results.models import ScoreCurve, Segment
from apps.results.tasks import failed_files, processed_files
from apps.upload.models import State, VideoRequest
from apps.upload.tasks import expire_requests, reconcile_requests
from smartcut.core import failures
from tests.apps.answers import SEGMENTS, TIMES, answer, processed, scores_write, upload
from tests.apps.calls import post, put, queued

Create = Callable[..., VideoRequest]
Spans = list[tuple[float, float]]

AGAIN = [0.9 if 300 <= time <= 350 or 500 <= time <= 520 else 0.0 for time in TIMES]
"""What the plugin thinks once it is taught."""
FOUND_AGAIN = [{"start": 294.0, "stop": 356.0}, {"start": 494.0, "stop": 526.0}]
pytestmark = pytest.mark.usefixtures("_commits")


@pytest.fixture
def _commits(django_capture_on_commit_callbacks: Any) -> Any:
    """What is to happen after each commit happens at the end of each step: ``step`` below."""
    _Step.capture = django_capture_on_commit_callbacks


class _Step:
    capture: Any = None


def step() -> Any:
    return _Step.capture(execute=True)


def finish(request: VideoRequest, **values: Any) -> None:
    """The worker answers."""
    scores_write(request, keeps_features=True, taught=request.taught, **values)
    default_storage.save(request.folder.digest, ContentFile(b"digest"))
    with step():
        processed_files(**processed(request))
    request.refresh_from_db()


@pytest.fixture
def learned(scoring: VideoRequest) -> VideoRequest:
    """Alice's request, ready, by a plugin that learns."""
    finish(scoring)
    return scoring


def teach(client: Client, request: VideoRequest) -> Any:
    with step():
        response = post(client, f"/api/requests/{request.uid}/teach", {})
    request.refresh_from_db()
    return response


def save(client: Client, request: VideoRequest, *spans: tuple[float, float]) -> None:
    segments = [{"start": start, "stop": stop} for start, stop in spans]
    body = {"revision": request.revision, "segments": segments}
    assert put(client, f"/api/requests/{request.uid}/segments", body).status_code == 200
    request.refresh_from_db()


def judge(request: VideoRequest, verdict: str) -> None:
    request.segments.update(verdict=verdict)


def described(request: VideoRequest) -> Any:
    with default_storage.open(request.folder.request) as file:
        return json.loads(file.read())


def examples(request: VideoRequest) -> list[tuple[float, float, bool]]:
    """Of the request itself, as the worker reads them."""
    found = [one for one in described(request)["examples"] if one["folder"] == request.folder.path]
    return [(one["start"], one["stop"], one["is_relevant"]) for one in found]


def spans(request: VideoRequest) -> Spans:
    return [(segment.start, segment.stop) for segment in request.segments.all()]


def names(request: VideoRequest) -> set[str]:
    try:
        return set(default_storage.listdir(request.folder.path)[1])
    except FileNotFoundError:
        return set()


def test_it_works(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")

    response = teach(alice, learned)

    assert (response.status_code, learned.state, learned.taught) == (202, State.SCORING, 1)
    assert examples(learned) == [(94.0, 206.0, True)]
    assert described(learned)["taught"] == 1
    assert queued("motion-new-files")[-1]["zipped_chunks_path"] == learned.folder.path

    finish(learned, scores=AGAIN, segments=FOUND_AGAIN)
    assert (learned.state, spans(learned)) == (
        State.READY,
        [(94.0, 206.0), (294.0, 356.0), (494.0, 526.0)],
    )
    assert learned.segments.get(start=94.0).verdict == "relevant"
    assert ScoreCurve.objects.get().scores == AGAIN


def test_what_a_plugin_learns_from_stays_and_all_else_goes(learned: VideoRequest) -> None:
    assert learned.keeps_features
    assert names(learned) == {"digest.npz", "request.json"}


def test_of_other_plugins_nothing_stays(scoring: VideoRequest) -> None:
    scores_write(scoring)
    with step():
        processed_files(**processed(scoring))
    scoring.refresh_from_db()
    assert not scoring.keeps_features
    assert names(scoring) == set()


def test_verdicts_count_and_what_is_not_judged_does_not(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (94.0, 206.0), (300, 320), (400, 420))
    learned.segments.filter(start=300).update(verdict="irrelevant")
    teach(alice, learned)
    assert examples(learned) == [(300, 320, False), (400, 420, True)]


def test_of_an_edited_list_what_is_left_is_relevant_and_what_was_deleted_is_not(
    alice: Client, scoring: VideoRequest
) -> None:
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    teach(alice, scoring)
    assert examples(scoring) == [(294.0, 356.0, True), (494.0, 526.0, False)]


def test_a_deleted_stretch_does_not_come_back(alice: Client, scoring: VideoRequest) -> None:
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    for _ in range(2):
        teach(alice, scoring)
        finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
        assert spans(scoring) == [(294.0, 356.0)]
        assert (494.0, 526.0, False) in examples(scoring)


def test_what_was_deleted_is_known_when_it_is_no_longer_proposed(
    alice: Client, scoring: VideoRequest
) -> None:
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    teach(alice, scoring)
    finish(scoring, scores=[0.0] * len(TIMES), segments=[])
    teach(alice, scoring)
    assert examples(scoring) == [(294.0, 356.0, True), (494.0, 526.0, False)]


def test_a_deleted_stretch_that_is_added_again_is_relevant(alice: Client, scoring: VideoRequest) -> None:
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    teach(alice, scoring)
    finish(scoring, scores=[0.0] * len(TIMES), segments=[])
    save(alice, scoring, (294.0, 356.0), (500, 520))
    teach(alice, scoring)
    assert examples(scoring) == [(294.0, 356.0, True), (500, 520, True)]


def test_old_proposals_that_nobody_judged_make_room(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (94.0, 206.0), (400, 420))
    learned.segments.filter(start=400).update(verdict="relevant")
    teach(alice, learned)
    finish(learned, scores=AGAIN, segments=FOUND_AGAIN)
    assert spans(learned) == [(294.0, 356.0), (400, 420), (494.0, 526.0)]


def test_what_is_new_beside_a_judged_stretch_is_proposed_without_overlap(
    alice: Client, learned: VideoRequest
) -> None:
    save(alice, learned, (300, 320), (500, 520))
    teach(alice, learned)
    finish(learned, scores=AGAIN, segments=FOUND_AGAIN)
    assert spans(learned) == [(300, 320), (320, 356.0), (500, 520)]


def test_what_was_cut_off_a_proposal_does_not_come_back(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (120, 140))
    teach(alice, learned)
    finish(learned)
    assert spans(learned) == [(120, 140)]


def test_without_any_judgement_there_is_nothing_to_learn(alice: Client, learned: VideoRequest) -> None:
    response = teach(alice, learned)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "nothing_judged")
    assert (learned.state, learned.taught) == (State.READY, 0)


def test_asking_twice_asks_once(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    assert [teach(alice, learned).status_code for _ in range(2)] == [202, 202]
    assert learned.taught == 1


def test_a_plugin_that_does_not_learn_or_is_away_is_told(
    alice: Client, ready: VideoRequest, learned: VideoRequest
) -> None:
    VideoRequest.objects.filter(pk=learned.pk).update(keeps_features=False)
    assert teach(alice, learned).json()["error"]["code"] == "not_teachable"
    VideoRequest.objects.filter(pk=learned.pk).update(keeps_features=True)
    Plugin.objects.update(last_seen=timezone.now() - timedelta(minutes=1))
    assert teach(alice, learned).json()["error"]["code"] == "plugin_unavailable"


def test_a_request_that_is_not_ready_or_is_strange_cannot_be_taught(
    alice: Client, charlie: Client, alices: VideoRequest
) -> None:
    assert teach(alice, alices).status_code == 409
    assert teach(charlie, alices).status_code == 404


def test_it_takes_one_of_the_users_slots(alice: Client, learned: VideoRequest, create: Create) -> None:
    judge(learned, "relevant")
    for _ in range(3):
        create(alice)
    response = teach(alice, learned)
    assert (response.status_code, learned.state) == (429, State.READY)


def test_an_old_answer_that_comes_late_changes_nothing(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    scores_write(learned, keeps_features=True, taught=0, scores=AGAIN, segments=FOUND_AGAIN)
    processed_files(**processed(learned))
    learned.refresh_from_db()
    assert (learned.state, spans(learned)) == (State.SCORING, [(94.0, 206.0)])


def test_an_answer_that_comes_twice_counts_once(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    finish(learned, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, learned, (1, 20))
    finish(learned, scores=AGAIN, segments=FOUND_AGAIN)
    assert spans(learned) == [(1, 20)]


def test_an_answer_without_its_file_waits_and_the_worker_is_reminded(
    alice: Client, learned: VideoRequest
) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    processed_files(**processed(learned))
    VideoRequest.objects.update(updated=timezone.now() - timedelta(seconds=21))
    from apps.redis_client import redis_client

    with redis_client() as redis:
        redis.delete("motion-new-files")
    default_storage.delete(learned.folder.request)

    reconcile_requests()

    assert [message["zipped_chunks_path"] for message in queued("motion-new-files")] == [learned.folder.path]
    assert (described(learned)["taught"], len(examples(learned))) == (1, 1)


def test_a_failure_leaves_the_list_as_it_was_and_is_told(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (10, 30))
    teach(alice, learned)
    with step():
        failed_files(**answer(learned, error="No."))
    learned.refresh_from_db()
    assert (learned.state, learned.error, spans(learned)) == (State.READY, "No.", [(10, 30)])
    assert "digest.npz" in names(learned)
    assert teach(alice, learned).status_code == 202
    assert (learned.error, learned.taught) == ("", 2)


def test_a_failure_told_late_ends_nothing_newer(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (10, 30))
    default_storage.save(learned.folder.failure, ContentFile(b'{"taught": 1}'))
    for _ in range(2):
        teach(alice, learned)
        with step():
            failed_files(**answer(learned, error="No."))
        learned.refresh_from_db()
    assert (learned.taught, learned.state) == (2, State.SCORING)


@pytest.mark.parametrize("ending", ["cancelled", "failed"])
def test_what_was_given_up_or_failed_was_not_learned(
    alice: Client, scoring: VideoRequest, ending: str
) -> None:
    """The list is a first one still, and what was said of it then counts no more."""
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    teach(alice, scoring)
    with step():
        if ending == "cancelled":
            alice.delete(f"/api/requests/{scoring.uid}/teach")
        else:
            failed_files(**answer(scoring, error="No."))
    scoring.refresh_from_db()
    assert (scoring.state, scoring.examples) == (State.READY, [])

    save(alice, scoring, (294.0, 356.0), (494.0, 526.0))
    assert teach(alice, scoring).json()["error"]["code"] == "nothing_judged"
    save(alice, scoring, (494.0, 526.0))
    assert teach(alice, scoring).status_code == 202
    assert examples(scoring) == [(494.0, 526.0, True), (294.0, 356.0, False)]


def test_what_was_learned_before_is_known_after_a_failure(alice: Client, scoring: VideoRequest) -> None:
    finish(scoring, scores=AGAIN, segments=FOUND_AGAIN)
    save(alice, scoring, (294.0, 356.0))
    teach(alice, scoring)
    finish(scoring, scores=[0.0] * len(TIMES), segments=[])
    learned = scoring.examples
    teach(alice, scoring)
    with step():
        failed_files(**answer(scoring, error="No."))
    scoring.refresh_from_db()
    assert scoring.examples == learned
    teach(alice, scoring)
    assert examples(scoring) == [(294.0, 356.0, True), (494.0, 526.0, False)]


def test_more_is_not_offered_when_what_was_kept_is_lost(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (10, 30))
    teach(alice, learned)
    with step():
        failed_files(**answer(learned, error=failures.DIGEST_LOST))
    learned.refresh_from_db()
    assert (learned.state, spans(learned)) == (State.READY, [(10, 30)])
    assert teach(alice, learned).status_code == 409


def test_while_more_is_looked_for_an_edit_is_refused_in_words(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    body = {"revision": learned.revision, "segments": []}
    response = put(alice, f"/api/requests/{learned.uid}/segments", body)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "scored_again")
    assert spans(learned) == [(94.0, 206.0)]


def test_a_window_that_is_behind_is_given_the_list_even_while_more_is_looked_for(
    alice: Client, learned: VideoRequest
) -> None:
    """Its answer may have been lost: only the list tells it that its edit is there."""
    body = {"revision": learned.revision, "segments": [{"start": 10, "stop": 30}]}
    save(alice, learned, (10, 30))
    teach(alice, learned)
    response = put(alice, f"/api/requests/{learned.uid}/segments", body)
    assert (response.status_code, response.json()["error"]["code"]) == (409, "stale_revision")
    assert [(one["start"], one["stop"]) for one in response.json()["segments"]] == [(10, 30)]
    assert response.json()["revision"] == learned.revision


def test_looking_for_more_is_given_up_and_the_list_stays_however_often_that_is_said(
    alice: Client, learned: VideoRequest
) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    for _ in range(2):
        with step():
            alice.delete(f"/api/requests/{learned.uid}/teach")
        learned.refresh_from_db()
        assert (learned.state, Segment.objects.count(), len(names(learned))) == (State.READY, 1, 2)


def test_what_is_removed_while_more_is_looked_for_is_gone(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    teach(alice, learned)
    with step():
        alice.delete(f"/api/requests/{learned.uid}")
    learned.refresh_from_db()
    assert (learned.state, Segment.objects.count(), names(learned)) == (State.CANCELLED, 0, set())


def test_the_sweep_spares_what_is_learned_from_until_it_is_old(learned: VideoRequest) -> None:
    default_storage.save(learned.folder.features(3), ContentFile(b"of a worker that came late"))
    with step():
        expire_requests()
    assert names(learned) == {"digest.npz", "request.json"}

    VideoRequest.objects.update(updated=timezone.now() - timedelta(days=31))
    with step():
        expire_requests()
    learned.refresh_from_db()
    assert (learned.state, learned.keeps_features, names(learned)) == (State.READY, False, set())
    assert spans(learned) == [(94.0, 206.0)]


def test_the_next_video_of_the_camera_begins_with_what_was_judged(
    alice: Client, charlie: Client, learned: VideoRequest, create: Create
) -> None:
    judge(learned, "relevant")
    VideoRequest.objects.filter(pk=learned.pk).update(camera="gate")
    for client, camera, count in (
        (alice, "gate", 1), (alice, "yard", 0), (alice, "", 0), (charlie, "gate", 0)
    ):  # fmt: skip
        following = create(client, fingerprint=f"{camera}{count}".ljust(64, "1"))
        VideoRequest.objects.filter(pk=following.pk).update(camera=camera)
        with step():
            upload(client, following)
        found = described(following)["examples"]
        assert len(found) == count, camera
        VideoRequest.objects.filter(pk=following.pk).update(state=State.FAILED, finished=timezone.now())
        if found:
            assert found[0]["folder"] == learned.folder.path


def test_the_same_video_searched_again_begins_with_what_was_judged(
    alice: Client, learned: VideoRequest, create: Create
) -> None:
    judge(learned, "irrelevant")
    following = create(alice)
    with step():
        upload(alice, following)
    assert [one["is_relevant"] for one in described(following)["examples"]] == [False]
    assert SEGMENTS[0].start == described(following)["examples"][0]["start"]


def test_earlier_videos_are_read_before_anything_is_locked(
    alice: Client, learned: VideoRequest, create: Create
) -> None:
    judge(learned, "relevant")
    following = create(alice)
    with CaptureQueriesContext(connection) as uploading:
        upload(alice, following)
    VideoRequest.objects.filter(pk=following.pk).update(state=State.FAILED, finished=timezone.now())
    with CaptureQueriesContext(connection) as teaching:
        teach(alice, learned)
    assert following.chunks.count() == 2
    for queries in (uploading, teaching):
        texts = [query["sql"] for query in queries]
        (looks_for_earlier,) = [at for at, text in enumerate(texts) if '"fingerprint" = ' in text]
        assert _savepoints_open(texts[:looks_for_earlier]) == 0


def _savepoints_open(texts: list[str]) -> int:
    begun = sum(text.startswith("SAVEPOINT") for text in texts)
    return begun - sum(text.startswith("RELEASE SAVEPOINT") for text in texts)


def test_a_state_is_told_without_reading_the_curve(alice: Client, learned: VideoRequest) -> None:
    judge(learned, "relevant")
    with CaptureQueriesContext(connection) as queries:
        assert alice.get(f"/api/requests/{learned.uid}").json()["is_judged"]
        teach(alice, learned)
    assert not [query["sql"] for query in queries if '"results_scorecurve"."scores"' in query["sql"]]


def test_what_older_results_lack_is_filled_in(alice: Client, learned: VideoRequest) -> None:
    save(alice, learned, (10, 30))
    teach(alice, learned)
    finish(learned)
    ScoreCurve.objects.update(proposals=[], examples=[])
    import_module("apps.results.migrations.0003_proposals").proposals_fill(apps, None)
    import_module("apps.results.migrations.0004_examples").examples_fill(apps, None)
    curve = ScoreCurve.objects.get()
    assert (curve.proposals, curve.examples) == ([[94.0, 206.0]], learned.examples)
    assert len(curve.examples) == 2


def test_state_says_whether_it_can_be_taught(alice: Client, learned: VideoRequest) -> None:
    state = alice.get(f"/api/requests/{learned.uid}").json()
    assert (state["keeps_features"], state["is_scored_again"], state["is_judged"]) == (True, False, False)
    judge(learned, "relevant")
    assert alice.get(f"/api/requests/{learned.uid}").json()["is_judged"]
    teach(alice, learned)
    assert alice.get(f"/api/requests/{learned.uid}").json()["is_scored_again"]
