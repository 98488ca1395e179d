"""``motion``: what does not belong to the scene of a fixed camera.

The scene at each moment comes from past and future (_background.py), so a thing that comes, stays for
minutes and leaves differs from it all the time. Compared is the fine structure, each place in its own
light: clouds, lamps, infrared and shadows change the brightness but not the structure. What is less sharp
than this camera's picture (insects at the lens, _focus.py), at home at its place (leaves, water, clocks),
scattered over the whole picture (broken compression), no stronger than what is everywhere in these minutes
(rain, snow) or seen in a single frame counts less, and says so (_verdict.py).

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
from workers.plugins._background import SAMPLES, Background, Recent, difference
from workers.plugins._bands import Picture, enlarged, quantile, spread
from workers.plugins._blobs import FOUND, Look, blobs_find, look_make
from workers.plugins._focus import sharpness_of
from workers.plugins._verdict import scores_from
from workers.runtime.app import worker_app

SIDE = 320
"""Longest side of the grey pictures that are kept, pixels."""
USUAL_FACTOR, USUAL_SHARE, USUAL_LIMIT = 1.5, 0.7, 0.8
"""Evidence found at a place so often is usual there and taken off; within minutes only up to the limit,
because something that stands there is evidence as well."""
DENSE_S, WORTH = 1.5, 0.3
"""Of frames at most so many seconds apart every other one is not looked at between two of less evidence: what
is to be seen in one alone does not count (_verdict.py)."""


class MotionPlugin(Plugin):
    """Finds people, vehicles and things that come, pass, stop or stay in front of a fixed camera."""

    plugin_name = "motion"
    label = "Motion"
    img_size = 640

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.uint8]:
        """Small grey pictures ``(n, height, width)``."""
        return np.stack([_small(frame.gray(2)) for frame in frames])

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> Scores:
        """How surely something is there that does not belong to the scene, and what else there was."""
        return scores_from(times, _found(times, features)) if len(times) else Scores(np.zeros(0))


def _small(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = gray.shape
    scale = SIDE / max(height, width)
    if scale >= 1:
        return gray
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def _found(times: NDArray[np.float64], pictures: NDArray[Any]) -> NDArray[Any]:
    """Of each frame, what stands out beyond what is usual at its place: a row of ``FOUND``."""
    background = Background(times, pictures)
    sharpness = sharpness_of(background)

    def look(frame: int) -> Look:
        return look_make(difference(pictures[frame], background.scene(background.bin_of(frame))), sharpness)

    def often(index: int) -> Picture:
        blobs = (looks(frame).blobs for frame in background.samples(index))
        return quantile([spread(each, 5)[::4, ::4] for each in blobs], USUAL_SHARE)

    looks = Recent(look, SAMPLES * (background.reach + 2))
    seen = Recent(often, 2 * background.reach + 2)
    found = np.zeros(len(times), FOUND)
    rows = found.view(np.float32).reshape(len(found), -1)
    for index, frames in enumerate(background.bins):
        usual = _usual(background, seen, index, pictures[0])
        spared = set(frames[1:-1:2]) if background.step_s <= DENSE_S else set()
        for frame in sorted(frames, key=lambda frame: frame + 1.5 * (frame in spared)):
            beside = [frame - 1, frame + 1]
            if frame in spared and found["top"][beside].max() < WORTH:
                rows[frame] = rows[beside].mean(axis=0)
            else:
                found[frame] = blobs_find(looks(int(frame)), usual)
    return found


def _usual(background: Background, seen: Recent[Picture], index: int, like: NDArray[Any]) -> Picture:
    """Evidence to expect at each place: over the whole reach, and within these minutes."""
    long = quantile([seen(at) for at in background.around(index, background.reach)], USUAL_SHARE)
    short = quantile([seen(at) for at in background.around(index, 1)], 0.5)
    usual = np.maximum(USUAL_FACTOR * long, np.minimum(USUAL_FACTOR * short, USUAL_LIMIT))
    return enlarged(spread(np.asarray(usual, np.float32), 3), like)


app = worker_app(MotionPlugin)
