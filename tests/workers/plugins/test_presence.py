"""What of a detector's findings is news; made-up findings, no network."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from workers.plugins._detections import MOST
from workers.plugins._presence import NONE, STANDS, USUAL, Presence, presence_judge, scores_of

LIMITS = np.array([0.4, 0.5], np.float32)
PERSON, CAR = 0, 1
Thing = tuple[float, float, float, int]
"""Left edge and top (shares), confidence, class."""


def _video(shown: Iterable[list[Thing]]) -> NDArray[np.float16]:
    rows = list(shown)
    packed = np.zeros((len(rows), MOST, 6), np.float16)
    for frame, things in zip(packed, rows, strict=True):
        for row, (left, top, sure, kind) in zip(frame, things, strict=False):
            row[:] = left, top, left + 0.1, top + 0.2, sure, kind
    return packed


def _judge(shown: list[list[Thing]], interval: float) -> Presence:
    return presence_judge(np.arange(len(shown), dtype=np.float64) * interval, _video(shown), LIMITS)


def _van(second: float) -> Thing:
    """Parked; the detector wavers."""
    return 0.7 + 0.005 * (second % 3), 0.2, 0.8 if second % 2 else 0.45, CAR


@pytest.mark.parametrize("interval", [1.0, 2.0, 5.0])
def test_it_works(interval: float) -> None:
    times = np.arange(0, 1800, interval)
    shown = [[_van(time)] + ([(0.2, 0.5, 0.9, PERSON)] if 900 <= time < 960 else []) for time in times]
    found = _judge(shown, interval)
    is_event = (times >= 900) & (times < 960)
    assert (found.score[is_event] > 0.5).all()
    assert (found.best[is_event] == PERSON).all()
    assert found.confidence[is_event] == pytest.approx(0.9, abs=1e-3)
    assert (found.score[~is_event] == 0).all()
    assert (found.best[~is_event] == NONE).all()
    assert (found.held_why == STANDS).all()


@pytest.mark.parametrize("interval", [1.0, 5.0, 10.0])
@pytest.mark.parametrize("minutes", [1, 2, 4])
def test_a_person_who_stands_for_minutes_is_news(interval: float, minutes: int) -> None:
    times = np.arange(0, 3600, interval)
    is_there = (times >= 1500) & (times < 1500 + 60 * minutes)
    found = _judge([[(0.4, 0.4, 0.8, PERSON)] if there else [] for there in is_there], interval)
    assert (found.score[is_there] > 0.5).all()
    assert (found.held_score == 0).all()


def test_a_car_is_news_while_it_comes_and_not_when_it_stays() -> None:
    times = np.arange(0, 3600, 2.0)
    arrival, stop = 600.0, 620.0
    shown: list[list[Thing]] = [
        [(0.8 - 0.03 * min(time - arrival, stop - arrival), 0.5, 0.8, CAR)] if time >= arrival else []
        for time in times
    ]
    found = _judge(shown, 2.0)
    assert (found.score[(times >= arrival) & (times < stop - 4)] > 0.5).all()
    assert (found.score[times >= stop + 150] < 0.5).all()
    assert (found.held_score[times >= stop + 150] > 0.5).all()


def test_who_comes_back_to_a_place_again_and_again_is_news() -> None:
    times = np.arange(0, 1800, 5.0)
    is_there = np.isin(times // 100, (2, 3, 6, 7, 10, 14))
    found = _judge([[(0.4, 0.4, 0.8, PERSON)] if there else [] for there in is_there], 5.0)
    assert ((found.score > 0.5) == is_there).all()


def test_a_person_beside_the_parked_van_is_news() -> None:
    shown = [[_van(second)] + ([(0.62, 0.2, 0.8, PERSON)] if second == 300 else []) for second in range(600)]
    found = _judge(shown, 5.0)
    assert found.score[300] > 0.5
    assert found.best[300] == PERSON


def test_what_stands_through_a_short_video_is_held_back() -> None:
    found = _judge([[_van(second)] for second in range(180)], 1.0)
    assert (found.score < 0.5).all()
    assert (found.held_score > 0).all()


def test_a_thing_seen_once_is_believed_less_than_one_seen_again() -> None:
    lone = _judge([[(0.3, 0.3, 0.6, CAR)] if at == 30 else [] for at in range(60)], 1.0)
    again = _judge([[(0.3 + at / 900, 0.3, 0.6, CAR)] if at in (30, 31) else [] for at in range(60)], 1.0)
    elsewhere = _judge(
        [[(0.3 if at == 30 else 0.8, 0.3, 0.6, CAR)] if at in (30, 31) else [] for at in range(60)], 1.0
    )
    assert lone.score[30] < 0.5 < again.score[30]
    assert elsewhere.score[30] < 0.5


def test_between_frames_far_apart_a_thing_seen_once_is_believed() -> None:
    found = _judge([[(0.3, 0.3, 0.6, CAR)] if at == 30 else [] for at in range(60)], 5.0)
    assert found.score[30] == pytest.approx(0.6, abs=1e-3)  # 0.6 with a threshold of 0.5


def test_in_a_crowd_people_are_usual_and_a_car_is_news() -> None:
    random = np.random.default_rng(3)
    shown: list[list[Thing]] = [
        [(random.uniform(0, 0.9), random.uniform(0, 0.8), 0.8, PERSON) for _ in range(6)] for _ in range(600)
    ]
    shown[300].append((0.4, 0.4, 0.9, CAR))
    found = _judge(shown, 5.0)
    assert np.flatnonzero(found.score > 0).tolist() == [300]
    assert found.best[300] == CAR
    assert (found.held_why[:300] == USUAL).all()
    assert (found.held_score[:300] > 0.5).all()


def test_people_who_are_there_half_of_the_time_are_news() -> None:
    shown: list[list[Thing]] = [
        [((at * 0.07) % 0.9, 0.3, 0.8, PERSON)] if at % 60 < 30 else [] for at in range(720)
    ]
    found = _judge(shown, 5.0)
    assert ((found.score > 0.5) == [bool(things) for things in shown]).all()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 0.95))
def test_scores_rise_with_confidence_and_are_a_half_at_the_threshold(
    one: float, other: float, limit: float
) -> None:
    low, high = scores_of(np.array(sorted([one, other]), np.float32), np.array([limit, limit], np.float32))
    assert 0 <= low <= high <= 1
    half = np.array([limit], np.float32)
    assert scores_of(half, half) == pytest.approx([0.5])


@given(st.integers(1, 12), st.sampled_from([0.2, 1.0, 5.0, 60.0]), st.integers(0, 999))
def test_scores_of_anything_are_between_0_and_1(count: int, interval: float, seed: int) -> None:
    made = np.random.default_rng(seed)
    features = _video(
        [[(made.uniform(0, 0.9), 0.1, made.uniform(0, 1), int(made.integers(2)))] * 3 for _ in range(count)]
    )
    found = presence_judge(np.arange(count, dtype=np.float64) * interval, features, LIMITS)
    for scores in (found.score, found.held_score):
        assert ((scores >= 0) & (scores <= 1)).all()
    assert ((found.best >= 0) == (found.score > 0)).all()


def test_frames_without_things_have_no_reason() -> None:
    found = _judge([[]] * 5, 1.0)
    assert (found.score == 0).all()
    assert (found.best == NONE).all()
    assert (found.held_why == NONE).all()
