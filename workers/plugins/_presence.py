"""Which of the things found in a video are news. Used by ``objects``.

Looks at the whole video, before and after each moment. Held back are things that stand where something
always stands (parked vans, posters, a bush that looks like a person), and classes that are there nearly all
the time on this camera. A thing seen in one frame only counts less than one seen in the next frames as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugins._detections import CLASS, CONFIDENCE, Floats, ious

CELL_S = 20.0
"""One frame for each so many seconds stands for what is to be seen around."""
AROUND_S = 600.0
"""So far to both sides is looked for things at the same place; at the ends of a video farther to one side."""
STANDING_IOU = 0.6
"""Boxes that overlap so much are at the same place: detectors waver, and things stand side by side."""
STANDING_SHARE, STANDING_S, STANDING_FRAMES = 0.6, 300.0, 6
"""Something stands always when it is seen there in so many of the frames around, over so many seconds or
nearly the whole video, and in so many frames. Who stands for some minutes is news, so is who comes back to a
place; and a car that stays is, for two minutes after it came and before it leaves."""
WHOLE = 0.9
SUPPORT_S = 3.0
"""Frames so near must show a thing again; between frames farther apart it may have come and gone."""
LONE = 0.7
"""Confidence of a thing that they do not show again, as part of what it was."""
HINT = 0.5
"""A confidence of this part of the class's threshold is enough to show it again; one of less is nothing."""
USUAL_SHARE, USUAL_AROUND_S, USUAL_FRAMES = 0.75, 3600.0, 60
"""A class is usual when it is there in so many of the frames of two hours, and of so many frames at least."""

NONE, STANDS, USUAL = -1, 0, 1
"""Why something is held back."""


@dataclass(frozen=True)
class Presence:
    """Of n frames."""

    score: Floats
    """``(n,)``: of what is news, 0.5 at the threshold of its class."""
    best: NDArray[np.intp]
    """``(n,)``: index of its class, -1 without one."""
    confidence: Floats
    """``(n,)``: the detector's."""
    held_score: Floats
    """``(n,)``: of what was held back."""
    held_why: NDArray[np.intp]
    """``(n,)``: NONE, STANDS or USUAL."""


def presence_judge(times: NDArray[np.float64], features: NDArray[Any], limits: Floats) -> Presence:
    """``features`` as packed (_detections.py), their classes indexes into the thresholds ``limits``."""
    news, standing = np.zeros((len(times), len(limits)), np.float32), np.zeros(len(times), np.float32)
    sure = np.zeros(news.shape, np.float16)
    places = _Places(times, features)
    for index in range(len(times)):
        found = np.asarray(features[index], np.float32)
        found = found[found[:, CONFIDENCE] >= HINT * limits[found[:, CLASS].astype(np.intp)]]
        if len(found):
            classes = found[:, CLASS].astype(np.intp)
            trust = _trust(times, features, index, found, limits)
            score = scores_of(trust * found[:, CONFIDENCE], limits[classes])
            stands = places.are_standing(found[:, :4], times[index])
            standing[index] = score[stands].max(initial=0)
            np.maximum.at(news[index], classes[~stands], score[~stands])
            np.maximum.at(sure[index], classes[~stands], found[~stands, CONFIDENCE].astype(np.float16))
    return _judged(news, sure, standing, _usual(times, news))


def scores_of(confidence: Floats, limits: Floats) -> Floats:
    """0 to 0, the threshold to 0.5, 1 to 1, in straight lines."""
    above = 0.5 + 0.5 * (confidence - limits) / np.maximum(1 - limits, 1e-6)
    below = 0.5 * confidence / np.maximum(limits, 1e-6)
    return np.clip(np.where(confidence >= limits, above, below), 0, 1).astype(np.float32)


