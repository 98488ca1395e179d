"""People and vehicles as pictures with an outline, drawn into a scene at their size in perspective."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.stress.scene import FOCAL, HEIGHT, WIDTH, Scene
from workers.stress.texture import Plane, Random, soft, texture_make

PHASES = 8
SIZES = {"person": (0.75, 1.75), "vehicle": (4.6, 1.7)}
"""Width and height, metres."""
_CANVAS = {"person": (96, 224), "vehicle": (368, 136)}


@dataclass(frozen=True)
class Thing:
    """Its looks: a picture for each phase of its gait."""

    kind: str
    luma: list[Plane]
    alpha: list[Plane]
    color: tuple[float, float]
    """Chroma."""
    contrast: float = 1.0
    """How far it differs from the ground under it, 1 as it is."""


@dataclass(frozen=True)
class Place:
    """Where on the ground a thing stands, metres; the way it has gone; 1 to the right, -1 to the left."""

    right: float
    ahead: float
    way: float
    facing: int = 1


def thing_make(random: Random, kind: str, contrast: float = 1.0) -> Thing:
    draw = _person if kind == "person" else _vehicle
    colors = random.uniform(25, 215, 4)
    colors[1] = (colors[0] + random.uniform(50, 110)) % 220  # trousers and shirt differ
    width, height = _CANVAS[kind]
    grain = texture_make(random, height, width, 0.9)
    pictures = [draw(phase / PHASES, colors) for phase in range(PHASES)]
    luma = [np.clip(picture * (1 + 0.10 * grain), 5, 235) for picture, _ in pictures]
    chroma = float(random.uniform(-18, 18)), float(random.uniform(-14, 22))
    return Thing(kind, luma, [alpha for _, alpha in pictures], chroma, contrast)


def place_box(scene: Scene, kind: str, place: Place) -> tuple[float, float, float, float]:
    """Left, top, width, height in pixels."""
    x, foot = scene.ground.pixel(place.right, place.ahead)
    wide, tall = (metres * FOCAL / place.ahead for metres in SIZES[kind])
    return x - wide / 2, foot - tall, wide, tall


def thing_draw(scene: Scene, thing: Thing, place: Place, sunshine: float) -> None:
    """Into the scene's surfaces, its shadow first; ``sunshine`` 0..1 makes the shadow dark."""
    stride = 1.5 if thing.kind == "person" else 2.0
    phase = int(place.way / stride * PHASES) % PHASES
    box = place_box(scene, thing.kind, place)
    luma, alpha = (part[phase][:, :: place.facing] for part in (thing.luma, thing.alpha))
    _shadow(scene, alpha, box, sunshine)
    _blend(scene, thing, luma, alpha, box, place.ahead)


def _blend(
    scene: Scene, thing: Thing, luma: Plane, alpha: Plane, box: tuple[float, ...], ahead: float
) -> None:
    shape, (rows, columns) = _placed(alpha, box)
    if not shape.size:
        return
    face = _placed(np.ascontiguousarray(luma), box)[0]
    ground = scene.luma[rows, columns]
    mean = float(ground.mean())
    face = mean + thing.contrast * (face - mean)
    scene.luma[rows, columns] = ground + shape * (face - ground)
    scene.depth[rows, columns][shape > 0.5] = ahead
    half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
    small = shape[::2, ::2][: half[0].stop - half[0].start, : half[1].stop - half[1].start]
    for plane, value in zip(scene.chroma, thing.color, strict=True):
        part = plane[half][: small.shape[0], : small.shape[1]]
        part += small[: part.shape[0], : part.shape[1]] * (thing.contrast * value - part)


def _placed(picture: Plane, box: tuple[float, ...]) -> tuple[Plane, tuple[slice, slice]]:
    """The picture at its size and sub-pixel place, cut to what is in view, and the rows and columns there."""
    left, top, wide, tall = box
    size = max(2, round(wide)), max(2, round(tall))
    small = cv2.resize(np.ascontiguousarray(picture), size, interpolation=cv2.INTER_AREA)
    x, y = math.floor(left), math.floor(top)
    shift = np.array([[1, 0, left - x], [0, 1, top - y]], np.float32)
    moved = cv2.warpAffine(small, shift, (size[0] + 1, size[1] + 1))
    rows = slice(min(max(y, 0), HEIGHT), max(0, min(y + size[1] + 1, HEIGHT)))
    columns = slice(min(max(x, 0), WIDTH), max(0, min(x + size[0] + 1, WIDTH)))
    part = moved[rows.start - y : rows.stop - y, columns.start - x : columns.stop - x]
    return np.asarray(part, np.float32), (rows, columns)


