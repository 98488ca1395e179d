"""Stretches that a plugin held back, beside those that it proposes."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from smartcut.core.scores_file import Suppressed
from smartcut.core.segments import Thresholds, segments_from_scores
from workers.plugin import Reason, Scores
from workers.runtime.suppressing import suppressed_make

TIMES = np.arange(0.0, 200.0, 5)
SEGMENTS = partial(
    segments_from_scores, TIMES.tolist(), duration=200.0, interval=5.0, thresholds=Thresholds()
)
REASONS = (Reason(text="light change"),)


def at(*seconds: float) -> Any:
    return np.where(np.isin(TIMES, seconds), 0.8, 0.0)


def suppressed(scores: Scores) -> list[Suppressed]:
    return suppressed_make(TIMES.tolist(), scores, SEGMENTS(scores.values.tolist()), SEGMENTS)


def test_a_stretch_has_its_best_frame_and_its_reason() -> None:
    held = at(50, 55)
    held[11] = 0.9
    why, how_much = np.where(held > 0, 0, -1), np.where(held > 0, 12.5, 0)
    one = suppressed(Scores(at(150), REASONS, None, None, held, why, how_much))
    assert one == [Suppressed(start=44.0, stop=61.0, best=55.0, score=0.9, reason=0, amount=12.5)]


def test_each_stretch_between_segments_is_told() -> None:
    told = suppressed(Scores(at(10, 100, 190), suppressed=at(12, 50, 55, 103, 150)))
    assert [one.best for one in told] == [50.0, 150.0]


def test_what_touches_a_segment_is_not_told_twice() -> None:
    assert suppressed(Scores(at(50), suppressed=at(55))) == []


def test_a_plugin_that_holds_nothing_back_has_no_stretches() -> None:
    assert suppressed(Scores(at(50))) == []


def test_without_reasons_a_stretch_has_none() -> None:
    assert [one.reason for one in suppressed(Scores(at(), suppressed=at(100)))] == [-1]
