"""What moves and belongs to the scene: leaves, a flag, water."""

from __future__ import annotations

import cv2
import numpy as np

from workers.stress.disturbance import Disturbance
from workers.stress.scene import FOCAL, HEIGHT, WIDTH, Scene
from workers.stress.texture import Plane, noise_1d, polygon, soft, texture_make

YS, XS = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)


class Leaves(Disturbance):
    """Trees sway in gusts, a twig hangs into the picture."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        self._twig(scene)
        fields = [soft(texture_make(self.random, HEIGHT, WIDTH, 1.6), 4) for _ in range(4)]
        self.fields = np.stack(fields)
        self.foliage = soft(np.asarray(cv2.dilate(scene.foliage, np.ones((5, 5))), np.float32), 2)

    def surfaces(self, scene: Scene, time: float) -> None:
        gust = 0.5 + 0.9 * max(0.0, noise_1d(time * 0.04, 2)) + 0.4 * noise_1d(time * 0.2, 3)
        waves = [
            np.sin(2 * np.pi * speed * time + 2 * self.fields[index])
            for index, speed in enumerate((0.6, 0.9))
        ]
        shift = 3.2 * max(0.15, gust) * self.foliage
        maps = XS + shift * waves[0] * self.fields[2], YS + 0.6 * shift * waves[1] * self.fields[3]
        scene.luma[:] = cv2.remap(scene.luma, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def _twig(self, scene: Scene) -> None:
        x = float(self.random.uniform(80, 560))
        away = ((XS - x) / 70) ** 2 + ((YS - 8) / 50) ** 2
        twig = soft(
            np.asarray(1.1 - away + 0.4 * texture_make(self.random, HEIGHT, WIDTH, 1.0) > 0, np.float32), 1.2
        )
        scene.paint(twig, 45 + 14 * texture_make(self.random, HEIGHT, WIDTH, 0.8), (-8, -6), 4)
        scene.foliage = np.maximum(scene.foliage, twig)


class Flag(Disturbance):
    """Striped cloth at a pole, with waves that run through it, now and then slack."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        self.left, self.top = float(self.random.uniform(60, 500)), float(self.random.uniform(30, 110))
        self.wide, self.tall = float(self.random.uniform(50, 90)), float(self.random.uniform(28, 48))
        pole = [
            (self.left - 3, self.top - 6),
            (self.left, self.top - 6),
            (self.left, 240),
            (self.left - 3, 240),
        ]
        scene.paint(polygon(HEIGHT, WIDTH, pole), 150.0, (0, 0), 25)

    def surfaces(self, scene: Scene, time: float) -> None:
        wind = np.clip(0.6 + 0.7 * noise_1d(time * 0.05, 1), 0.08, 1)
        along = (XS - self.left) / (self.wide * (0.35 + 0.65 * wind))
        wave = along * 0.22 * np.sin(2 * np.pi * (1.1 * along - 1.3 * time) + 2 * noise_1d(time * 0.3))
        across = (YS - self.top) / self.tall - wave - (1 - wind) * along * 0.9
        cloth = soft(np.asarray((along > 0) & (along < 1) & (across > 0) & (across < 1), np.float32), 0.7)
        stripes = np.where((across * 3).astype(np.int32) % 2 == 0, 205.0, 70.0)
        shade = 1 + 0.35 * np.cos(2 * np.pi * (1.1 * along - 1.3 * time))
        scene.luma += cloth * (np.asarray(stripes * shade, np.float32) - scene.luma)


class Water(Disturbance):
    """A pool with waves of many lengths, as fast as gravity makes them, that glitters in the sun."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        top = scene.base + 8
        self.rows = slice(round(top), min(HEIGHT, round(top + self.random.uniform(40, 80))))
        left = float(self.random.uniform(-40, 200))
        points = [(left, top), (left + 330, top), (left + 400, self.rows.stop), (left - 60, self.rows.stop)]
        shore = polygon(HEIGHT, WIDTH, [(x, float(y)) for x, y in points], 1.0) * scene.is_ground()
        self.shore = shore[self.rows]
        ahead = FOCAL * scene.ground.camera_m / np.maximum(YS[self.rows] - scene.ground.horizon, 4)
        self.place = (XS[self.rows] - WIDTH / 2) * ahead / FOCAL, ahead
        lengths = self.random.uniform(0.25, 4, 8)
        angles = self.random.normal(0.4, 0.7, 8)
        self.waves = [(2 * np.pi / length, angle) for length, angle in zip(lengths, angles, strict=True)]

    def surfaces(self, scene: Scene, time: float) -> None:
        slope = np.zeros_like(self.shore)
        for number, angle in self.waves:
            along = self.place[0] * np.cos(angle) + self.place[1] * np.sin(angle)
            # a wave shorter than a pixel is not seen
            seen = np.exp(-((number * self.place[1] / FOCAL * 3) ** 2))
            slope += seen * np.sin(number * along - np.sqrt(9.81 * number) * time)
        face = 95 + 14 * slope + 120 * np.clip(slope - 2.4, 0, 1)
        part = scene.luma[self.rows]
        part += self.shore * (np.asarray(face, np.float32) - part)


def shifted(luma: Plane, right: float, down: float, degrees: float = 0.0) -> Plane:
    """The picture of a camera that was moved by so many pixels and turned."""
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), degrees, 1.0)
    turn[0, 2] += right
    turn[1, 2] += down
    moved = cv2.warpAffine(luma, turn, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.float32)
