"""The counts follow the definitions of docs/evaluation.md."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcut.core.segments import Segment
from workers.evaluation.metrics import Counts, counts_make, metrics_make, nuisance_seconds
from workers.evaluation.truth import Stretch, Truth


def _truth(**extra: Any) -> Truth:
    events = [Stretch(start=100, stop=120), Stretch(start=200, stop=203)]
    return Truth.model_validate({"duration": 400.0, "events": events} | extra)


def _segments(*spans: tuple[float, float]) -> list[Segment]:
    return [Segment(start=start, stop=stop) for start, stop in spans]


def test_it_works() -> None:
    metrics = metrics_make(counts_make(_truth(), _segments((95, 110), (300, 315)), 1.0))
    assert metrics["event_tpr"] == 0.5
    assert metrics["recall"] == pytest.approx(10 / 23)
    assert metrics["fpr"] == pytest.approx(20 / 377)
    assert metrics["fpr_c15"] == pytest.approx(15 / (400 - 50 - 33))
    assert metrics["kept"] == pytest.approx(30 / 400)
    assert metrics["false_segments"] == 1
    assert metrics["false_segments_per_hour"] == pytest.approx(3600 / 377)


def test_an_event_shorter_than_two_intervals_is_neither_missed_nor_quiet_time() -> None:
    counts = counts_make(_truth(), _segments((100, 120), (195, 210)), 2.0)
    assert (counts.events, counts.found, counts.event_cells) == (1, 1, 40)
    assert counts.quiet_cells_kept == 24
    assert counts.false_segments == 0


@pytest.mark.parametrize(("overlap", "is_found"), [(1.4, False), (1.5, True), (3.0, True)])
def test_half_of_a_short_event_is_enough(overlap: float, is_found: bool) -> None:  # noqa: FBT001
    counts = counts_make(_truth(), _segments((190, 200 + overlap)), 1.0)
    assert counts.found == is_found


def test_two_seconds_of_a_long_event_are_enough() -> None:
    assert counts_make(_truth(), _segments((85, 102)), 1.0).found == 1
    assert counts_make(_truth(), _segments((85, 101.9)), 1.0).found == 0


def test_doubtful_stretches_count_nowhere() -> None:
    truth = _truth(ignore=[Stretch(start=300, stop=320)])
    counts = counts_make(truth, _segments((300, 320)), 1.0)
    assert (counts.quiet_cells_kept, counts.false_segments) == (0, 0)
    assert counts.quiet_cells == 2 * (377 - 20)


def test_nothing_to_find_gives_no_rate() -> None:
    metrics = metrics_make(counts_make(Truth(duration=60, events=[]), [], 1.0))
    assert metrics["event_tpr"] is None
    assert metrics["fpr"] == 0


def test_sets_are_pooled_by_their_sums() -> None:
    one, other = (counts_make(_truth(), _segments(span), 1.0) for span in ((90, 130), (300, 320)))
    both = one + other
    assert (both.events, both.found, both.cells) == (4, 1, 1600)
    assert sum([one, other], Counts()) == both


def test_disturbances_are_counted_without_the_events_inside_them() -> None:
    truth = _truth(nuisances=[Stretch(start=90, stop=130, kind="rain"), Stretch(start=0, stop=9, kind="fog")])
    assert nuisance_seconds(truth, _segments((95, 125))) == {"fog": (0.0, 9.0), "rain": (10.0, 20.0)}


@given(st.lists(st.tuples(st.floats(0, 380), st.floats(0.5, 60)), max_size=6))
def test_rates_are_between_0_and_1(spans: list[tuple[float, float]]) -> None:
    segments = _segments(*((start, start + length) for start, length in spans))
    metrics = metrics_make(counts_make(_truth(), segments, 1.0))
    rates = [metrics[name] for name in ("event_tpr", "recall", "fpr", "fpr_c15", "kept")]
    assert all(rate is not None and 0 <= rate <= 1 for rate in rates)
