"""What stands out in one frame: the main thing, and how much the rest of the picture is disturbed. Used by
``motion``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugins._background import Difference
from workers.plugins._bands import Picture
from workers.plugins._focus import evidence_sharp
from workers.plugins._ignored import Mask

BLOB = 5
"""Evidence is averaged over so many pixels: the size of a person far away."""
MEAN = np.full(BLOB, 1 / BLOB, np.float32)
"""So in each direction: ``cv2.boxFilter`` adds up in double precision and takes half as long again."""
MAX_EVIDENCE = 4.0
LEVEL = 0.4
"""Evidence from which a pixel belongs to a blob."""
CALM = 0.1
"""Evidence of a frame in which nothing stands out: it is not looked at closer."""
NEAR = 15
"""Blobs so many pixels apart are parts of one thing."""
GRID = (6, 8)
"""Rows and columns of the cells in which the rest of the picture is looked at."""

FOUND = np.dtype(
    [
        ("raw", "f4"),  # evidence of the strongest blob, be it in focus or not
        ("sharp", "f4"),  # in focus
        ("top", "f4"),  # beyond what is usual at its place
        ("mass", "f4"),  # evidence of all pixels of the main thing
        ("share", "f4"),  # of the picture that the main thing takes
        ("rest", "f4"),  # evidence that three of four cells do not exceed, without the main thing
        ("scatter", "f4"),  # the tenth largest blob relative to the largest
        ("light", "f4"),  # share of the picture that is lit in another way
        ("misfit", "f4"),  # by how much fine structure differs everywhere
    ]
)
"""What is kept of each frame."""


def blobs_make(evidence: Picture) -> Picture:
    # beyond the border there is nothing: an edge that shakes in there is no thing
    blobs = cv2.sepFilter2D(evidence, -1, MEAN, MEAN, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(blobs, np.float32)


@dataclass(frozen=True)
class Look:
    """What is kept of a difference."""

    raw: float
    blobs: Picture
    """In focus."""
    light: float
    misfit: float


def look_make(found: Difference, sharpness: float, ignored: Mask | None = None) -> Look:
    evidence = np.minimum(found.evidence, MAX_EVIDENCE, out=found.evidence)
    if ignored is not None:
        evidence[ignored] = 0
    raw = float(blobs_make(evidence).max())
    return Look(raw, blobs_make(evidence_sharp(found, evidence, sharpness)), found.light, found.misfit)


def cells_counted(ignored: Mask) -> Mask | None:
    """Of the cells of the grid those of which anything counts; None for all."""
    counted = _cells((~ignored).astype(np.float32)) > 0
    return counted if counted.any() else None


def blobs_find(look: Look, usual: Picture, cells: Mask | None = None) -> tuple[float, ...]:
    """A row of ``FOUND``; ``usual`` is the evidence to expect at each place, ``cells`` those that count."""
    raw, blobs = look.raw, look.blobs
    left = blobs - usual
    np.maximum(left, 0, out=left)
    top = float(left.max())
    is_calm = top < CALM
    sharp = top if is_calm and raw < LEVEL else _strongest(blobs, left > 0)
    rest = (0.0, 0.0, 0.0, 0.0) if is_calm else (*_thing(left, top, cells), _scatter(left))
    return raw, sharp, top, *rest, look.light, look.misfit


def _strongest(blobs: Picture, where: NDArray[np.bool_]) -> float:
    return float(cv2.minMaxLoc(blobs, where.view(np.uint8))[1])


def _thing(left: Picture, top: float, cells: Mask | None) -> tuple[float, float, float]:
    """Mass and share of the main thing, and the evidence in the rest of the picture."""
    is_blob = (left > top / 4).view(np.uint8)
    near = cv2.dilate(is_blob, np.ones((NEAR, NEAR), np.uint8))
    around = _box(near)
    _, labels = cv2.connectedComponents(near[around])
    masses = _masses(labels, near[around], left[around])
    is_main = (labels == masses.argmax()).view(np.uint8)
    share = cv2.countNonZero(is_blob[around] & is_main) / left.size
    others = left.copy()
    others[around] *= 1 - is_main
    rest = np.sort(_cells(others)[... if cells is None else cells], axis=None)
    return float(masses.max()), share, float(np.interp(0.75 * (rest.size - 1), np.arange(rest.size), rest))


def _box(where: NDArray[Any]) -> tuple[slice, slice]:
    """Around all places that are not 0."""
    left, top, width, height = cv2.boundingRect(where)
    return np.s_[top : top + height, left : left + width]


def _masses(labels: NDArray[Any], where: NDArray[Any], evidence: Picture) -> NDArray[np.float64]:
    """Evidence of all pixels of each label but 0."""
    places = np.flatnonzero(where.view(np.bool_))
    return np.asarray(np.bincount(labels.ravel()[places], evidence.ravel()[places]), np.float64)


def _cells(picture: Picture) -> NDArray[np.float32]:
    """The maximum in each cell of the grid."""
    height, width = (max(1, size // count) for size, count in zip(picture.shape, GRID, strict=True))
    rows, columns = picture.shape[0] // height, picture.shape[1] // width
    bands = picture[: rows * height, : columns * width].reshape(rows, height, columns * width).max(axis=1)
    return np.asarray(bands.reshape(rows, columns, width).max(axis=2), np.float32)


def _scatter(evidence: Picture) -> float:
    is_blob = (evidence > LEVEL).view(np.uint8)
    if not is_blob.any():  # OpenCV crashes on an empty picture
        return 0.0
    around = _box(is_blob)
    count, labels = cv2.connectedComponents(is_blob[around], connectivity=4)
    if count <= 10:  # with the ground around
        return 0.0
    masses = np.sort(_masses(labels, is_blob[around], evidence[around]))[::-1]
    return float(masses[9] / masses[0])
