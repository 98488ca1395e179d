"""Which classes are looked for, each with its threshold. Used by ``objects``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workers.plugins._detections import Detections, Floats

CLASSES = "person,bicycle,car,motorcycle,bus,truck,something=0.6"
ANYTHING = "something"
"""Whatever else the detector knows: it takes a car from above for a telephone, but it sees that it came."""
LIMIT = 0.4
"""Threshold of a class that is given none."""


@dataclass(frozen=True)
class Wanted:
    """Of k classes."""

    names: tuple[str, ...]
    limits: Floats
    """``(k,)``: confidence of score 0.5."""
    own: NDArray[np.intp]
    """For each of the detector's classes the index into ``names``, -1 if it is not wanted."""

    def choose(self, found: Detections) -> Detections:
        """Those wanted, with indexes into ``names``."""
        own = self.own[found.classes]
        return Detections(found.boxes, found.confidence, own)[own >= 0]


def wanted_read(text: str, known: Sequence[str]) -> Wanted:
    """``person,car=0.5``: names that the detector knows, and thresholds where they differ from ``LIMIT``."""
    parts = [part.partition("=") for part in text.split(",") if part.strip()]
    names = tuple(name.strip() for name, _, _ in parts)
    wrong = [name for name in names if not name or name not in (*known, ANYTHING)]
    if wrong or not names or len(set(names)) < len(names):
        raise ValueError(
            f"SMARTCUT_OBJECTS_CLASSES is {text!r}; it must name classes of the detector once each, such as "
            f"{CLASSES!r}; it knows {', '.join(filter(None, known))}, and {ANYTHING!r} is all others"
        )
    limits = np.array([_limit(name, limit) for name, _, limit in parts], np.float32)
    other = names.index(ANYTHING) if ANYTHING in names else -1
    own = [names.index(name) if name in names else other for name in known]
    return Wanted(names, limits, np.array(own, np.intp))


def _limit(name: str, text: str) -> float:
    try:
        limit = float(text or LIMIT)
    except ValueError:
        limit = 0.0
    if not 0 < limit < 1:
        raise ValueError(
            f"SMARTCUT_OBJECTS_CLASSES gives {name.strip()} the threshold {text!r}; "
            "it must be above 0 and below 1"
        )
    return limit
