"""Stretches that a plugin saw and held back, so that the analyst can have them after all."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

import numpy as np

from smartcut.core.scores_file import Suppressed
from smartcut.core.segments import Segment
from workers.plugin import Scores

Segments = Callable[[list[float]], list[Segment]]


def suppressed_make(
    times: Sequence[float], scores: Scores, found: Sequence[Segment], segments: Segments
) -> list[Suppressed]:
    """Segments of the suppressed scores that touch none of those found, which are ordered and disjoint."""
    if scores.suppressed is None:
        return []
    stretches = segments(scores.suppressed.tolist())
    return [_suppressed(times, scores, one) for one in stretches if not _is_touched(one, found)]


def _is_touched(one: Segment, found: Sequence[Segment]) -> bool:
    following = bisect_right(found, one.start, key=lambda other: other.stop)
    return following < len(found) and found[following].start < one.stop


def _suppressed(times: Sequence[float], scores: Scores, stretch: Segment) -> Suppressed:
    """Described by its highest frame."""
    assert scores.suppressed is not None  # noqa: S101 - for the type checker
    first, after = bisect_left(times, stretch.start), bisect_left(times, stretch.stop)
    best = int(first + np.argmax(scores.suppressed[first : max(after, first + 1)]))
    return Suppressed(
        start=stretch.start,
        stop=stretch.stop,
        best=times[best],
        score=float(scores.suppressed[best]),
        reason=-1 if scores.suppressed_reason is None else int(scores.suppressed_reason[best]),
        amount=0.0 if scores.suppressed_amount is None else float(scores.suppressed_amount[best]),
    )
