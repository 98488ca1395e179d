"""``novelty``: what is rare for this camera, however much moves.

A pretrained network describes each place of a frame and the frame as a whole (_backbone.py); a frame is as
rare as the things in it are unlike anything to be seen around that time of day (_rarity.py). What repeats
is ignored, be it people in a crowd, a conveyor or leaves, so it finds the van among walkers where ``motion``
proposes everything.

It fails on things of a few pixels (under a twentieth of the picture's width), on what is usual but matters,
and it proposes rare weather, lights and insects. Weights are those of EfficientNet-Lite0 on ImageNet unless
set otherwise (docs/novelty.md).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame, Plugin, Reason, Scores
from workers.plugins._backbone import Backbone
from workers.plugins._embedding import Embeddings, embeddings_pack, light_of
from workers.plugins._rarity import Rarity, rarity_measure
from workers.plugins._weights import PACKAGE_NETWORK
from workers.runtime.app import worker_app

WHOLE_LIMIT = 0.3
"""The whole picture adds so much at most: with much more, light and weather would decide."""
RARE = 0.92
"""Rarity of score 0.5 where little happens."""
SPREADS = 2.0
"""Where much happens, score 0.5 is so many times the usual spread above the middle."""
NEAR, FAR = 0.1, 0.5
"""From this far below to this far above it, the score goes from 0.1 to 1."""
GLITCH_FACTOR, GLITCH_FRAMES, GLITCH_S = 1.4, 2, 3.0
"""Broken frames: few, and half of the picture differs so much more than just before and after."""
STEADY_S = 2.5
"""Frames so near to each other are averaged."""


class NoveltyPlugin(Plugin):
    """Finds what this camera does not usually see."""

    plugin_name = "novelty"
    label = "Novelty"
    img_size = 640
    requires = ("torch", "timm")

    def load(self, device: str) -> None:
        self._backbone = Backbone(
            os.environ.get("SMARTCUT_NOVELTY_MODEL") or PACKAGE_NETWORK,
            os.environ.get("SMARTCUT_NOVELTY_WEIGHTS", ""),
            device,
        )

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.float16]:
        """Embeddings (_embedding.py)."""
        images = [frame.bgr(2) for frame in frames]
        light = np.stack([light_of(*seen) for seen in zip(frames, images, strict=True)])
        return embeddings_pack(*self._backbone.embed(images), light)

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> Scores:
        """How rare what the frame shows is for this camera around this time of day."""
        if not len(times):
            return Scores(np.zeros(0))
        rarity = rarity_measure(times, Embeddings(features))
        rare = _rarest(rarity)
        mended = _mended(times, rare, rarity)
        return _explained(rare, mended, novelty_scores(_steadied(times, mended)))


def rare_make(times: NDArray[np.float64], rarity: Rarity) -> NDArray[np.float64]:
    """How rare each frame is, in one number. With the two below also used by ``examples``."""
    return _steadied(times, _mended(times, _rarest(rarity), rarity))


def _rarest(rarity: Rarity) -> NDArray[np.float64]:
    return rarity.things + np.minimum(rarity.whole, WHOLE_LIMIT)


def _explained(rare: NDArray[np.float64], mended: NDArray[np.float64], values: NDArray[np.float64]) -> Scores:
    """Of a broken frame, the score that it would have had by itself is the one held back."""
    is_broken = mended != rare
    held_back = np.where(is_broken, novelty_scores(rare, like=mended), 0)
    return Scores(
        values,
        reasons=(Reason(text="unlike the rest of the day"), Reason(text="broken picture")),
        reason=np.zeros(len(values), np.int64),
        suppressed=held_back,
        suppressed_reason=np.where(is_broken, 1, -1),
    )


def _mended(times: NDArray[np.float64], rarest: NDArray[np.float64], rarity: Rarity) -> NDArray[np.float64]:
    """The rarity of each frame, of broken frames that of their neighbours."""
    rare = rarest.copy()
    for count in range(1, GLITCH_FRAMES + 1):
        for first in range(1, len(times) - count):
            after = first + count
            around = GLITCH_FACTOR * max(rarity.change[first - 1], rarity.change[after])
            is_short = times[after - 1] - times[first] <= GLITCH_S
            if is_short and rarity.change[first:after].min() > around:
                rare[first:after] = min(rare[first - 1], rare[after])
    return rare


def _steadied(times: NDArray[np.float64], rare: NDArray[np.float64]) -> NDArray[np.float64]:
    if len(times) < 2 or np.median(np.diff(times)) > STEADY_S:
        return rare
    padded = np.pad(rare, 1, "edge")
    return np.asarray((padded[:-2] + 2 * rare + padded[2:]) / 4, np.float64)


def rareness(rare: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rarity with 0 in the middle of the video and 1 where ``novelty_scores`` says 0.5."""
    middle, half = _middle_and_half(rare)
    return np.asarray((rare - middle) / max(half - middle, 1e-6), np.float64)


def _middle_and_half(rare: NDArray[np.float64]) -> tuple[float, float]:
    """The spread is that below the middle: rare things are above it."""
    low, middle = np.quantile(rare, [0.1, 0.5])
    return float(middle), float(max(RARE, middle + SPREADS * (middle - low)))


def novelty_scores(rare: NDArray[np.float64], like: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Rarity to 0..1, on the scale of ``like`` if given."""
    half = _middle_and_half(rare if like is None else like)[1]
    above, below = 0.5 * (rare - half) / FAR, 0.4 * (rare - half) / NEAR
    return np.asarray(np.clip(0.5 + np.where(rare > half, above, below), 0, 1), np.float64)


app = worker_app(NoveltyPlugin)
