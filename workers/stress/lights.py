"""Light that changes: headlights at night, a door, mains, the camera's exposure, its infrared lamp."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workers.stress.disturbance import Disturbance, Light, visits_make
from workers.stress.scene import HEIGHT, WIDTH, Scene
from workers.stress.texture import Plane, noise_1d, polygon
from workers.stress.things import Place, Thing, place_box

YS, XS = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


class Headlights(Disturbance):
    """Night under a lamp; cones of cars out of view sweep over ground and walls."""

    noise_gain, chroma_gain = 3.0, 0.35

    def prepare(self, scene: Scene) -> None:
        self.visits = visits_make(self.random, self.spans, (3, 8), (12, 30))
        self.spans = self.visits
        self.ways = self.random.uniform((-200, 110), (WIDTH + 200, 300), (len(self.visits), 2, 2))
        self.lamp = 0.30 * _pool(float(self.random.uniform(150, 490)), 230, 210, 120)

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        lamps = self.lamp.copy()
        for (start, stop), (first, last) in zip(self.visits, self.ways, strict=True):
            if start <= time < stop:
                share = (time - start) / (stop - start)
                x, y = first + (last - first) * share
                lamps += 0.9 * np.sin(np.pi * share) * _pool(x, y, 150, 38)
        for thing, place in things:
            if thing.kind == "vehicle":
                left, top, wide, tall = place_box(scene, thing.kind, place)
                lamps += 0.8 * _pool(
                    left + wide / 2 + place.facing * wide * 1.1, top + tall, wide, tall * 0.5
                )
        return Light(ambient=0.10, sun=0.0, lamps=lamps)


class Door(Disturbance):
    """A door out of view opens: a wedge of light on the floor, sharp at its edges, widens and goes."""

    def prepare(self, scene: Scene) -> None:
        self.visits = visits_make(self.random, self.spans, (6, 25), (12, 30))
        self.spans = self.visits
        x = float(self.random.uniform(120, 520))
        self.foot, self.lean = (x, scene.base), float(self.random.uniform(-120, 120))

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        light = Light(ambient=0.62, sun=0.0)
        open_by = self.strength(time, 1.5)
        if open_by:
            (x, y), wide = self.foot, 150 * open_by
            points = [
                (x - 20, y),
                (x + wide * 0.5, y),
                (x + self.lean + 2.2 * wide, HEIGHT),
                (x + self.lean - 40, HEIGHT),
            ]
            light.lamps = 0.5 * polygon(HEIGHT, WIDTH, points, 3.0)
        return light


class Flicker(Disturbance):
    """Lamps on mains and a rolling shutter: bands that wander through the picture."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        self.depth = float(self.random.uniform(0.06, 0.14))

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        wave = np.sin(2 * np.pi * (1.4 * YS / HEIGHT + 0.37 * time + 0.3 * noise_1d(time * 0.02)))
        return Light(ambient=0.75 * (1 + self.depth * wave), sun=0.0)


class Exposure(Disturbance):
    """The camera's automatic exposure jumps, overshoots, hunts and comes back."""

    def prepare(self, scene: Scene) -> None:
        self.visits = visits_make(self.random, self.spans, (8, 30), (12, 25))
        self.spans = self.visits
        self.stops = self.random.uniform(0.4, 1.1, len(self.visits)) * self.random.choice(
            [-1, 1], len(self.visits)
        )

    def camera(self, luma: Plane, time: float) -> Plane:
        stops = 0.0
        for (start, stop), size in zip(self.visits, self.stops, strict=True):
            if start <= time < stop:
                hunt = 1 + 0.35 * np.exp(-(time - start) / 3) * np.cos(2.2 * (time - start))
                stops = size * hunt * min(1.0, (stop - time) / 2, (time - start) / 0.5)
        return np.asarray(255 * (1 - np.exp(-luma * 2**stops / 255 * 1.35)) / 0.74, np.float32)


class Infrared(Disturbance):
    """The camera turns to infrared and back: grey, its own lamp in the middle, a white picture in between."""

    def is_infrared(self, time: float) -> bool:
        return any(start <= time < stop for start, stop in self.spans)

    def surfaces(self, scene: Scene, time: float) -> None:
        self.chroma_gain, self.noise_gain = (0.0, 2.0) if self.is_infrared(time) else (1.0, 1.0)
        if self.is_infrared(time):
            scene.luma[:] = scene.infrared

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        if not self.is_infrared(time):
            return Light()
        return Light(ambient=0.12, sun=0.0, lamps=0.85 * _pool(WIDTH / 2, HEIGHT * 0.55, 260, 170))

    def camera(self, luma: Plane, time: float) -> Plane:
        for edge in (edge for span in self.spans for edge in span):
            if 0 <= time - edge < 1.6:
                return np.asarray(luma * (1 + 2.5 * np.exp(-(time - edge) / 0.4)), np.float32)
        return luma


def _pool(x: float, y: float, wide: float, tall: float) -> Plane:
    """Light that falls off around a place."""
    return np.asarray(np.exp(-(((XS - x) / wide) ** 2) - ((YS - y) / tall) ** 2), np.float32)
