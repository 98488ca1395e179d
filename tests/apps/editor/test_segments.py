"""Saving the segment list, and what comes out as files."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from apps.api import ApiError
from apps.editor.bodies import SegmentBody, SegmentsBody
from apps.results.models import ScoreCurve, Segment
from apps.upload.models import VideoRequest
from tests.apps.calls import put

FIRST = {"start": 10.0, "stop": 20.5, "label": "truck, at the gate", "verdict": "relevant"}
SECOND = {"start": 20.5, "stop": 30.0, "label": "человек", "verdict": ""}


def save(client: Client, request: VideoRequest, segments: Any, revision: int | None = None) -> Any:
    body = {"revision": request.revision if revision is None else revision, "segments": segments}
    return put(client, f"/api/requests/{request.uid}/segments", body)


def test_it_works(alice: Client, ready: VideoRequest) -> None:
    response = save(alice, ready, [SECOND, FIRST])

    assert response.status_code == 200
    assert response.json() == {"revision": ready.revision + 1, "segments": [FIRST, SECOND]}
    assert alice.get(f"/api/requests/{ready.uid}").json()["segments"] == [FIRST, SECOND]


def test_an_empty_list_is_a_list(alice: Client, ready: VideoRequest) -> None:
    assert save(alice, ready, []).json()["segments"] == []


def test_a_stale_list_is_refused_and_the_present_one_shown(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [FIRST])

    response = save(alice, ready, [SECOND])

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "stale_revision"
    assert response.json()["revision"] == ready.revision + 1
    assert response.json()["segments"] == [FIRST]


def test_before_the_result_there_is_nothing_to_save(alice: Client, alices: VideoRequest) -> None:
    response = save(alice, alices, [FIRST])

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_ready")


@pytest.mark.parametrize(
    "segments",
    [
        [{"start": 5, "stop": 5}],
        [{"start": 6, "stop": 5}],
        [{"start": -1, "stop": 5}],
        [{"start": 590, "stop": 600.1}],
        [{"start": 0, "stop": 10}, {"start": 9.999, "stop": 20}],
        [{"start": 0, "stop": 100}, {"start": 10, "stop": 20}],
        [{"start": 0, "stop": 10}, {"start": 0, "stop": 10}],
    ],
)
def test_segments_that_cannot_be_are_refused(alice: Client, ready: VideoRequest, segments: Any) -> None:
    response = save(alice, ready, segments)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid_segments")
    assert Segment.objects.count() == 1


@pytest.mark.parametrize(
    "segments",
    [
        None,
        [{}],
        [{"start": "a", "stop": 1}],
        [{"start": 0, "stop": 1, "label": "x" * 101}],
        [{"start": 0, "stop": "Infinity"}],
        [{"start": 0, "stop": 1, "verdict": "perhaps"}],
        [{"start": 0, "stop": 1}] * 10_001,
    ],
)
def test_what_is_no_segment_list_is_refused(alice: Client, ready: VideoRequest, segments: Any) -> None:
    assert save(alice, ready, segments).status_code == 422


def test_a_stop_rounded_up_to_the_millisecond_is_the_end(alice: Client, ready: VideoRequest) -> None:
    VideoRequest.objects.update(duration=599.9996)

    assert save(alice, ready, [{"start": 1, "stop": 600.0}]).json()["segments"][0]["stop"] == 599.9996


def test_the_database_refuses_what_the_api_would_not_let_through(ready: VideoRequest) -> None:
    for start, stop in [(5, 5), (-1, 5), (94.0, 100)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Segment.objects.create(request=ready, start=start, stop=stop)


seconds = st.floats(-10, 610, allow_nan=False)


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(seconds, seconds), max_size=6))
def test_what_is_taken_is_ordered_disjoint_and_inside_the_video(spans: list[tuple[float, float]]) -> None:
    segments = [SegmentBody(start=start, stop=stop) for start, stop in spans]
    try:
        taken = SegmentsBody(revision=1, segments=segments).segments_checked(600.0)
    except ApiError:
        return
    edges = [edge for segment in taken for edge in (segment.start, segment.stop)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= 600 for edge in edges)


def test_the_csv_is_what_losslesscut_reads(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [FIRST, SECOND])

    response = alice.get(f"/requests/{ready.uid}/segments.csv")

    assert response.content.decode() == '10.000,20.500,"truck, at the gate"\n20.500,30.000,человек\n'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert "filename*=utf-8''%D0%9A" in response["Content-Disposition"]


def test_the_json_has_a_version_and_says_what_it_is_of(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [FIRST])

    assert alice.get(f"/requests/{ready.uid}/segments.json").json() == {
        "version": 1,
        "video": "Камера 1.mp4",
        "size": 1_000_000,
        "duration": 600.0,
        "fingerprint": "0" * 64,
        "plugin": "motion",
        "interval": 5.0,
        "segments": [FIRST | {"confidence": 0.0, "best": 10.0, "reason": ""}],
    }


def test_the_recorders_time_is_in_both_files_once_it_is_known(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [FIRST])
    put(alice, f"/api/requests/{ready.uid}/clock", {"clock_start": "2023-06-14T23:59:45"})

    exported = alice.get(f"/requests/{ready.uid}/segments.json").json()
    assert exported["clock_start"] == "2023-06-14T23:59:45"
    clock = {"clock_start": "2023-06-14T23:59:55.000", "clock_stop": "2023-06-15T00:00:05.500"}
    [segment] = exported["segments"]
    assert segment | clock == segment
    assert segment | FIRST == segment
    csv = alice.get(f"/requests/{ready.uid}/segments.csv?clock").content.decode()
    assert csv == '10.000,20.500,"truck, at the gate",2023-06-14T23:59:55.000,2023-06-15T00:00:05.500\n'
    plain = alice.get(f"/requests/{ready.uid}/segments.csv").content.decode()
    assert plain == '10.000,20.500,"truck, at the gate"\n'


def test_a_list_with_a_time_that_is_not_known_is_the_plain_one(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [SECOND])

    csv = alice.get(f"/requests/{ready.uid}/segments.csv?clock").content.decode()
    assert csv == "20.500,30.000,человек\n"


def test_a_program_that_knows_no_verdicts_gives_none(alice: Client, ready: VideoRequest) -> None:
    save(alice, ready, [{"start": 1, "stop": 2}])

    assert Segment.objects.get().verdict == ""


def test_the_irrelevant_is_saved_but_left_out_of_both_files(alice: Client, ready: VideoRequest) -> None:
    irrelevant = FIRST | {"verdict": "irrelevant"}

    assert save(alice, ready, [irrelevant, SECOND]).json()["segments"] == [irrelevant, SECOND]
    exported = alice.get(f"/requests/{ready.uid}/segments.json").json()["segments"]
    assert [segment["label"] for segment in exported] == ["человек"]
    csv = alice.get(f"/requests/{ready.uid}/segments.csv").content.decode()
    assert csv == "20.500,30.000,человек\n"


def test_the_json_says_how_sure_and_why_in_the_language_of_the_session(
    alice: Client, ready: VideoRequest
) -> None:
    frames = len(ScoreCurve.objects.get().times)
    reasons = {
        "texts": [{"text": "my own reason: %(amount)s %%", "digits": 1}],
        "reason": [0] * frames,
        "amount": [3.14] * frames,
    }
    ScoreCurve.objects.update(reasons=reasons)
    save(alice, ready, [{"start": 90.0, "stop": 120.0}, {"start": 121.0, "stop": 124.0}])
    alice.cookies["django_language"] = "ru"

    found, between = alice.get(f"/requests/{ready.uid}/segments.json").json()["segments"]

    assert (found["confidence"], found["best"]) == (0.9, 100.0)
    assert found["reason"] == "my own reason: 3,1 %"
    assert (between["confidence"], between["best"], between["reason"]) == (None, None, "")


def test_a_request_without_scores_has_a_json_all_the_same(alice: Client, ready: VideoRequest) -> None:
    ScoreCurve.objects.all().delete()
    save(alice, ready, [FIRST])

    assert alice.get(f"/requests/{ready.uid}/segments.json").json()["segments"] == [FIRST]


@pytest.mark.parametrize("path", ["", "segments.csv", "segments.json"])
def test_pages_and_exports_are_the_owners_only(
    alice: Client, charlie: Client, ready: VideoRequest, path: str
) -> None:
    url = f"/requests/{ready.uid}/{path}"
    charlie.get("/")

    assert alice.get(url).status_code == 200
    assert charlie.get(url).status_code == 404
    assert Client().get(url).status_code == 404


def test_the_page_has_the_state_and_the_csrf_cookie(alice: Client, ready: VideoRequest) -> None:
    response = alice.get(f"/requests/{ready.uid}/")

    assert "csrftoken" in response.cookies
    assert response.context["object"] == ready
    assert response.context["request_state"]["revision"] == ready.revision
    assert b'id="request-data"' in response.content
