"""Which part of a picture counts."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from smartcut.core.areas import Area, Areas

PAINT = 127
"""Grey level of what is ignored: the same in every frame, so nothing happens there."""


def areas_apply(image: NDArray[np.uint8], areas: Areas) -> NDArray[np.uint8]:
    """Paints what is to be ignored of ``(height, width[, 3])``, in place."""
    if areas:
        image[ignored_mask(areas, *image.shape[:2])] = PAINT
    return image


def is_inside(areas: Areas, x: float, y: float) -> bool:
    """Whether a point counts; ``x`` and ``y`` are shares of width and height."""
    size = 1000
    row, column = (min(size - 1, max(0, int(share * size))) for share in (y, x))
    return not areas or not ignored_mask(areas, size, size)[row, column]


@lru_cache(maxsize=16)
def ignored_mask(areas: Areas, height: int, width: int) -> NDArray[np.bool_]:
    """``(height, width)``: True where nothing counts."""
    looked = [area for area in areas if area.kind == "look"]
    ignored = _union([area for area in areas if area.kind == "ignore"], height, width)
    return ignored | ~_union(looked, height, width) if looked else ignored


def _union(areas: list[Area], height: int, width: int) -> NDArray[np.bool_]:
    mask = np.zeros((height, width), np.uint8)
    for area in areas:
        corners = np.array(area.points) * (width, height)
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 1)
    return mask.astype(bool)
