"""A picture in bands of spatial frequency, and statistics over stacks of pictures. Used by ``motion``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
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
    position = share * (len(pictures) - 1)
    low, high = int(position), math.ceil(position)
    ordered = [np.asarray(picture, np.float32) for picture in pictures]
    for left, right in _exchanges(len(ordered), low, high):
        pair = ordered[left], ordered[right]
        ordered[left], ordered[right] = np.minimum(*pair), np.maximum(*pair)
    return ordered[low] if high == low else np.asarray((ordered[low] + ordered[high]) / 2, np.float32)


def spread(picture: Picture, size: int) -> Picture:
    """Maximum over ``size`` × ``size`` pixels."""
    return np.asarray(cv2.dilate(picture, np.ones((size, size), np.uint8)), np.float32)


def shrunk(picture: Picture, size: int) -> Picture:
    """Minimum over ``size`` × ``size`` pixels."""
    return np.asarray(cv2.erode(picture, np.ones((size, size), np.uint8)), np.float32)


def enlarged(picture: Picture, like: Picture) -> Picture:
    return np.asarray(cv2.resize(picture, like.shape[::-1]), np.float32)


@cache
def _exchanges(count: int, low: int, high: int) -> list[tuple[int, int]]:
    """Pairs to put in order, one after the other, until ``low`` and ``high`` hold what belongs there.

    Whole pictures are exchanged so: ten times faster than ``numpy.median`` over the first axis.
    """
    needed, pairs = {low, high}, []
    for left, right in reversed(list(_merge_exchange(count))):
        if left in needed or right in needed:
            needed |= {left, right}
            pairs.append((left, right))
    return pairs[::-1]


def _merge_exchange(count: int) -> Iterator[tuple[int, int]]:
    """Batcher's sorting network (Knuth, The Art of Computer Programming, 5.2.2, algorithm M)."""
    top = 1 << max(0, (count - 1).bit_length() - 1)
    stride = top
    while stride:
        width, offset, distance = top, 0, stride
        while distance:
            for left in range(count - distance):
                if left & stride == offset:
                    yield left, left + distance
            distance, width, offset = width - stride, width // 2, stride
        stride //= 2


def _blur(picture: Picture, sigma: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), np.float32)


def _small(picture: Picture) -> tuple[int, int]:
    height, width = picture.shape
    return max(1, width // LIGHT_SHRINK), max(1, height // LIGHT_SHRINK)
