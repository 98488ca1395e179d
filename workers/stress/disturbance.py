"""What a disturbance may do to a picture on its way from the surfaces to the sensor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workers.stress.scene import Scene
from workers.stress.texture import Plane, Random
from workers.stress.things import Place, Thing

Span = tuple[float, float]
"""Start and stop, seconds."""


@dataclass
class Light:
    """Parts of full light, everywhere the same or for each pixel."""

    ambient: Plane | float = 0.42
    sun: Plane | float = 0.58
    lamps: Plane | float = 0.0

    def on(self, scene: Scene) -> Plane:
        return np.asarray(scene.luma * (self.ambient + self.sun * scene.sun + self.lamps), np.float32)


class Disturbance:
    """Nothing but noise, a slow drift of the light, and the events. Each kind overrides some of it."""

    noise_gain = 1.0
    chroma_gain = 1.0

    def __init__(self, random: Random, scene: Scene, duration_s: float) -> None:
        self.random, self.duration_s = random, duration_s
        self.spans = spans_make(random, duration_s)
        """When it is there; () for all the time."""
        self.prepare(scene)

    def prepare(self, scene: Scene) -> None:
        """Once, before the first frame."""

    def surfaces(self, scene: Scene, time: float) -> None:
        """Moves or changes surfaces in place, before things are drawn."""

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        return Light()

    def air(self, luma: Plane, scene: Scene, time: float) -> Plane:
        return luma

    def camera(self, luma: Plane, time: float) -> Plane:
        return luma

    def overlay(self, luma: Plane, time: float) -> None:
        """Draws into the finished picture."""

    def strength(self, time: float, ramp_s: float = 6.0) -> float:
        """0 outside its spans, 1 inside, rising and falling within ``ramp_s``."""
        edges = [min(time - start, stop - time) for start, stop in self.spans if start <= time < stop]
        return min(1.0, max(edges, default=0.0) / ramp_s)


def spans_make(random: Random, duration_s: float) -> Sequence[Span]:
    """Three stretches, together half of the video; some events lie inside and some outside."""
    parts = ((0.04, 0.20), (0.36, 0.54), (0.70, 0.88))
    jitter = random.uniform(-0.03, 0.03, len(parts))
    return [((a + j) * duration_s, (b + j) * duration_s) for (a, b), j in zip(parts, jitter, strict=True)]


def visits_make(random: Random, spans: Sequence[Span], lasts: Span, pause: Span) -> list[Span]:
    """Short visits inside ``spans``, apart from each other."""
    visits = []
    for start, stop in spans:
        at = start + float(random.uniform(0, pause[1]) / 2)
        while at + lasts[1] < stop:
            visits.append((at, at + float(random.uniform(*lasts))))
            at = visits[-1][1] + float(random.uniform(*pause))
    return visits
