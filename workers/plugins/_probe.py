"""A probe that moves scores only as far as examples demand. Used by ``examples``.

Logistic regression with a ridge penalty (le Cessie and van Houwelingen, Ridge estimators in logistic
regression, 1992), fitted by Newton's method. The score of before is an offset: without examples, or with few,
the coefficients stay near zero and the scores near those of before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS, STEP_AT_MOST, DONE = 50, 2.0, 1e-8
CLIP = 4.0
"""Scores beyond 0.982 and below 0.018 are as good as these: examples must be able to move them."""

Array = NDArray[np.float64]


def probe_fit(inputs: Array, offset: Array, is_relevant: NDArray[Any], weight: Array, ridge: Array) -> Array:
    """Coefficients ``(d,)`` for ``inputs`` ``(m, d)``, logits ``offset`` ``(m,)``, ``ridge`` ``(d,)``."""
    found = np.zeros(inputs.shape[1])
    for _ in range(STEPS):
        rate = rate_of(offset + inputs @ found)
        slope = inputs.T @ (weight * (is_relevant - rate)) - ridge * found
        curve = (inputs.T * (weight * rate * (1 - rate))) @ inputs + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        longest = float(np.abs(step).max(initial=0.0))
        found = found + step * min(1.0, STEP_AT_MOST / max(longest, DONE))
        if longest < DONE:
            break
    return found


def rate_of(logit: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(logit, -30, 30))), np.float64)


def logit_of(score: NDArray[Any]) -> Array:
    bound = 1 / (1 + np.exp(CLIP))
    inside = np.clip(np.asarray(score, np.float64), bound, 1 - bound)
    return np.asarray(np.log(inside / (1 - inside)), np.float64)
