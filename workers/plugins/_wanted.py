"""Which classes are looked for, each with its threshold. Used by ``objects``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workers.plugins._detections import Detections, Floats

CLASSES = "person,bicycle,car,motorcycle,bus,truck"
LIMIT = 0.4
"""Threshold of a class that is given none."""


@dataclass(frozen=True)
class Wanted:
    """Of k classes."""

    names: tuple[str, ...]
    limits: Floats
    """``(k,)``: confidence of score 0.5."""
    indexes: tuple[int, ...]
    """The detector's index of each."""

    def choose(self, found: Detections) -> Detections:
        """Those wanted, with indexes into ``names``."""
        own = np.full(max(self.indexes) + 1, -1, np.intp)
        own[list(self.indexes)] = np.arange(len(self.indexes))
        known = found[found.classes < len(own)]
        chosen = known[own[known.classes] >= 0]
        return Detections(chosen.boxes, chosen.confidence, own[chosen.classes])


def wanted_read(text: str, known: Sequence[str]) -> Wanted:
    """``person,car=0.5``: names that the detector knows, and thresholds where they differ from ``LIMIT``."""
    parts = [part.partition("=") for part in text.split(",") if part.strip()]
    names = tuple(name.strip() for name, _, _ in parts)
    wrong = [name for name in names if not name or name not in known]
    if wrong or not names or len(set(names)) < len(names):
        raise ValueError(
            f"SMARTCUT_OBJECTS_CLASSES is {text!r}; it must name classes of the detector once each, such as "
            f"{CLASSES!r}; it knows {', '.join(filter(None, known))}"
        )
    limits = np.array([_limit(name, limit) for name, _, limit in parts], np.float32)
    return Wanted(names, limits, tuple(list(known).index(name) for name in names))


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
