"""``motion``: what does not belong to the scene of a fixed camera.

The scene at each moment comes from past and future (_background.py), so a thing that comes, stays for
minutes and leaves differs from it all the time. Compared is the fine structure, each place in its own
light: clouds, lamps, infrared and shadows change the brightness but not the structure. What is out of
focus (insects at the lens), scattered over the whole picture (broken compression, rain), at home at its
place (leaves, water, clocks) or seen in a single frame counts less.

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

from workers.plugin import Frame, Plugin
from workers.plugins._background import Background, Difference, Recent, difference
from workers.plugins._bands import Picture, enlarged, quantile, spread
from workers.runtime.app import worker_app

SIDE = 320
"""Longest side of the grey pictures that are kept, pixels."""
BLOB = 5
"""Evidence is averaged over so many pixels: the size of a person far away."""
MAX_EVIDENCE = 4.0
SHARPNESS = (0.4, 0.55)
"""Share of fine structure below which a thing is out of focus, and from which it is in focus."""
SCATTER = (0.05, 0.15)
"""The tenth largest blob relative to the largest: below, a few things; above, a disturbance everywhere."""
USUAL_FACTOR, USUAL_SHARE, USUAL_LIMIT = 1.5, 0.7, 0.8
"""Evidence found at a place so often is usual there and taken off; within minutes only up to the limit,
because something that stands there is evidence as well."""
LONE_FACTOR, LONE_SHARE_PER_S = 1.5, 0.07
"""A frame counts at most so much more than the better of its neighbours; the more time lies between
frames, the more a lone one is believed."""
HALF_SCORE = 0.8
"""Evidence of score 0.5."""


class MotionPlugin(Plugin):
    """Finds people, vehicles and things that come, pass, stop or stay in front of a fixed camera."""

    plugin_name = "motion"
    label = "Motion"
    img_size = 640

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.uint8]:
        """Small grey pictures ``(n, height, width)``."""
        return np.stack([_small(frame.gray(2)) for frame in frames])

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        """How surely something is there that does not belong to the scene."""
        if not len(times):
            return np.zeros(0)
        evidence = _supported(times, _evidence(times, features))
        return np.asarray(1 - 2 ** (-evidence / HALF_SCORE), np.float64)


def _small(gray: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = gray.shape
    scale = SIDE / max(height, width)
    if scale >= 1:
        return gray
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8)


def _evidence(times: NDArray[np.float64], pictures: NDArray[Any]) -> NDArray[np.float64]:
    """Of each frame, the strongest blob beyond what is usual at its place."""
    background = Background(times, pictures)

    def often(index: int) -> Picture:
        scene = background.scene(index)
        blobs = (_blobs(difference(pictures[frame], scene)) for frame in background.samples(index))
        return quantile([spread(blob, 5)[::4, ::4] for blob in blobs], USUAL_SHARE)

    seen = Recent(often, 2 * background.reach + 2)
    evidence = np.zeros(len(times))
    for index, frames in enumerate(background.bins):
        usual = _usual(background, seen, index)
        scene = background.scene(index)
        for frame in frames:
            evidence[frame] = _strongest(_blobs(difference(pictures[frame], scene)), usual)
    return evidence


def _usual(background: Background, seen: Recent[Picture], index: int) -> Picture:
    """Evidence to expect at each place: over the whole reach, and within these minutes."""
    long = quantile([seen(at) for at in background.around(index, background.reach)], USUAL_SHARE)
    short = quantile([seen(at) for at in background.around(index, 1)], 0.5)
    usual = np.maximum(USUAL_FACTOR * long, np.minimum(USUAL_FACTOR * short, USUAL_LIMIT))
    return spread(np.asarray(usual, np.float32), 3)


def _blobs(found: Difference) -> Picture:
    """Evidence averaged over the size of a small thing, where it is in focus."""
    focus = spread(found.fine, 11) / (spread(found.detail, 11) + 1)
    evidence = np.minimum(found.evidence, MAX_EVIDENCE) * _ramp(focus, SHARPNESS)
    # beyond the border there is nothing: an edge that shakes in there is no thing
    return np.asarray(cv2.boxFilter(evidence, -1, (BLOB, BLOB), borderType=cv2.BORDER_CONSTANT), np.float32)


def _strongest(blobs: Picture, usual: Picture) -> float:
    left = np.maximum(blobs - enlarged(usual, blobs), 0)
    return float(left.max() * (1 - _ramp(_scatter(left), SCATTER)))


def _scatter(evidence: Picture) -> float:
    """The tenth largest blob relative to the largest."""
    is_blob = evidence > HALF_SCORE / 2
    count, labels = cv2.connectedComponents(is_blob.astype(np.uint8), connectivity=4)
    if count <= 10:  # with the ground around
        return 0.0
    masses = np.sort(np.bincount(labels[is_blob], evidence[is_blob]))[::-1]
    return float(masses[9] / masses[0])


def _supported(times: NDArray[np.float64], evidence: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evidence that a neighbour shares; of a lone frame only a part."""
    if len(times) < 2:
        return evidence
    step = float(np.median(np.diff(times)))
    padded = np.pad(evidence, 1)
    neighbour = np.maximum(padded[:-2], padded[2:])
    lone = evidence * min(0.5, LONE_SHARE_PER_S * step)
    return np.maximum(np.minimum(evidence, LONE_FACTOR * neighbour), lone)


def _ramp(value: Any, bounds: tuple[float, float]) -> Any:
    """0 up to the first bound, 1 from the second."""
    low, high = bounds
    return np.clip((value - low) / (high - low), 0, 1)


app = worker_app(MotionPlugin)
