"""``motion``: what is not part of the scene of a fixed camera.

It knows the whole video, so the scene at each moment is a median over both past and future: a thing
that comes, stays for minutes and leaves differs from it all the time. It fails on moving cameras and in
crowds, where motion is everywhere. It needs no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame, Plugin
from workers.runtime.app import worker_app

SIDE = 160
"""Longest side of the grey pictures that are kept, pixels."""
BLOCK = 256
SAMPLES = 64


class MotionPlugin(Plugin):
    """Finds people, vehicles and things that come, pass, stop or stay in front of a fixed camera."""

    plugin_name = "motion"
    label = "Motion"
    img_size = 640

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.uint8]:
        """Small grey pictures ``(n, height, width)``."""
        return np.stack([_shrink(frame.gray(2)) for frame in frames])

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        """Area of the largest blob that differs from the median of the frames around."""
        scores = np.zeros(len(times))
        for start in range(0, len(times), BLOCK):
            around = np.linspace(max(0, start - BLOCK), min(len(times), start + 2 * BLOCK) - 1, SAMPLES)
            scene = np.median(features[np.unique(around.astype(int))], axis=0).astype(np.float32)
            for index in range(start, min(len(times), start + BLOCK)):
                scores[index] = _score(features[index].astype(np.float32), scene)
        return scores


def _shrink(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape
    scale = SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _score(image: NDArray[np.float32], scene: NDArray[np.float32]) -> float:
    difference = cv2.GaussianBlur(image - scene, (0, 0), 1.0)
    difference -= cv2.blur(difference, (41, 41))
    noise = 1.5 + 1.4826 * float(np.median(np.abs(difference)))
    _, _, stats, _ = cv2.connectedComponentsWithStats((np.abs(difference) > 5 * noise).astype(np.uint8))
    area = max((int(row[cv2.CC_STAT_AREA]) for row in stats[1:]), default=0)
    return area / (area + 24.0)


app = worker_app(MotionPlugin)
