"""What the camera looks at: surfaces, how far they are, and where the sun reaches them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.stress.texture import Plane, Random, polygon, soft, texture_make

WIDTH, HEIGHT = 640, 360
FOCAL = 500.0
"""Pixels."""
FAR_M = 400.0


@dataclass(frozen=True)
class Ground:
    """A plane under a camera: places in metres (right, ahead) and in pixels."""

    horizon: float
    camera_m: float

    def pixel(self, right: float, ahead: float) -> tuple[float, float]:
        return WIDTH / 2 + FOCAL * right / ahead, self.horizon + FOCAL * self.camera_m / ahead

    def metres(self, x: float, y: float) -> tuple[float, float]:
        ahead = FOCAL * self.camera_m / max(y - self.horizon, 1.0)
        return (x - WIDTH / 2) * ahead / FOCAL, ahead


@dataclass
class Scene:
    """Surfaces of ``HEIGHT`` × ``WIDTH`` pixels."""

    luma: Plane
    """What each reflects, 0..255 in full light."""
    chroma: NDArray[np.float32]
    """``(2, HEIGHT / 2, WIDTH / 2)``, 0 is grey."""
    infrared: Plane
    """What it reflects of infrared light: leaves are bright, dyes differ."""
    sun: Plane
    """1 where the sun reaches, 0 in shadow."""
    depth: Plane
    """Metres."""
    foliage: Plane
    """1 where leaves are."""
    ground: Ground
    base: float
    """Row above which no ground is."""

    def is_ground(self) -> NDArray[np.bool_]:
        """Where nothing stands before it."""
        rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
        depth = np.minimum(FAR_M, FOCAL * self.ground.camera_m / np.maximum(rows - self.ground.horizon, 1))
        return np.asarray((rows > self.base) & (np.abs(self.depth - depth) < 0.01), np.bool_)

    def paint(self, mask: Plane, luma: Plane | float, color: tuple[float, float], depth: float) -> None:
        """Puts a surface over what is there, ``color`` as chroma."""
        self.luma += mask * (luma - self.luma)
        half = np.asarray(cv2.resize(mask, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA))
        for plane, value in zip(self.chroma, color, strict=True):
            plane += half * (value - plane)
        self.depth[mask > 0.5] = depth


def scene_make(random: Random, *, is_indoors: bool = False) -> Scene:
    scene = _room(random) if is_indoors else _yard(random)
    scene.luma = np.clip(soft(scene.luma, float(random.uniform(0.5, 0.9))), 4, 235)
    other = soft(texture_make(random, HEIGHT, WIDTH, 1.6), 2) * 0.15 + 1
    scene.infrared = np.clip((40 + 0.75 * scene.luma) * other + 70 * scene.foliage, 4, 235)
    return scene


def ground_texture(random: Random, ground: Ground) -> Plane:
    """Grain of the ground in perspective, deviation about 1 near the camera."""
    tile = texture_make(random, 1024, 1024, 0.9)
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    ahead = FOCAL * ground.camera_m / np.maximum(ys - ground.horizon, 1)
    maps = ((xs - WIDTH / 2) * ahead / FOCAL * 90 + 5000, ahead * 90)
    across, along = (np.asarray(places % 1023, np.float32) for places in maps)
    near, far = (cv2.remap(t, across, along, cv2.INTER_LINEAR) for t in (tile, soft(tile, 8)))
    blur = np.clip(ahead / 30, 0, 1)
    return np.asarray(near * (1 - blur) + far * blur, np.float32)


def _empty(ground: Ground, base: float) -> Scene:
    def plane(value: float) -> Plane:
        return np.full((HEIGHT, WIDTH), value, np.float32)

    chroma = np.zeros((2, HEIGHT // 2, WIDTH // 2), np.float32)
    scene = Scene(plane(0), chroma, plane(0), plane(1), plane(FAR_M), plane(0), ground, base)
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    scene.depth[:] = np.minimum(FAR_M, FOCAL * ground.camera_m / np.maximum(rows - ground.horizon, 1))
    return scene


def _yard(random: Random) -> Scene:
    """Sky, far trees and houses, a road, a near wall with its shadow, parked vans come with the events."""
    ground = Ground(float(random.uniform(70, 125)), float(random.uniform(3.5, 5.5)))
    base = ground.horizon + float(random.uniform(12, 24))
    scene = _empty(ground, base)
    rows = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None]
    sky = 205 - 50 * rows + 6 * soft(texture_make(random, HEIGHT, WIDTH, 1.8), 3)
    scene.paint(np.ones_like(scene.luma), sky, (6, -4), FAR_M)
    _floor(scene, random, float(random.uniform(80, 135)), float(random.uniform(6, 14)))
    _road(scene, random)
    for _ in range(int(random.integers(2, 5))):
        _house(scene, random)
    for _ in range(int(random.integers(4, 9))):
        _tree(scene, random, ahead=float(random.uniform(40, 90)))
    _wall(scene, random)
    _tree(scene, random, ahead=float(random.uniform(16, 24)))
    return scene


def _room(random: Random) -> Scene:
    ground = Ground(float(random.uniform(-10, 50)), 2.7)
    base = ground.horizon + FOCAL * 2.7 / float(random.uniform(9, 13))
    scene = _empty(ground, base)
    wall = 150 + 5 * texture_make(random, HEIGHT, WIDTH, 1.4)
    scene.paint(np.ones_like(scene.luma), wall, (-3, 3), 12)
    _floor(scene, random, float(random.uniform(85, 130)), float(random.uniform(4, 9)))
    for _ in range(int(random.integers(4, 8))):
        _furniture(scene, random)
    return scene


def _floor(scene: Scene, random: Random, luma: float, contrast: float) -> None:
    mask = np.zeros_like(scene.luma)
    mask[round(scene.base) :] = 1
    texture = luma + contrast * ground_texture(random, scene.ground)
    scene.paint(mask, texture, (float(random.uniform(-6, 3)), float(random.uniform(-2, 6))), 0)
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    depth = FOCAL * scene.ground.camera_m / np.maximum(rows - scene.ground.horizon, 1)
    scene.depth[mask > 0] = np.broadcast_to(depth, mask.shape)[mask > 0]


def _road(scene: Scene, random: Random) -> None:
    """Across the picture, with a broken line."""
    ahead, wide = float(random.uniform(18, 26)), 3.2
    rows = [scene.ground.pixel(0, at)[1] for at in (ahead + wide, ahead - wide, ahead)]
    band = polygon(HEIGHT, WIDTH, [(0, rows[0]), (WIDTH, rows[0]), (WIDTH, rows[1]), (0, rows[1])])
    scene.luma += band * (random.uniform(-30, 25) + 3 * texture_make(random, HEIGHT, WIDTH, 0.8))
    for left in range(-20, WIDTH, 70):
        dash = [(left, rows[2] - 1), (left + 32, rows[2] - 1), (left + 32, rows[2] + 1), (left, rows[2] + 1)]
        scene.luma += polygon(HEIGHT, WIDTH, [(float(x), y) for x, y in dash], 0.5) * 50


def _house(scene: Scene, random: Random) -> None:
    left, width = float(random.uniform(-40, WIDTH - 60)), float(random.uniform(70, 180))
    top, foot = scene.base - float(random.uniform(35, 90)), scene.base + 2
    box = polygon(HEIGHT, WIDTH, [(left, top), (left + width, top), (left + width, foot), (left, foot)])
    face = random.uniform(80, 190) + 6 * texture_make(random, HEIGHT, WIDTH, 1.3)
    scene.paint(box, face, (float(random.uniform(-12, 4)), float(random.uniform(-4, 14))), 90)
    for x in np.arange(left + 8, left + width - 14, random.uniform(16, 26)):
        for y in np.arange(top + 8, foot - 16, 22):
            pane = polygon(HEIGHT, WIDTH, [(x, y), (x + 8, y), (x + 8, y + 12), (x, y + 12)], 0.6)
            scene.paint(pane, float(random.uniform(35, 75)), (4, -3), 90)


def _tree(scene: Scene, random: Random, ahead: float) -> None:
    x, foot = scene.ground.pixel(float(random.uniform(-0.6, 0.6)) * ahead, ahead)
    tall, wide = 7 * FOCAL / ahead, 2.6 * FOCAL / ahead
    trunk = [(x - 2, foot - tall * 0.5), (x + 2, foot - tall * 0.5), (x + 3, foot), (x - 3, foot)]
    scene.paint(polygon(HEIGHT, WIDTH, trunk), 55.0, (-4, 5), ahead)
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    away = ((xs - x) / wide) ** 2 + ((ys - foot + tall * 0.65) / (tall * 0.42)) ** 2
    shape = 1.15 - away + 0.35 * texture_make(random, HEIGHT, WIDTH, 1.1)
    crown = soft(np.asarray(shape > 0, np.float32) * (away < 2), 0.8)
    leaves = random.uniform(48, 80) + 20 * texture_make(random, HEIGHT, WIDTH, 0.7)
    scene.paint(crown, leaves, (-9, -7), ahead)
    scene.foliage = np.maximum(scene.foliage, crown)
    _shadow(
        scene,
        [
            (x - wide, foot - 2),
            (x + wide, foot - 2),
            (x + 2.2 * wide, foot + wide * 0.6),
            (x, foot + wide * 0.6),
        ],
    )


def _wall(scene: Scene, random: Random) -> None:
    """The corner of a near building at one side, and its shadow on the ground."""
    is_left = random.random() < 0.5
    points = [(0.0, -5.0), (120.0, 40.0), (120.0, 190.0), (0.0, 262.0)]
    if not is_left:
        points = [(WIDTH - x, y) for x, y in points]
    face = random.uniform(90, 170) + 7 * texture_make(random, HEIGHT, WIDTH, 1.2)
    scene.paint(polygon(HEIGHT, WIDTH, points), face, (-6, 9), 14)
    reach = float(random.uniform(60, 160)) * (1 if is_left else -1)
    near, far = points[3][0], points[2][0]
    _shadow(scene, [(far, 192), (far + reach, 205), (near + 1.6 * reach, 290), (near, 262)])


def _shadow(scene: Scene, points: list[tuple[float, float]]) -> None:
    shade = polygon(HEIGHT, WIDTH, points, 1.2) * scene.is_ground()
    scene.sun = np.minimum(scene.sun, 1 - shade)


def _furniture(scene: Scene, random: Random) -> None:
    """A cabinet or a desk at the wall."""
    left, width = float(random.uniform(-20, WIDTH - 40)), float(random.uniform(40, 110))
    foot, tall = scene.base + float(random.uniform(2, 22)), float(random.uniform(30, 100))
    box = [(left, foot - tall), (left + width, foot - tall), (left + width, foot), (left, foot)]
    face = random.uniform(50, 190) + 6 * texture_make(random, HEIGHT, WIDTH, 1.3)
    scene.paint(
        polygon(HEIGHT, WIDTH, box), face, (float(random.uniform(-9, 3)), float(random.uniform(-3, 11))), 11
    )
    for y in np.arange(foot - tall + 8, foot - 4, 14):
        line = [(left, y), (left + width, y), (left + width, y + 1.5), (left, y + 1.5)]
        scene.luma -= 25 * polygon(HEIGHT, WIDTH, line, 0.5)
