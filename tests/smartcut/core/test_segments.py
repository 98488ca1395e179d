from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from smartcut.core.segments import Segment, SegmentRules, Thresholds, segments_from_scores

EPSILON = 1e-6


@st.composite
def videos(draw: st.DrawFn) -> tuple[list[float], list[float], float, float]:
    """Times, scores, duration and interval of a video; times may lie a little off and past the end."""
    interval = draw(st.sampled_from([0.2, 1.0, 5.0, 60.0]))
    scores = draw(st.lists(st.floats(0, 1), max_size=60))
    shifts = draw(st.lists(st.floats(-0.4, 0.4), min_size=len(scores), max_size=len(scores)))
    times = [max(0.0, (index + shift) * interval) for index, shift in enumerate(shifts)]
    duration = draw(st.floats(0.04, 1.2)) * interval * max(1, len(scores))
    return times, scores, duration, interval


def find(
    scores: list[float], *, duration: float = 600, interval: float = 1, on: float = 0.5, off: float = 0.3
) -> list[tuple[float, float]]:
    times = [index * interval for index in range(len(scores))]
    thresholds = Thresholds(on=on, off=off)
    segments = segments_from_scores(
        times, scores, duration=duration, interval=interval, thresholds=thresholds
    )
    return [(segment.start, segment.stop) for segment in segments]


def spike(*at: int, length: int = 1, total: int = 600) -> list[float]:
    return [float(any(start <= index < start + length for start in at)) for index in range(total)]


def test_an_event_reaches_to_the_frames_without_it_and_by_the_padding_further() -> None:
    assert find(spike(100, length=30)) == [(98, 131)]


def test_the_frames_around_an_event_are_looked_at_where_they_really_lie() -> None:
    thresholds = Thresholds()
    times, scores = [0.0, 9.0, 20.0, 27.5, 31.0], [0.0, 0.0, 1.0, 1.0, 0.0]
    assert segments_from_scores(times, scores, duration=40, interval=10, thresholds=thresholds) == [
        Segment(start=8, stop=32)
    ]


def test_where_frames_are_missing_an_event_reaches_two_intervals_far() -> None:
    thresholds = Thresholds()
    times, scores = [0.0, 100.0, 105.0, 300.0], [0.0, 1.0, 1.0, 0.0]
    assert segments_from_scores(times, scores, duration=400, interval=5, thresholds=thresholds) == [
        Segment(start=89, stop=116)
    ]


def test_one_frame_is_widened_around_its_middle() -> None:
    assert find(spike(100)) == [(92.5, 107.5)]


def test_at_the_ends_of_the_video_it_is_widened_inwards() -> None:
    assert find(spike(0)) == [(0, 15)]
    assert find(spike(599)) == [(585, 600)]


def test_a_short_video_is_one_segment_as_long_as_it_is() -> None:
    assert find(spike(3, total=8), duration=8) == [(0, 8)]


@pytest.mark.parametrize("duration", [0.0, -1.0])
def test_a_video_that_does_not_last_has_no_segments(duration: float) -> None:
    assert find([1.0], duration=duration) == []


def test_no_frames_or_no_high_score_is_no_segment() -> None:
    assert find([]) == []
    assert find([0.49] * 100) == []


def test_a_dip_that_stays_above_off_does_not_divide() -> None:
    assert find([0, 0, 1, 0.3, 1, 0] + [0.0] * 94, duration=100) == find(
        spike(2, length=3, total=100), duration=100
    )


def test_a_run_that_never_reaches_on_is_left_out() -> None:
    assert find([0.4] * 20 + [0.0] * 20 + [1.0] * 20 + [0.0] * 40, duration=100) == [(38, 61)]


def test_widened_segments_that_touch_are_merged() -> None:
    assert find(spike(100, 115)) == [(92.5, 122.5)]


def test_the_gap_that_is_merged_is_measured_after_widening() -> None:
    assert find(spike(100, 120)) == [(92.5, 127.5)]
    assert find(spike(100, 121)) == [(92.5, 107.5), (113.5, 128.5)]


def test_a_frame_shown_after_the_end_that_the_container_tells_is_kept_inside() -> None:
    assert find(spike(30, total=31), duration=20) == [(5, 20)]


def test_as_many_scores_as_times_are_needed() -> None:
    with pytest.raises(ValueError, match="0 scores for 1 times"):
        segments_from_scores([0.0], [], duration=10, interval=1, thresholds=Thresholds())


def test_thresholds_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="off <= on"):
        Thresholds(on=0.2, off=0.3)


@given(videos(), st.floats(0, 1), st.floats(0, 1))
def test_segments_are_ordered_disjoint_inside_the_video_and_long_enough(
    video: tuple[list[float], list[float], float, float], one: float, other: float
) -> None:
    times, scores, duration, interval = video
    segments = segments_from_scores(
        times, scores, duration=duration, interval=interval, thresholds=thresholds_make(one, other)
    )
    rules = SegmentRules()
    for segment in segments:
        assert 0 <= segment.start < segment.stop <= duration
        assert segment.stop - segment.start >= min(rules.min_length, duration) - EPSILON
    for left, right in pairwise(segments):
        assert right.start - left.stop > rules.merge_gap


@given(videos(), st.floats(0, 1), st.floats(0, 1))
def test_every_frame_at_on_is_covered(
    video: tuple[list[float], list[float], float, float], one: float, other: float
) -> None:
    times, scores, duration, interval = video
    thresholds = thresholds_make(one, other)
    segments = segments_from_scores(
        times, scores, duration=duration, interval=interval, thresholds=thresholds
    )
    for time, score in zip(times, scores, strict=True):
        if score >= thresholds.on:
            assert is_covered(min(time, duration), segments)


@given(videos(), st.lists(st.floats(0, 1), min_size=3, max_size=3))
def test_a_lower_threshold_never_takes_time_away(
    video: tuple[list[float], list[float], float, float], levels: list[float]
) -> None:
    times, scores, duration, interval = video
    off, low, high = sorted(levels)
    few, many = (
        segments_from_scores(
            times, scores, duration=duration, interval=interval, thresholds=Thresholds(on=on, off=off)
        )
        for on in (high, low)
    )
    for segment in few:
        assert any(
            wide.start <= segment.start + EPSILON and segment.stop <= wide.stop + EPSILON for wide in many
        )


def thresholds_make(one: float, other: float) -> Thresholds:
    return Thresholds(on=max(one, other), off=min(one, other))


def is_covered(time: float, segments: list[Segment]) -> bool:
    return any(segment.start - EPSILON <= time <= segment.stop + EPSILON for segment in segments)
