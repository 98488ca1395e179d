from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from apps.results.models import ScoreCurve
from apps.results.services import results_save
from apps.upload.models import VideoRequest
from smartcut.core.boxes import Box, boxes_pack
from tests.apps.answers import SCORES, TIMES, scores_write

WHY: dict[str, Any] = {
    "reasons": [{"text": "person %(amount)s", "digits": 2}, {"text": "100 % sure"}],
    "reason": [0 if score else -1 for score in SCORES],
    "amount": SCORES,
    "suppressed": [
        {"start": 300, "stop": 320, "best": 310, "score": 0.8, "reason": 1},
        {"start": 500, "stop": 520, "best": 510, "score": 0.7},
    ],
}


def test_it_works(alice: Client, ready: VideoRequest) -> None:
    assert alice.get(f"/api/requests/{ready.uid}/scores").json() == {
        "times": TIMES,
        "scores": SCORES,
        "reasons": {"texts": [], "reason": [], "amount": []},
        "suppressed": [],
        "thresholds": {"on": 0.5, "off": 0.3},
        "plugin_version": "",
        "has_boxes": False,
        "duration": 600.0,
        "interval": 5.0,
    }


def test_reasons_come_with_the_scores(alice: Client, scoring: VideoRequest) -> None:
    scores_write(scoring, **WHY)
    results_save(uid=scoring.uid)

    scores = alice.get(f"/api/requests/{scoring.uid}/scores").json()

    assert scores["reasons"] == {
        "texts": [{"text": "person %(amount)s", "digits": 2}, {"text": "100 % sure", "digits": 0}],
        "reason": WHY["reason"],
        "amount": WHY["amount"],
    }
    assert scores["suppressed"] == [
        {"start": 300.0, "stop": 320.0, "best": 310.0, "score": 0.8, "reason": "100 % sure"},
        {"start": 500.0, "stop": 520.0, "best": 510.0, "score": 0.7, "reason": ""},
    ]


def test_the_version_of_the_plugin_comes_with_them_as_far_as_it_can_be_kept(
    alice: Client, scoring: VideoRequest
) -> None:
    scores_write(scoring, plugin_version="1.0\0" + "1" * 200)
    results_save(uid=scoring.uid)

    scores = alice.get(f"/api/requests/{scoring.uid}/scores").json()

    assert scores["plugin_version"] == "1.0" + "1" * 97


BOXES = boxes_pack(["van"], [(100.0, [Box("van", 0.9, 0.25, 0.5, 0.125, 0.25)]), (105.0, [])])


def test_boxes_come_packed_and_only_when_asked_for(
    alice: Client, charlie: Client, scoring: VideoRequest
) -> None:
    scores_write(scoring, boxes=BOXES)
    results_save(uid=scoring.uid)

    response = alice.get(f"/api/requests/{scoring.uid}/boxes")

    assert response.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content)) == {
        "labels": ["van"],
        "frames": [[100.0, 0, 9000, 2500, 5000, 1250, 2500], [105.0]],
    }
    assert alice.get(f"/api/requests/{scoring.uid}/scores").json()["has_boxes"]
    assert charlie.get(f"/api/requests/{scoring.uid}/boxes").status_code == 404


def test_a_plugin_that_tells_no_boxes_has_none(alice: Client, ready: VideoRequest) -> None:
    assert alice.get(f"/api/requests/{ready.uid}/boxes").json() == {"labels": [], "frames": []}


def test_reasons_that_are_not_one_for_each_frame_are_none(alice: Client, scoring: VideoRequest) -> None:
    scores_write(scoring, **WHY | {"reason": [0], "amount": []})
    results_save(uid=scoring.uid)

    scores = alice.get(f"/api/requests/{scoring.uid}/scores").json()

    assert (scores["reasons"]["reason"], scores["reasons"]["amount"]) == ([], [])
    assert scores["suppressed"][0]["reason"] == "100 % sure"


def test_before_the_result_there_are_no_scores(alice: Client, alices: VideoRequest) -> None:
    for path in ("scores", "boxes", "proposals?on=0.5"):
        response = alice.get(f"/api/requests/{alices.uid}/{path}")
        assert (response.status_code, response.json()["error"]["code"]) == (404, "no_scores")


def test_a_lower_threshold_proposes_more_and_changes_nothing(alice: Client, ready: VideoRequest) -> None:
    url = f"/api/requests/{ready.uid}"
    before = alice.get(url).json()

    lower = alice.get(f"{url}/proposals?on=0.35").json()

    assert [(s["start"], s["stop"]) for s in lower["segments"]] == [(94.0, 206.0), (394.0, 426.0)]
    assert lower["thresholds"] == {"on": 0.35, "off": pytest.approx(0.21)}
    assert alice.get(url).json() == before


def test_the_plugins_own_threshold_proposes_its_own_segments(alice: Client, ready: VideoRequest) -> None:
    url = f"/api/requests/{ready.uid}"

    assert alice.get(f"{url}/proposals?on=0.5").json()["segments"] == alice.get(url).json()["segments"]


def test_a_threshold_of_zero_proposes_the_whole_video(alice: Client, ready: VideoRequest) -> None:
    ScoreCurve.objects.update(threshold_on=0.0, threshold_off=0.0)

    proposed = alice.get(f"/api/requests/{ready.uid}/proposals?on=0").json()

    assert proposed["segments"] == [{"start": 0.0, "stop": 600.0, "label": "", "verdict": ""}]


@pytest.mark.parametrize("on", ["", "x", "-0.1", "1.1", "nan", "inf"])
def test_a_threshold_outside_of_0_to_1_is_refused(alice: Client, ready: VideoRequest, on: str) -> None:
    response = alice.get(f"/api/requests/{ready.uid}/proposals", {"on": on})

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")
