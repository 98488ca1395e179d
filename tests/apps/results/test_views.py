from __future__ import annotations

import pytest
from django.test import Client

from apps.results.models import ScoreCurve
from apps.upload.models import VideoRequest
from tests.apps.answers import SCORES, TIMES


def test_it_works(alice: Client, ready: VideoRequest) -> None:
    assert alice.get(f"/api/requests/{ready.uid}/scores").json() == {
        "times": TIMES,
        "scores": SCORES,
        "thresholds": {"on": 0.5, "off": 0.3},
        "duration": 600.0,
        "interval": 5.0,
    }


def test_before_the_result_there_are_no_scores(alice: Client, alices: VideoRequest) -> None:
    for path in ("scores", "proposals?on=0.5"):
        response = alice.get(f"/api/requests/{alices.uid}/{path}")
        assert (response.status_code, response.json()["error"]["code"]) == (404, "no_scores")


def test_a_lower_threshold_proposes_more_and_changes_nothing(alice: Client, ready: VideoRequest) -> None:
    url = f"/api/requests/{ready.uid}"
    before = alice.get(url).json()

    lower = alice.get(f"{url}/proposals?on=0.35").json()

    assert [(s["start"], s["stop"]) for s in lower["segments"]] == [(96.5, 203.5), (396.5, 423.5)]
    assert lower["thresholds"] == {"on": 0.35, "off": pytest.approx(0.21)}
    assert alice.get(url).json() == before


def test_the_plugins_own_threshold_proposes_its_own_segments(alice: Client, ready: VideoRequest) -> None:
    url = f"/api/requests/{ready.uid}"

    assert alice.get(f"{url}/proposals?on=0.5").json()["segments"] == alice.get(url).json()["segments"]


def test_a_threshold_of_zero_proposes_the_whole_video(alice: Client, ready: VideoRequest) -> None:
    ScoreCurve.objects.update(threshold_on=0.0, threshold_off=0.0)

    proposed = alice.get(f"/api/requests/{ready.uid}/proposals?on=0").json()

    assert proposed["segments"] == [{"start": 0.0, "stop": 598.5, "label": ""}]


@pytest.mark.parametrize("on", ["", "x", "-0.1", "1.1", "nan", "inf"])
def test_a_threshold_outside_of_0_to_1_is_refused(alice: Client, ready: VideoRequest, on: str) -> None:
    response = alice.get(f"/api/requests/{ready.uid}/proposals", {"on": on})

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")
