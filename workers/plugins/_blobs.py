"""What stands out in one frame: the main thing, and how much the rest of the picture is disturbed. Used by
``motion``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugins._background import Difference
from workers.plugins._bands import Picture, enlarged, spread

BLOB = 5
"""Evidence is averaged over so many pixels: the size of a person far away."""
MAX_EVIDENCE = 4.0
SHARPNESS = (0.4, 0.55)
"""Share of fine structure below which a thing is out of focus, and from which it is in focus."""
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
    return np.asarray(cv2.boxFilter(evidence, -1, (BLOB, BLOB), borderType=cv2.BORDER_CONSTANT), np.float32)


def evidence_sharp(found: Difference) -> Picture:
    """Evidence where it is in focus."""
    focus = spread(found.fine, 11)
    focus /= spread(found.detail, 11) + 1
    sharp = np.asarray(ramp(focus, SHARPNESS), np.float32)
    sharp *= np.minimum(found.evidence, MAX_EVIDENCE)
    return sharp


@dataclass(frozen=True)
class Look:
    """What is kept of a difference."""

    raw: float
    blobs: Picture
    """In focus."""
    light: float
    misfit: float


def look_make(found: Difference) -> Look:
    raw = float(blobs_make(np.minimum(found.evidence, MAX_EVIDENCE)).max())
    return Look(raw, blobs_make(evidence_sharp(found)), found.light, found.misfit)


def blobs_find(look: Look, usual: Picture) -> tuple[float, ...]:
    """A row of ``FOUND``; ``usual`` is the evidence to expect at each place."""
    raw, blobs = look.raw, look.blobs
    left = np.maximum(blobs - enlarged(usual, blobs), 0)
    top = float(left.max())
    if top < CALM:
        sharp = top if raw < LEVEL else float(blobs[left > 0].max(initial=0))
        return raw, sharp, top, 0.0, 0.0, 0.0, 0.0, look.light, look.misfit
    sharp = float(blobs[left > 0].max())
    return raw, sharp, top, *_thing(left, top), _scatter(left), look.light, look.misfit


def ramp(value: Any, bounds: tuple[float, float]) -> Any:
    """0 up to the first bound, 1 from the second."""
    low, high = bounds
    return np.clip((value - low) / (high - low), 0, 1)


def _thing(left: Picture, top: float) -> tuple[float, float, float]:
    """Mass and share of the main thing, and the evidence in the rest of the picture."""
    is_blob = (left > top / 4).astype(np.uint8)
    _, labels = cv2.connectedComponents(cv2.dilate(is_blob, np.ones((NEAR, NEAR), np.uint8)))
    masses = np.bincount(labels.ravel(), left.ravel())
    masses[0] = 0
    is_main = labels == masses.argmax()
    share = float(np.count_nonzero(is_blob[is_main])) / left.size
    rest = float(np.quantile(_cells(np.where(is_main, np.float32(0), left)), 0.75))
    return float(masses.max()), share, rest


def _cells(picture: Picture) -> NDArray[np.float32]:
    """The maximum in each cell of the grid."""
    height, width = (max(1, size // count) for size, count in zip(picture.shape, GRID, strict=True))
    rows, columns = picture.shape[0] // height, picture.shape[1] // width
    cells = picture[: rows * height, : columns * width].reshape(rows, height, columns, width)
    return np.asarray(cells.max(axis=(1, 3)), np.float32)


def _scatter(evidence: Picture) -> float:
    is_blob = evidence > LEVEL
    count, labels = cv2.connectedComponents(is_blob.astype(np.uint8), connectivity=4)
    if count <= 10:  # with the ground around
        return 0.0
    masses = np.sort(np.bincount(labels[is_blob], evidence[is_blob]))[::-1]
    return float(masses[9] / masses[0])
