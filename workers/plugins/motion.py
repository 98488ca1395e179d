"""``motion``: what does not belong to the scene of a fixed camera.

The scene at each moment comes from past and future (_background.py), so a thing that comes, stays for
minutes and leaves differs from it all the time. Compared is the fine structure, each place in its own light:
clouds, lamps, infrared and shadows change the brightness but not the structure, and what is burnt into the
picture stands out more in the dark (_overlay.py). What is less sharp than this camera's picture (insects at
the lens, _focus.py), at home at its place (leaves, water, clocks), scattered over the whole picture (broken
compression), no stronger than what is everywhere in these minutes (rain, snow) or seen in a single frame
counts less, and says so (_verdict.py). What the analyst wants ignored (_ignored.py) is still seen, so that
light and weather are known by all of the picture, but is no evidence.

It fails on cameras that move, in crowds, on things of a few pixels, on passes shorter than the interval
between frames, and on what stays for half of the twenty minutes around: such things become the scene.
It needs no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame, Plugin, Scores
from workers.plugins._finder import found_make
from workers.plugins._ignored import pictures_pack, pictures_unpack
from workers.plugins._verdict import scores_from
from workers.runtime.app import worker_app

SIDE = 320
"""Longest side of the grey pictures that are kept, pixels."""


class MotionPlugin(Plugin):
    """Finds people, vehicles and things that come, pass, stop or stay in front of a fixed camera."""

    plugin_name = "motion"
    label = "Motion"
    img_size = 640

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        """Small grey pictures ``(n, height, width)``; where there are areas, with what is ignored."""
        # whole ones: light changes in all of the picture, and at an edge of paint nothing else would tell
        small = np.stack([_small(frame.gray(2, is_masked=False)) for frame in frames])
        return pictures_pack(small, frames[0].areas)

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> Scores:
        """How surely something is there that does not belong to the scene, and what else there was."""
        if not len(times):
            return Scores(np.zeros(0))
        return scores_from(times, found_make(times, *pictures_unpack(features)))


def _small(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = gray.shape
    scale = SIDE / max(height, width)
    if scale >= 1:
        return gray
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


app = worker_app(MotionPlugin)
