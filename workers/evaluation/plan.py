"""Which frame stands for which wanted time, by the rules of static/js/media/plan.js, which tells them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeGuard

from smartcut.core.limits import CHUNK_FRAMES

# times go through floating point on their way, as in static/js/media/frame-index.js
EPSILON_S = 1e-5


@dataclass(frozen=True)
class FrameIndex:
    """The frames of a video: times in seconds from its zero, ascending."""

    first: float
    """Of the frame that the file has first."""
    shown: Sequence[float]
    keys: Sequence[float]

    def key_before(self, time: float) -> float | None:
        return _last(self.keys, time)

    def key_after(self, key: float) -> float | None:
        at = bisect_right(self.keys, key + EPSILON_S)
        return self.keys[at] if at < len(self.keys) else None

    def frame_at(self, time: float) -> float | None:
        return _last(self.shown, time)


@dataclass(frozen=True)
class Pick:
    """A frame that is sent."""

    name_s: float
    """Its time in the chunk, whole milliseconds."""
    shown: float


def picks_make(index: FrameIndex, interval_s: float) -> list[Pick]:
    """Of all chunks, in order."""
    if not index.shown:
        return []
    wanted = [k * interval_s for k in range(target_count(index.shown[-1], interval_s))]
    picks: list[Pick] = []
    taken = -1.0
    for start in range(0, len(wanted), CHUNK_FRAMES):
        frames = [_target_frame(index, time, interval_s / 2) for time in wanted[start : start + CHUNK_FRAMES]]
        new = sorted({frame for frame in frames if frame is not None and frame > taken})
        picks += [Pick(_milliseconds(frame), frame) for frame in new] or _still(index, wanted[start])
        taken = max([taken, *new])
    return picks


def target_count(last: float, interval_s: float) -> int:
    """A last frame at 9.999999 s counts for the wanted 10 s."""
    return max(1, math.floor((last + 0.0005) / interval_s) + 1)


def _target_frame(index: FrameIndex, wanted: float, reach: float) -> float | None:
    before = index.key_before(wanted)
    near = [key for key in (before, _next_key(index, before, wanted)) if _is_near(key, wanted, reach)]
    if near:
        return min(near, key=lambda key: abs(key - wanted))
    return None if before is None else index.frame_at(wanted)


def _next_key(index: FrameIndex, before: float | None, wanted: float) -> float | None:
    if before is None:
        return index.key_before(index.first)
    return None if wanted - before < 0.001 else index.key_after(before)


def _is_near(key: float | None, wanted: float, reach: float) -> TypeGuard[float]:
    """A keyframe before zero is cut off by the container's edit list and never shown."""
    return key is not None and key >= 0 and abs(key - wanted) <= reach


def _still(index: FrameIndex, wanted: float) -> list[Pick]:
    """A chunk without a frame of its own repeats the picture on the screen."""
    at = max(wanted, index.first)
    frame = index.frame_at(at)
    return [] if frame is None or index.key_before(at) is None else [Pick(_milliseconds(wanted), frame)]


def _milliseconds(time: float) -> float:
    return max(0, math.floor(time * 1000 + 0.5)) / 1000


def _last(times: Sequence[float], time: float) -> float | None:
    at = bisect_right(times, time + EPSILON_S)
    return times[at - 1] if at else None
