"""A picture in bands of spatial frequency, and statistics over stacks of pictures. Used by ``motion``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]

LIGHT_SHRINK = 4
SHARP, SOFT, LIGHT = 1.0, 2.5, 8.0
"""Widths of the Gaussians that part the bands, in pixels."""


@dataclass(frozen=True)
class Bands:
    """``fine`` is the upper part of ``detail``: things out of focus are in ``detail`` only."""

    light: Picture
    """Brightness around each place, at a quarter of the size."""
    detail: Picture
    fine: Picture


def bands_split(gray: NDArray[np.uint8]) -> Bands:
    picture = gray.astype(np.float32)
    smooth = _blur(picture, 0.5)
    small = cv2.resize(picture, _small(picture), interpolation=cv2.INTER_AREA)
    return Bands(
        light=_blur(np.asarray(small, np.float32), LIGHT / LIGHT_SHRINK),
        detail=smooth - _blur(picture, SOFT),
        fine=smooth - _blur(smooth, SHARP),
    )


def quantile(pictures: Sequence[NDArray[Any]], share: float) -> Picture:
    """The value at ``share`` of the order at each place; between two, their mean."""
    ordered = _sort([np.asarray(picture, np.float32) for picture in pictures])
    position = share * (len(ordered) - 1)
    low, high = ordered[int(position)], ordered[int(np.ceil(position))]
    return low if high is low else np.asarray((low + high) / 2, np.float32)


def spread(picture: Picture, size: int) -> Picture:
    """Maximum over ``size`` × ``size`` pixels."""
    return np.asarray(cv2.dilate(picture, np.ones((size, size), np.uint8)), np.float32)


def shrunk(picture: Picture, size: int) -> Picture:
    """Minimum over ``size`` × ``size`` pixels."""
    return np.asarray(cv2.erode(picture, np.ones((size, size), np.uint8)), np.float32)


def enlarged(picture: Picture, like: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, like.shape[::-1]), np.float32)


def _sort(pictures: list[Picture]) -> list[Picture]:
    """Sorts each place by an odd-even network: ten times faster than ``numpy.median`` over the first axis."""
    for step in range(len(pictures)):
        for left in range(step % 2, len(pictures) - 1, 2):
            pair = pictures[left], pictures[left + 1]
            pictures[left], pictures[left + 1] = np.minimum(*pair), np.maximum(*pair)
    return pictures


def _blur(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _small(picture: Picture) -> tuple[int, int]:
    height, width = picture.shape
    return max(1, width // LIGHT_SHRINK), max(1, height // LIGHT_SHRINK)
