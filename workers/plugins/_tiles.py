"""Parts of a picture that a detector looks at one by one, so that far things are large enough for it.

Used by ``objects``. The whole picture comes first: what is larger than a tile is found there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from workers.plugins._detections import Detections, areas_of, detections_join, firsts_of, ious, overlaps

OVERLAP = 0.2
"""Of a tile's side, with the next: what is smaller is whole in one of them."""
EDGE = 0.01
"""A box that comes so near to an inner edge of its tile (part of the tile's side) is cut off there."""
SAME_IOU, PART_SHARE = 0.5, 0.6
"""Boxes of a class are one thing when they overlap so much, or when so much of a cut one is in another."""

Tile = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""
Image = NDArray[np.uint8]


def grid_read(text: str) -> tuple[int, int]:
    """``2x1`` → columns and rows; ``0`` → none."""
    match = re.fullmatch(r"([1-9])x([1-9])", text.strip())
    if match:
        return int(match[1]), int(match[2])
    if text.strip() == "0":
        return 0, 0
    raise ValueError(
        f"SMARTCUT_OBJECTS_TILES is {text!r}; it must be like 2x1 (columns x rows), or 0 for none"
    )


def tiles_make(width: int, height: int, grid: tuple[int, int]) -> list[Tile]:
    """The whole picture, then the tiles, row by row."""
    columns, rows = (_spans(side, count) for side, count in zip((width, height), grid, strict=True))
    whole = (0, 0, width, height)
    parts = [(left, top, right, bottom) for (top, bottom), (left, right) in product(rows, columns)]
    return [whole, *(part for part in parts if part != whole)]


def tile_cut(image: Image, tile: Tile) -> Image:
    left, top, right, bottom = tile
    return image[top:bottom, left:right]


def tiles_join(found: Sequence[Detections], tiles: Sequence[Tile], width: int, height: int) -> Detections:
    """Boxes in pixels of their tiles → in shares of the picture, each thing once."""
    placed = [_moved(one, tile) for one, tile in zip(found, tiles, strict=True)]
    is_cut = np.concatenate(
        [_is_cut(one, tile, width, height) for one, tile in zip(placed, tiles, strict=True)]
    )
    every = detections_join(placed)
    order = np.lexsort((-every.confidence, is_cut))
    ranked, cut = every[order], is_cut[order]
    left = ranked[firsts_of(_is_double(ranked, cut))]
    shares = left.boxes / np.array([width, height, width, height], np.float32)
    return Detections(np.clip(shares, 0, 1).astype(np.float32), left.confidence, left.classes)


def _spans(side: int, count: int) -> list[tuple[int, int]]:
    """``count`` stretches that cover ``side`` and overlap by ``OVERLAP`` of their length."""
    if not count:
        return []
    length = min(side, int(np.ceil(side / (count - (count - 1) * OVERLAP))))
    starts = np.linspace(0, side - length, count).round().astype(int)
    return [(int(start), int(start) + length) for start in starts]


def _moved(found: Detections, tile: Tile) -> Detections:
    offset = np.array([tile[0], tile[1], tile[0], tile[1]], np.float32)
    return Detections(found.boxes + offset, found.confidence, found.classes)


def _is_cut(found: Detections, tile: Tile, width: int, height: int) -> NDArray[np.bool_]:
    """Which boxes end at an edge of the tile that is none of the picture."""
    is_inner = np.array(tile) != (0, 0, width, height)
    margin = EDGE * np.array([tile[2] - tile[0], tile[3] - tile[1]] * 2)
    is_near = np.abs(found.boxes - np.array(tile)) <= margin
    return np.asarray((is_near & is_inner).any(axis=1), np.bool_)


def _is_double(ranked: Detections, is_cut: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``(n, n)``: whether the second is the same thing as the first, or a part of it."""
    part = overlaps(ranked.boxes, ranked.boxes) / np.maximum(areas_of(ranked.boxes), 1e-6)
    is_same = (ious(ranked.boxes, ranked.boxes) > SAME_IOU) | (is_cut & (part > PART_SHARE))
    return np.asarray(is_same & (ranked.classes[:, None] == ranked.classes), np.bool_)