class _Places:
    """Where things stand: one frame for each ``CELL_S`` of the video, of any class, for detectors waver."""

    def __init__(self, times: NDArray[np.float64], features: NDArray[Any]) -> None:
        wanted = np.arange(times[0], times[-1] + CELL_S, CELL_S)
        self._rows = np.unique(np.searchsorted(times, wanted).clip(max=len(times) - 1))
        self._times = times[self._rows]
        self._length = WHOLE * float(self._times[-1] - self._times[0])
        packed = np.asarray(features[self._rows], np.float32)
        self._frames, at = np.nonzero(packed[:, :, CONFIDENCE])
        self._boxes = packed[self._frames, at, :4]

    def are_standing(self, boxes: Floats, time: float) -> NDArray[np.bool_]:
        """Which of ``(n, 4)`` stand where something always stands around that time."""
        latest = max(self._times[0], self._times[-1] - 2 * AROUND_S)
        begin = min(max(time - AROUND_S, self._times[0]), latest)
        first, last = np.searchsorted(self._times, [begin, begin + 2 * AROUND_S + 1e-6])
        start, stop = np.searchsorted(self._frames, [first, last])
        if start == stop:
            return np.zeros(len(boxes), bool)
        is_there = ious(boxes, self._boxes[start:stop]) >= STANDING_IOU
        frames, begins = np.unique(self._frames[start:stop], return_index=True)
        seen, shown = np.logical_or.reduceat(is_there, begins, axis=1), self._times[frames]
        lasted = shown[::-1][seen[:, ::-1].argmax(axis=1)] - shown[seen.argmax(axis=1)]
        is_often = seen.sum(axis=1) >= max(STANDING_FRAMES, STANDING_SHARE * (last - first))
        return np.asarray(is_often & (lasted >= min(STANDING_S, self._length)), np.bool_)


def _trust(
    times: NDArray[np.float64], features: NDArray[Any], index: int, found: Floats, limits: Floats
) -> Floats:
    """1 for what the frames beside show again, or if there are none near enough; else ``LONE``."""
    trust = np.full(len(found), LONE, np.float32)
    beside = [
        at for at in (index - 1, index + 1) if 0 <= at < len(times) and _gap(times, index, at) <= SUPPORT_S
    ]
    for at in beside:
        others = np.asarray(features[at], np.float32)
        others = others[others[:, CONFIDENCE] >= HINT * limits[others[:, CLASS].astype(np.intp)]]
        trust[_are_again(found[:, :4], others[:, :4], _gap(times, index, at)).any(axis=1)] = 1
    return trust if beside else np.ones_like(trust)


def _gap(times: NDArray[np.float64], one: int, other: int) -> float:
    return float(abs(times[one] - times[other]))


def _are_again(boxes: Floats, others: Floats, seconds: float) -> NDArray[np.bool_]:
    """``(n, m)``: whether others are near enough: things move about their own size in a second."""
    middles, other_middles = boxes[:, :2] + boxes[:, 2:], others[:, :2] + others[:, 2:]
    away = np.abs(middles[:, None] - other_middles[None]).max(axis=2) / 2
    size = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return np.asarray(away <= (1 + seconds) * size[:, None], np.bool_)


def _usual(times: NDArray[np.float64], news: Floats) -> NDArray[np.bool_]:
    """``(n, classes)``: whether a class is there nearly all the time around."""
    first, last = (np.searchsorted(times, times + sign * USUAL_AROUND_S) for sign in (-1, 1))
    seen = np.concatenate([np.zeros((1, news.shape[1]), int), np.cumsum(news >= 0.5, axis=0)])
    count = (last - first)[:, None]
    return np.asarray((seen[last] - seen[first] >= USUAL_SHARE * count) & (count >= USUAL_FRAMES), np.bool_)


def _judged(news: Floats, sure: NDArray[np.float16], standing: Floats, usual: NDArray[np.bool_]) -> Presence:
    fresh, old = np.where(usual, 0, news), np.where(usual, news, 0).max(axis=1, initial=0)
    best = fresh.argmax(axis=1)
    rows = np.arange(len(news))
    held = np.maximum(standing, old)
    return Presence(
        score=fresh[rows, best],
        best=np.where(fresh[rows, best] > 0, best, NONE),
        confidence=sure[rows, best].astype(np.float32),
        held_score=held.astype(np.float32),
        held_why=np.where(held > 0, np.where(old > standing, USUAL, STANDS), NONE),
    )
