"""Segments from scores: one pure function for workers and web."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pydantic import BaseModel, ConfigDict, model_validator

from smartcut.core.limits import MIN_SEGMENT_S


class Segment(BaseModel):
    """A stretch of the video worth keeping, in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    start: float
    stop: float


class Thresholds(BaseModel):
    """Hysteresis: a segment needs one frame at ``on`` and reaches as far as frames stay at ``off``."""

    model_config = ConfigDict(frozen=True)

    on: float = 0.5
    off: float = 0.3

    @model_validator(mode="after")
    def _check_order(self) -> Thresholds:
        if not 0 <= self.off <= self.on <= 1:
            raise ValueError(f"thresholds must satisfy 0 <= off <= on <= 1, got {self}")
        return self


class SegmentRules(BaseModel):
    """How spans of high score become segments; all in seconds."""

    model_config = ConfigDict(frozen=True)

    padding: float = 1.0
    merge_gap: float = 5.0
    min_length: float = MIN_SEGMENT_S


DEFAULT_RULES = SegmentRules()


def segments_from_scores(
    times: Sequence[float],
    scores: Sequence[float],
    *,
    duration: float,
    interval: float,
    thresholds: Thresholds,
    rules: SegmentRules = DEFAULT_RULES,
) -> list[Segment]:
    """Segments for ``scores`` (0..1, one for each of the ascending ``times``, both of length n).

    What is seen in a frame came after the frame before it and left before the one after it: a segment
    reaches to these two (at most two ``interval`` away, if frames are missing), and by ``padding`` further.
    The result is ordered, disjoint, inside ``[0, duration]``, and each segment lasts ``min_length`` where the
    video is that long: a shorter one is widened around its middle, and those that then meet are merged.

    Raises ``ValueError`` where there are not as many scores as times.
    """
    if len(times) != len(scores):
        raise ValueError(f"{len(scores)} scores for {len(times)} times")
    if duration <= 0:
        return []
    around = (
        (_before(times, first, interval), _after(times, last, interval))
        for first, last in _hysteresis(scores, thresholds)
    )
    spans = ((start - rules.padding, stop + rules.padding) for start, stop in around)
    return segments_from_spans(spans, duration=duration, rules=rules)


def segments_from_spans(
    spans: Iterable[tuple[float, float]], *, duration: float, rules: SegmentRules = DEFAULT_RULES
) -> list[Segment]:
    """Segments for spans in the order of their starts, found by whatever means: widened and merged."""
    wide = (_widen(start, stop, duration, rules.min_length) for start, stop in spans)
    return [Segment(start=start, stop=stop) for start, stop in _merge(wide, rules.merge_gap)]


def _hysteresis(scores: Sequence[float], thresholds: Thresholds) -> Iterator[tuple[int, int]]:
    """First and last index of each run at or above ``off`` that reaches ``on``."""
    runs = groupby(enumerate(scores), key=lambda each: each[1] >= thresholds.off)
    for run in (list(each) for is_high, each in runs if is_high):
        if any(score >= thresholds.on for _, score in run):
            yield run[0][0], run[-1][0]


def _before(times: Sequence[float], index: int, interval: float) -> float:
    """When the thing seen at ``index`` was not there yet."""
    return max(times[index - 1], times[index] - 2 * interval) if index else times[index] - interval


def _after(times: Sequence[float], index: int, interval: float) -> float:
    """When the thing seen at ``index`` was gone."""
    is_last = index == len(times) - 1
    return times[index] + interval if is_last else min(times[index + 1], times[index] + 2 * interval)


def _widen(start: float, stop: float, duration: float, min_length: float) -> tuple[float, float]:
    start, stop = max(0.0, start), min(duration, stop)
    length = min(min_length, duration)
    if stop - start >= length:
        return start, stop
    start = min(max(0.0, (start + stop - length) / 2), duration - length)
    return start, min(start + length, duration)  # the sum may round to more than the video has


def _merge(spans: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, stop in spans:
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], stop))
        else:
            merged.append((start, stop))
    return merged
