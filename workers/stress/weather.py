"""Rain, snow, fog, clouds."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from workers.stress.disturbance import Disturbance, Light
from workers.stress.scene import HEIGHT, WIDTH, Scene
from workers.stress.texture import Plane, noise_1d, soft, texture_make
from workers.stress.things import Place, Thing

SHUTTER_S = 1 / 40


class Rain(Disturbance):
    """Streaks as long as drops fall while the shutter is open, haze, a wet and darker ground, gusts."""

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        part = self.strength(time, 15.0)
        return Light(ambient=0.42 + 0.25 * part, sun=0.58 * (1 - part))

    def air(self, luma: Plane, scene: Scene, time: float) -> Plane:
        part = self.strength(time)
        if not part:
            return luma
        gust = 1 + 0.5 * noise_1d(time * 0.1)
        haze = 1 - np.exp(-scene.depth * 0.004 * part * gust)
        streaks = self._streaks(int(260 * part * gust), 0.12 * noise_1d(time * 0.2, 1))
        return np.asarray(luma + haze * (165 - luma) + streaks * (225 - luma), np.float32)

    def _streaks(self, count: int, slant: float) -> Plane:
        layer = np.zeros((HEIGHT, WIDTH), np.float32)
        near = np.zeros((HEIGHT, WIDTH), np.float32)
        away = self.random.uniform(0.9, 14, count) ** 1.3  # metres
        places = self.random.uniform((-20, -60), (WIDTH + 20, HEIGHT), (count, 2))
        for metres, (x, y) in zip(away, places, strict=True):
            length = 7.0 * SHUTTER_S * 500 / metres
            ends = (round(x), round(y)), (round(x + slant * length), round(y + length))
            target = near if metres < 2 else layer
            width = max(1, round(3.5 / metres))
            cv2.line(target, *ends, min(0.5, 0.10 + 0.9 / (2 + metres)), width, cv2.LINE_AA)
        return soft(layer, 0.6) + 0.6 * soft(near, 1.8)


class Snow(Disturbance):
    """Flakes of all sizes, the near ones out of focus; the ground slowly turns white."""

    def surfaces(self, scene: Scene, time: float) -> None:
        fallen = sum(max(0.0, min(time, stop) - start) for start, stop in self.spans) / 300
        cover = np.clip(fallen, 0, 0.6) * (scene.sun > -1) * (np.arange(HEIGHT)[:, None] > scene.base)
        scene.luma += np.asarray(cover * 0.6, np.float32) * (205 - scene.luma)

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        part = self.strength(time, 15.0)
        return Light(ambient=0.42 + 0.3 * part, sun=0.58 * (1 - part))

    def air(self, luma: Plane, scene: Scene, time: float) -> Plane:
        part = self.strength(time)
        if not part:
            return luma
        thick = part * (1 + 0.5 * noise_1d(time * 0.1))
        haze = 1 - np.exp(-scene.depth * 0.006 * thick)
        flakes = self._flakes(int(420 * thick))
        return np.asarray(luma + haze * (190 - luma) + flakes * (240 - luma), np.float32)

    def _flakes(self, count: int) -> Plane:
        layers = [np.zeros((HEIGHT, WIDTH), np.float32) for _ in range(2)]
        away = self.random.uniform(0.5, 16, count) ** 1.2
        places = self.random.uniform((0, 0), (WIDTH, HEIGHT), (count, 2))
        for metres, (x, y) in zip(away, places, strict=True):
            radius, fall = max(1, round(5 / metres)), round(1.2 * SHUTTER_S * 500 / metres)
            layer = layers[1] if metres < 2.5 else layers[0]
            strength = min(0.8, 0.25 + 1.5 / (3 + metres))
            cv2.line(layer, (round(x), round(y)), (round(x), round(y) + fall), strength, radius, cv2.LINE_AA)
        return soft(layers[0], 0.7) + 0.7 * soft(layers[1], 2.5)


class Fog(Disturbance):
    """Hides what is far; thicker and thinner in drifting banks."""

    def prepare(self, scene: Scene) -> None:
        self.banks = soft(texture_make(self.random, HEIGHT, 4 * WIDTH, 1.7), 6)

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        part = self.strength(time, 20.0)
        return Light(ambient=0.42 + 0.35 * part, sun=0.58 * (1 - part))

    def air(self, luma: Plane, scene: Scene, time: float) -> Plane:
        part = self.strength(time, 20.0)
        left = int(time * 6) % (3 * WIDTH)
        bank = 1 + 0.5 * self.banks[:, left : left + WIDTH]
        clear = np.exp(-np.minimum(scene.depth, 150) * 0.022 * part * np.maximum(bank, 0.2))
        return np.asarray(180 + clear * (luma - 180), np.float32)


class Clouds(Disturbance):
    """Shadows with soft edges that cross the scene while the sun shines; hard shadows fade under them."""

    def prepare(self, scene: Scene) -> None:
        field = texture_make(self.random, HEIGHT, 8 * WIDTH, 1.9)
        self.cover = np.clip(0.5 + 1.2 * soft(field, 12), 0, 1)

    def light(self, scene: Scene, time: float, things: Sequence[tuple[Thing, Place]]) -> Light:
        left = int(time * 24) % (7 * WIDTH)
        shade = self.strength(time, 10.0) * self.cover[:, left : left + WIDTH]
        return Light(ambient=0.42 + 0.05 * shade, sun=0.58 * (1 - shade))
