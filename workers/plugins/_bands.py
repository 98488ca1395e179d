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
Steps = NDArray[np.int16]
"""A picture in whole steps: for statistics, where four times as many of them are compared at once."""

LIGHT_SHRINK = 4
SHARP, SOFT, LIGHT = 1.0, 2.5, 8.0
"""Widths of the Gaussians that part the bands, in pixels."""
SOFT_HALF = math.sqrt((SOFT**2 - 1 / 4 - 2 / 3) / 4)
"""At half the size: the mean of 2 pixels and the line between two blur as well, by these variances."""
STEPS = 64
"""To a grey level."""


@dataclass(frozen=True)
class Bands:
    """``fine`` is the upper part of ``detail``: things out of focus are in ``detail`` only."""

    light: Picture
    """Brightness around each place, at a quarter of the size."""
    detail: Picture
    fine: Picture


def bands_split(gray: NDArray[np.uint8]) -> Bands:
    picture = gray.astype(np.float32)
    half = _smaller(picture, 2)
    smooth = _blur(picture, 0.5)
    return Bands(
        light=_blur(_smaller(half, LIGHT_SHRINK // 2), LIGHT / LIGHT_SHRINK),
        detail=_detail(smooth, half),
        fine=_without(smooth, _blur(smooth, SHARP)),
    )


def detail_of(gray: NDArray[np.uint8]) -> Picture:
    """``bands_split(gray).detail``."""
    picture = gray.astype(np.float32)
    return _detail(_blur(picture, 0.5), _smaller(picture, 2))


def quantile(pictures: Sequence[NDArray[Any]], share: float) -> NDArray[Any]:
    """The value at ``share`` of the order at each place; between two, their mean. Keeps the type."""
    position = share * (len(pictures) - 1)
    low, high = int(position), math.ceil(position)
    ordered = [picture.copy() for picture in pictures]
    spare = np.empty_like(ordered[0])
    for left, right in _exchanges(len(ordered), low, high):
        np.minimum(ordered[left], ordered[right], out=spare)
        np.maximum(ordered[left], ordered[right], out=ordered[right])
        ordered[left], spare = spare, ordered[left]
    if low == high:
        return ordered[low]
    # not half their sum, which may not fit into the type
    half = np.divide(ordered[high] - ordered[low], 2, dtype=np.float32)
    return np.asarray(ordered[low] + half.astype(spare.dtype))


def stepped(picture: Picture) -> Steps:
    """In whole steps, for statistics."""
    return np.asarray(np.rint(picture * np.float32(STEPS)), np.int16)


def unstepped(steps: Steps) -> Picture:
    """``stepped`` undone."""
    return np.multiply(steps, np.float32(1 / STEPS), dtype=np.float32)


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


def _detail(smooth: Picture, half: Picture) -> Picture:
    return _without(smooth, enlarged(_blur(half, SOFT_HALF), smooth))


def _without(picture: Picture, taken: Picture) -> Picture:
    return np.subtract(picture, taken, out=taken)


def _smaller(picture: Picture, factor: int) -> Picture:
    size = tuple(max(1, length // factor) for length in picture.shape[::-1])
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
