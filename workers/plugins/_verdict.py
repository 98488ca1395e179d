"""From what was found in each frame to scores: a camera's own disturbances are taken off, and every step
remembers what it took. Used by ``motion``."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from workers.plugin import Reason, Scores
from workers.plugins._blobs import MAX_EVIDENCE
from workers.plugins._focus import ramp

Floats = NDArray[np.float64]

SCATTER = (0.05, 0.15)
"""The tenth largest blob relative to the largest: below, a few things; above, a disturbance everywhere."""
LONE_FACTOR, LONE_SHARE_PER_S = 1.5, 0.07
"""A frame counts at most so much more than the better of its neighbours; the more time lies between
frames, the more a lone one is believed."""
CHANCE_S, CHANCE_FRAMES, CHANCE_QUANTILE = 60.0, 6, 0.9
"""Within so many seconds, and at least so many frames, on both sides a disturbance is like itself."""
CHANCE_CELLS = 6.0
"""The strongest of some fifty cells is at most so many times that of three in four, when both are chance."""
CHANCE_FACTOR = 1.1
"""Evidence is taken off by so many times that of a disturbance."""
CHANCE_MASS, CHANCE_MASSES = (100.0, 400.0), 2.0
"""Less is taken off a thing of more than the first mass, and of so many times what is usual in these minutes,
up to the second: more has no drop or flake."""
LEVEL_QUANTILE, HALF_SCORES = 0.75, (0.47, 0.67)
"""Evidence of score 0.5: less where little happens by itself, up to a limit, or a busy camera was blind."""
HALF_BASE = 0.45
LIGHT_SHARE, LIT_MISFIT, MISFIT = 0.4, 0.08, 0.05
"""Share of the picture in other light that tells of a change of light; by how much its structure then fits
worse than it mostly does in infrared light, and in a picture that is shifted or blurred."""

_MOTION, _LIGHT, _INFRARED, _SHAKE, _WEATHER, _FOCUS, _BROKEN, _USUAL, _LONE = range(9)
REASONS = (
    Reason(text="motion, %(amount)s %% of the picture", digits=1),
    Reason(text="light change"),
    Reason(text="infrared switch"),
    Reason(text="camera shake or focus"),
    Reason(text="rain or snow"),
    Reason(text="out of focus, near the lens"),
    Reason(text="broken picture"),
    Reason(text="usual at this place"),
    Reason(text="in a single frame only"),
)


def scores_from(times: Floats, found: NDArray[Any]) -> Scores:
    """``found`` is of ``FOUND``, a row a frame."""
    step = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    steps = _steps(found, step)
    half = _half(found, step)
    values = _score(steps[-1], half)
    held_back, why = _held_back(found, steps)
    return Scores(
        values=values,
        reasons=REASONS,
        reason=np.where(values > 0, _MOTION, -1),
        amount=np.asarray(100 * found["share"], np.float64),
        suppressed=np.maximum(values, _score(held_back, half)),
        suppressed_reason=why,
    )


def _score(evidence: Floats, half: Floats) -> Floats:
    return np.asarray(1 - 2 ** (-evidence / half), np.float64)


def _steps(found: NDArray[Any], step_s: float) -> list[Floats]:
    """Evidence before the first step and after each: none is above the one before it."""
    raw, sharp, top = (found[name].astype(np.float64) for name in ("raw", "sharp", "top"))
    compact = top * (1 - ramp(found["scatter"], SCATTER))
    supported = _supported(compact, step_s)
    final = np.maximum(supported - _chance(found, step_s), 0)
    return [np.maximum(raw, sharp), sharp, top, compact, supported, final]


def _supported(evidence: Floats, step_s: float) -> Floats:
    """Evidence that a neighbour shares; of a lone frame only a part."""
    if len(evidence) < 2:
        return evidence
    padded = np.pad(evidence, 1)
    neighbour = np.maximum(padded[:-2], padded[2:])
    lone = evidence * min(0.5, LONE_SHARE_PER_S * step_s)
    return np.maximum(np.minimum(evidence, LONE_FACTOR * neighbour), lone)


def _chance(found: NDArray[Any], step_s: float) -> Floats:
    """Evidence that the disturbance of these minutes makes somewhere in the picture: the less, the larger."""
    strongest = np.minimum(found["top"], CHANCE_CELLS * found["rest"])
    reach = max(CHANCE_FRAMES, round(CHANCE_S / step_s))
    chance = CHANCE_FACTOR * quantile_around(strongest, reach, CHANCE_QUANTILE)
    usual_mass = quantile_around(found["mass"], reach, 0.5)
    return chance / np.maximum(1, found["mass"] / np.clip(CHANCE_MASSES * usual_mass, *CHANCE_MASS))


def _half(found: NDArray[Any], step_s: float) -> Floats:
    """Evidence of score 0.5 at each frame, by what this camera shows most of the time around it."""
    usual = quantile_around(found["top"], max(CHANCE_FRAMES, round(10 * CHANCE_S / step_s)), LEVEL_QUANTILE)
    return np.clip(HALF_BASE + usual, *HALF_SCORES)


def quantile_around(values: NDArray[Any], reach: int, share: float) -> Floats:
    """The value at ``share`` of the order among ``reach`` on both sides; between some places interpolated."""
    stride = max(1, reach // 12)
    places = np.unique(np.append(np.arange(0, len(values), stride), len(values) - 1))
    padded = np.pad(values.astype(np.float64), reach, constant_values=np.nan)
    # in order, what is beyond the ends of the video last
    ordered = np.sort(sliding_window_view(padded, 2 * reach + 1)[places], axis=1)
    position = share * (np.minimum(places, reach) + np.minimum(len(values) - 1 - places, reach))
    rows, low = np.arange(len(places)), position.astype(int)
    below, above = ordered[rows, low], ordered[rows, np.ceil(position).astype(int)]
    found = below + (position - low) * (above - below)
    return np.asarray(np.interp(np.arange(len(values)), places, found), np.float64)


def _held_back(found: NDArray[Any], steps: list[Floats]) -> tuple[Floats, NDArray[np.int64]]:
    """Evidence that a simpler detector would have seen, and what explains it."""
    limit = HALF_SCORES[1]
    misfit = found["misfit"] - np.quantile(found["misfit"], 0.25)
    is_lit = found["light"] >= LIGHT_SHARE
    is_infrared = is_lit & (misfit >= LIT_MISFIT)
    is_moved = ~is_lit & (misfit >= MISFIT)
    taken = _step_taken(found, steps)
    # light makes what looks out of focus; other steps know better
    is_free = (steps[0] < limit) | (taken == _FOCUS)
    why = np.select([is_infrared, is_lit & is_free, is_moved & is_free], [_INFRARED, _LIGHT, _SHAKE], taken)
    return np.where(is_lit | is_moved, np.maximum(steps[0], limit), steps[0]), why


def _step_taken(found: NDArray[Any], steps: list[Floats]) -> NDArray[np.int64]:
    """The step that took most."""
    reasons = np.array([_FOCUS, _USUAL, _WEATHER, _LONE, _WEATHER])
    took = np.array([before - after for before, after in pairwise(steps)])
    why = reasons[took.argmax(axis=0)]
    is_broken = (found["top"] > 0.9 * MAX_EVIDENCE) & (why == _WEATHER)
    return np.where(took.max(axis=0) > 0, np.where(is_broken, _BROKEN, why), -1)
