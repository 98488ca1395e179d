from __future__ import annotations

from typing import Any

import pytest

from apps.results.evidence import evidence_find
from apps.results.models import ScoreCurve


def curve(reason: list[int], **values: Any) -> ScoreCurve:
    texts = [{"text": "person %(amount)s", "digits": 2}]
    reasons = {"texts": texts, "reason": reason, "amount": [0.91] * len(reason)}
    return ScoreCurve(times=[0.0, 5.0, 10.0, 15.0], scores=[0.1, 0.9, 0.9, 0.2], reasons=reasons, **values)


def test_the_first_of_the_highest_frames_is_the_best() -> None:
    found = evidence_find(curve([-1, 0, -1, -1]), 0, 15)
    assert found == {"confidence": 0.9, "best": 5.0, "reason": "person 0.91"}


@pytest.mark.parametrize(("start", "stop", "best"), [(5, 5, 5.0), (5.001, 20, 10.0), (10.1, 15, 15.0)])
def test_only_frames_inside_count(start: float, stop: float, best: float) -> None:
    assert evidence_find(curve([]), start, stop)["best"] == best


def test_between_two_frames_there_is_nothing_to_say() -> None:
    assert evidence_find(curve([0] * 4), 6, 9) == {"confidence": None, "best": None, "reason": ""}


@pytest.mark.parametrize("index", [-1, 1])
def test_an_index_that_points_at_no_text_is_no_reason(index: int) -> None:
    assert evidence_find(curve([index] * 4), 0, 15)["reason"] == ""


def test_a_curve_of_before_reasons_has_none() -> None:
    old = ScoreCurve(times=[0.0], scores=[0.5])
    assert evidence_find(old, 0, 1) == {"confidence": 0.5, "best": 0.0, "reason": ""}