def _shadow(scene: Scene, alpha: Plane, box: tuple[float, ...], sunshine: float) -> None:
    """Cast flat on the ground to the right, and a dark line where it stands."""
    left, top, wide, tall = box
    flat = left + 0.25 * wide, top + tall * 0.86, wide * 1.5, tall * 0.22
    for shape_box, strength in ((flat, 0.45 * sunshine), ((left, top + tall * 0.94, wide, tall * 0.1), 0.3)):
        shape, (rows, columns) = _placed(alpha, shape_box)
        if shape.size and strength > 0.02:
            scene.luma[rows, columns] *= 1 - strength * soft(shape, 0.8)


def _person(phase: float, colors: NDArray[np.float64]) -> tuple[Plane, Plane]:
    """A walker from the side, 0.75 m × 1.75 m."""
    trousers, shirt, _, hair = colors
    luma, alpha = _canvas("person")
    swing = math.sin(2 * math.pi * phase)
    for side, shade in ((-1, 0.75), (1, 1.0)):
        foot = 48 + side * swing * 30
        knee = 48 + side * swing * 14 + 4
        _limb(luma, alpha, [(48, 118), (knee, 168), (foot, 219)], trousers * shade, 17)
        _limb(
            luma,
            alpha,
            [(48, 62), (46 - side * swing * 16, 98), (50 - side * swing * 24, 124)],
            shirt * shade,
            11,
        )
    _limb(luma, alpha, [(48, 58), (48, 116)], shirt, 32)
    cv2.circle(luma, (50, 26), 16, 150.0, -1, cv2.LINE_AA)
    cv2.circle(alpha, (50, 26), 16, 1.0, -1, cv2.LINE_AA)
    cv2.ellipse(luma, (47, 20), (16, 12), 0, 0, 360, float(hair) * 0.5, -1, cv2.LINE_AA)
    return luma, alpha


def _vehicle(phase: float, colors: NDArray[np.float64]) -> tuple[Plane, Plane]:
    """A car from the side, 4.6 m × 1.7 m, that faces right."""
    luma, alpha = _canvas("vehicle")
    body = float(max(colors[0], 40))
    outline = [(6, 104), (8, 66), (78, 58), (120, 16), (236, 14), (286, 56), (350, 68), (362, 104)]
    _area(luma, alpha, outline, body)
    _area(luma, alpha, [(6, 84), (362, 88), (362, 106), (6, 106)], body * 0.72)
    for pane in ([(96, 56), (126, 22), (176, 21), (176, 56)], [(184, 56), (184, 21), (232, 21), (268, 56)]):
        _area(luma, alpha, pane, 45.0)
    _area(luma, alpha, [(342, 72), (358, 74), (358, 84), (342, 82)], 225.0)
    for x in (76, 290):
        for radius, value in ((28, 22.0), (15, 130.0)):
            cv2.circle(luma, (x, 106), radius, value, -1, cv2.LINE_AA)
            cv2.circle(alpha, (x, 106), radius, 1.0, -1, cv2.LINE_AA)
        angle = 2 * math.pi * phase
        spoke = round(x + 14 * math.cos(angle)), round(106 + 14 * math.sin(angle))
        cv2.line(luma, (x, 106), spoke, 50.0, 4, cv2.LINE_AA)
    return luma, alpha


def _canvas(kind: str) -> tuple[Plane, Plane]:
    width, height = _CANVAS[kind]
    return np.zeros((height, width), np.float32), np.zeros((height, width), np.float32)


def _limb(luma: Plane, alpha: Plane, points: Sequence[tuple[float, float]], value: float, width: int) -> None:
    line = [np.array(points).round().astype(np.int32)]
    cv2.polylines(luma, line, isClosed=False, color=float(value), thickness=width, lineType=cv2.LINE_AA)
    cv2.polylines(alpha, line, isClosed=False, color=1.0, thickness=width, lineType=cv2.LINE_AA)


def _area(luma: Plane, alpha: Plane, points: Sequence[tuple[float, float]], value: float) -> None:
    corners = [np.array(points).round().astype(np.int32)]
    cv2.fillPoly(luma, corners, value, cv2.LINE_AA)
    cv2.fillPoly(alpha, corners, 1.0, cv2.LINE_AA)
