"""``objects``: people and vehicles, or other things that a detector knows by name.

A detector (_detector.py) looks at the whole frame and at tiles of it (_tiles.py), so that far things are
found, too. Over the whole video, things that always stand there and classes that are always there are held
back (_presence.py). Each class has its own threshold. Weights are downloaded once, by ``make weights``
(docs/objects.md).

It fails on what the detector does not see: people in the dark, things of a few pixels.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugin import Box, Frame, Plugin, Reason, Scores
from workers.plugins._detections import CLASS, CONFIDENCE, Detections, detections_pack, firsts_of, ious
from workers.plugins._detector import Detector, detector_make
from workers.plugins._presence import presence_judge
from workers.plugins._tiles import grid_read, tile_cut, tiles_join, tiles_make
from workers.plugins._wanted import CLASSES, Wanted, wanted_read
from workers.runtime.app import worker_app
from workers.weights import objects_weights

MODEL = "ssdlite320_mobilenet_v3_large"
TILES = "2x1"
SAME_IOU = 0.8
"""Boxes of two classes that overlap so much are one thing; a rider and the bicycle are not."""
HELD_REASONS = (
    Reason(text="always there"),
    Reason(text="usual at this place"),
)
"""In the order of _presence.STANDS and USUAL."""


class ObjectsPlugin(Plugin):
    """Finds people and vehicles."""

    plugin_name = "objects"
    label = "Objects"
    img_size = 960
    requires = ("onnxruntime",)

    def load(self, device: str) -> None:
        weights = os.environ.get("SMARTCUT_OBJECTS_WEIGHTS") or str(objects_weights())
        self._grid = grid_read(os.environ.get("SMARTCUT_OBJECTS_TILES") or TILES)
        self._detector: Detector = detector_make(
            os.environ.get("SMARTCUT_OBJECTS_MODEL") or MODEL, weights, device
        )
        self._wanted: Wanted = wanted_read(
            os.environ.get("SMARTCUT_OBJECTS_CLASSES") or CLASSES, self._detector.names
        )
        self.box_labels = self._wanted.names

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.float16]:
        """The surest detections of each frame (_detections.py), classes as indexes into those wanted."""
        return detections_pack([self._found(frame) for frame in frames])

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> Scores:
        """How sure the detector is of what is news in each frame."""
        if not len(times):
            return Scores(np.zeros(0))
        found = presence_judge(times, features, self._wanted.limits)
        names = tuple(Reason(text=f"{name} %(amount)s", digits=2) for name in self._wanted.names)
        return Scores(
            values=found.score,
            reasons=(*names, *HELD_REASONS),
            reason=found.best,
            amount=found.confidence,
            suppressed=found.held_score,
            suppressed_reason=np.where(found.held_why < 0, -1, len(names) + found.held_why),
        )

    def boxes(self, row: NDArray[Any]) -> list[Box]:
        """All that is at least as sure as its class's threshold, also what is held back as no news."""
        found = np.asarray(row, np.float32)
        sure = found[found[:, CONFIDENCE] >= self._wanted.limits[found[:, CLASS].astype(np.intp)]]
        sure[:, :4] = sure[:, :4].clip(0, 1)
        once = sure[firsts_of(ious(sure[:, :4], sure[:, :4]) > SAME_IOU)]  # rows are the surest first
        return [
            Box(self._wanted.names[int(own)], float(score), *map(float, (x, y, right - x, bottom - y)))
            for x, y, right, bottom, score, own in once
            if right > x and bottom > y
        ]

    def _found(self, frame: Frame) -> Detections:
        image = frame.bgr(is_masked=False)  # a thing half in an area is recognised only as a whole
        height, width = image.shape[:2]
        tiles = tiles_make(width, height, self._grid)
        seen = [
            self._wanted.choose(one) for one in self._detector.detect([tile_cut(image, one) for one in tiles])
        ]
        return _inside(frame, tiles_join(seen, tiles, width, height))


def _inside(frame: Frame, found: Detections) -> Detections:
    """A thing is where it touches the ground: at the middle of its lower edge."""
    feet = zip((found.boxes[:, 0] + found.boxes[:, 2]) / 2, found.boxes[:, 3], strict=True)
    return found[np.array([frame.is_inside(float(x), float(y)) for x, y in feet], bool)]


app = worker_app(ObjectsPlugin)
