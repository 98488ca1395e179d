"""What a detector finds in a picture: boxes with class and confidence. Used by ``objects``.

Kept of a frame are its ``MOST`` surest, one row each of half precision (left, top, right, bottom as shares of
width and height, confidence, class), zeros where there are fewer: 32 × 6 numbers, 384 bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 32
CONFIDENCE, CLASS = 4, 5
"""Columns of a row, behind the box."""
FIELDS = 6

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Detections:
    """Of one picture; n of them."""

    boxes: Floats
    """``(n, 4)``: left, top, right, bottom, in pixels or in shares of the picture."""
    confidence: Floats
    """``(n,)``, 0..1."""
    classes: NDArray[np.intp]
    """``(n,)``: indexes into the detector's names."""

    def __len__(self) -> int:
        return len(self.boxes)

    def __getitem__(self, chosen: NDArray[Any]) -> Detections:
        return Detections(self.boxes[chosen], self.confidence[chosen], self.classes[chosen])


def detections_none() -> Detections:
    return Detections(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.intp))


def detections_join(parts: Sequence[Detections]) -> Detections:
    parts = parts or [detections_none()]
    return Detections(
        np.concatenate([part.boxes for part in parts]),
        np.concatenate([part.confidence for part in parts]),
        np.concatenate([part.classes for part in parts]),
    )


def detections_pack(found: Sequence[Detections]) -> NDArray[np.float16]:
    """``(n, MOST, FIELDS)`` of n frames; boxes in shares of the picture."""
    packed = np.zeros((len(found), MOST, FIELDS), np.float16)
    for rows, one in zip(packed, found, strict=True):
        best = one[np.argsort(-one.confidence, kind="stable")[:MOST]]
        rows[: len(best)] = np.column_stack([best.boxes, best.confidence, best.classes])
    return packed


def areas_of(boxes: Floats) -> Floats:
    """``(…,)`` of ``(…, 4)``."""
    sides = np.maximum(boxes[..., 2:] - boxes[..., :2], 0)
    return np.asarray(sides[..., 0] * sides[..., 1], np.float32)


def overlaps(ones: Floats, others: Floats) -> Floats:
    """Area shared by each of ``(…, n, 4)`` with each of ``(…, m, 4)``: ``(…, n, m)``."""
    one, other = ones[..., :, None, :], others[..., None, :, :]
    corners = [np.maximum(one[..., :2], other[..., :2]), np.minimum(one[..., 2:], other[..., 2:])]
    return areas_of(np.concatenate(corners, axis=-1))


def ious(ones: Floats, others: Floats) -> Floats:
    """Intersection over union of each with each, 0 where there is no area."""
    shared = overlaps(ones, others)
    union = areas_of(ones)[..., :, None] + areas_of(others)[..., None, :] - shared
    return np.asarray(shared / np.maximum(union, 1e-12), np.float32)


def doubles_drop(found: Detections, *, iou: float) -> Detections:
    """Non-maximum suppression: of boxes of a class that overlap so much, the surest, surest first."""
    ranked = found[np.argsort(-found.confidence, kind="stable")]
    is_double = (ious(ranked.boxes, ranked.boxes) > iou) & (ranked.classes[:, None] == ranked.classes)
    return ranked[firsts_of(is_double)]


def firsts_of(is_double: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of n ranked things stay, when one that stays takes away its later doubles ``(n, n)``."""
    stays = np.ones(len(is_double), bool)
    for index in range(len(is_double)):
        if stays[index]:
            stays[index + 1 :] &= ~is_double[index, index + 1 :]
    return stays
