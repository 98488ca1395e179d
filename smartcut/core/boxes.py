"""What a plugin saw where: packed by the worker, kept by the web, unpacked by the browser (pack-boxes.js).

A gzipped JSON object: ``labels``, and in ``frames`` a list for each frame that was looked at: its time in
seconds, then six whole numbers for each box: an index into ``labels``, and the score, left, top, width and
height in ``UNIT`` parts.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

UNIT = 10_000
_GZIP = 31
"""The window that makes zlib write gzip, which browsers unpack by themselves."""


@dataclass(frozen=True)
class Box:
    """Where something is in a frame; places and sizes are shares of the picture, 0..1."""

    label: str
    score: float
    """How sure the plugin is, 0..1."""
    x: float
    """Of the left edge."""
    y: float
    """Of the upper edge."""
    width: float
    height: float


def boxes_pack(labels: Sequence[str], frames: Iterable[tuple[float, Sequence[Box]]]) -> bytes:
    """``frames`` ascending in time; no more of them is in memory than the packed bytes."""
    packer = zlib.compressobj(wbits=_GZIP)
    parts = [packer.compress(f'{{"labels":{json.dumps([*labels])},"frames":['.encode())]
    number = {label: index for index, label in enumerate(labels)}
    for index, (time, boxes) in enumerate(frames):
        row = [round(time, 3), *(value for box in boxes for value in (number[box.label], *_parts(box)))]
        text = json.dumps(row, separators=(",", ":"))
        parts.append(packer.compress((f",{text}" if index else text).encode()))
    return b"".join([*parts, packer.compress(b"]}"), packer.flush()])


def _parts(box: Box) -> list[int]:
    return [round(value * UNIT) for value in (box.score, box.x, box.y, box.width, box.height)]
