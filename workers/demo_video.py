"""``python -m workers.demo_video OUT.mp4``: a synthetic camera clip, and ``OUT.json`` with its truth.

Every frame follows from its number alone, so the same call always shows the same pictures.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Kind = Literal["person", "vehicle"]

WIDTH, HEIGHT, FPS, KEYFRAME_S = 640, 360, 10, 2
HORIZON = 150
NOISE_TILES = 16
SEED = 20


@dataclass(frozen=True)
class Event:
    """Something that comes along its ``path`` (ground points), may halt half way, and leaves."""

    start: float
    stop: float
    kind: Kind
    path: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    halt: float = 0.0
    """Share of the time spent standing at the middle point."""


@dataclass(frozen=True)
class Nuisance:
    """A stretch of changed light that is no event."""

    start: float
    stop: float
    kind: Literal["cloud", "light_switch"]
    gain: float


def demo_video_write(path: Path, duration_s: float = 600.0) -> Path:
    """Writes the clip and its truth, each whole or not at all; returns the path of the truth."""
    events, nuisances = _events(duration_s), _nuisances(duration_s)
    _write_whole(path, lambda partial: _encode(partial, _pictures(duration_s, events, nuisances)))
    truth_path = path.with_suffix(".json")
    truth = json.dumps(_truth(duration_s, events, nuisances), indent=1)
    _write_whole(truth_path, lambda partial: partial.write_text(truth))
    return truth_path


def _events(duration: float) -> list[Event]:
    """A walk, a drive past, a delivery that stays a while, a person who waits: well apart."""

    def event(share: float, length: float, *rest: Any) -> Event:
        start = round(duration * share, 1)
        return Event(start, start + min(length, round(duration / 10, 1)), *rest)

    return [
        event(0.13, 22.0, "person", ((-20, 300), (300, 280), (670, 262))),
        event(0.35, 8.0, "vehicle", ((760, 235), (320, 232), (-120, 230))),
        event(0.55, 40.0, "vehicle", ((-150, 330), (330, 300), (800, 318)), 0.7),
        event(0.81, 26.0, "person", ((660, 330), (430, 290), (655, 250)), 0.5),
    ]


def _nuisances(duration: float) -> list[Nuisance]:
    shares = ((0.02, 0.10, "cloud", 0.8), (0.24, 0.32, "light_switch", 1.2), (0.67, 0.77, "cloud", 0.75))
    return [
        Nuisance(round(start * duration, 1), round(stop * duration, 1), kind, gain)  # type: ignore[arg-type]
        for start, stop, kind, gain in shares
    ]


def _truth(duration: float, events: Sequence[Event], nuisances: Sequence[Nuisance]) -> dict[str, Any]:
    return {
        "duration": duration,
        "fps": FPS,
        "width": WIDTH,
        "height": HEIGHT,
        "real": "synthetic",
        "events": [{"start": e.start, "stop": round(e.stop, 1), "kind": e.kind} for e in events],
        "nuisances": [asdict(nuisance) for nuisance in nuisances],
        "permanent": ["sensor noise", "slow light drift", "clock overlay"],
    }


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # two writers must not share it
    partial = path.with_name(f"{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _encode(path: Path, pictures: Iterator[Picture]) -> None:
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        keyframes = {"g": str(FPS * KEYFRAME_S), "sc_threshold": "0"}
        stream.options = {"preset": "superfast", "crf": "27", "threads": "1", **keyframes}
        for index, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _pictures(duration: float, events: Sequence[Event], nuisances: Sequence[Nuisance]) -> Iterator[Picture]:
    """Planar 4:2:0 pictures, as the encoder wants them."""
    random = np.random.default_rng(SEED)
    scene = _scene(random)
    noise = random.normal(0, 2.2, (NOISE_TILES, HEIGHT, WIDTH)).round().astype(np.int16)
    shifts = random.integers(0, HEIGHT, round(duration * FPS))
    for index in range(round(duration * FPS)):
        time = index / FPS
        picture = scene.copy()
        for event in events:
            if event.start <= time < event.stop:
                _draw_event(picture, event, time)
        planes = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
        luma = cv2.convertScaleAbs(planes[:HEIGHT], alpha=_gain(time, duration, nuisances))
        tile = np.roll(noise[index % NOISE_TILES], shifts[index], axis=0)
        planes[:HEIGHT] = cv2.add(luma, tile, dtype=cv2.CV_8U)
        _draw_clock(planes[:HEIGHT], time)
        yield planes


def _gain(time: float, duration: float, nuisances: Sequence[Nuisance]) -> float:
    """Brightness: a slow drift, clouds that come and go within seconds, a lamp that switches at once."""
    gain = 1 + 0.1 * math.sin(2 * math.pi * time / duration)
    for nuisance in nuisances:
        if nuisance.start <= time < nuisance.stop:
            edge = min(time - nuisance.start, nuisance.stop - time)
            depth = 1.0 if nuisance.kind == "light_switch" else min(1.0, edge / 8)
            gain *= 1 + (nuisance.gain - 1) * depth
    return gain


def _draw_clock(luma: Picture, time: float) -> None:
    seconds = 8 * 3600 + int(time)
    text = f"2024-05-14 {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}  CAM 01"
    for color, thickness in ((16, 3), (235, 1)):
        cv2.putText(luma, text, (12, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.45, color, thickness, cv2.LINE_AA)


def _scene(random: np.random.Generator) -> Picture:
    """A yard: sky, far trees and houses, a near building with its shadow, asphalt with parking lines."""
    rows = np.linspace(0, 1, HORIZON, dtype=np.float32)[:, None, None]
    scene = np.full((HEIGHT, WIDTH, 3), (96, 100, 102), np.float32)
    scene[:HORIZON] = (1 - rows) * (214, 176, 138) + rows * (226, 214, 204)
    scene[HORIZON - 8 :] += _ground_texture(random)
    _draw_far_side(scene, random)
    _draw_marks(scene)
    shadow = np.array([(228, 190), (400, 206), (300, 262), (228, 300)], np.int32)
    shade = cv2.GaussianBlur(cv2.fillPoly(np.ones((HEIGHT, WIDTH), np.float32), [shadow], 0.55), (0, 0), 1.5)
    scene *= shade[..., None]
    _draw_building(scene)
    return np.clip(cv2.GaussianBlur(scene, (0, 0), 0.7), 0, 255).astype(np.uint8)


def _ground_texture(random: np.random.Generator) -> NDArray[np.float32]:
    """Grain that grows towards the camera, and a darker distance."""
    height = HEIGHT - HORIZON + 8
    near = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    fine = random.normal(0, 5, (height, WIDTH)).astype(np.float32)
    coarse = cv2.resize(random.normal(0, 9, (height // 6, WIDTH // 12)).astype(np.float32), (WIDTH, height))
    return np.asarray(((1 - near) * -12 + fine * (0.4 + near) + coarse)[..., None], np.float32)


def _draw_far_side(scene: NDArray[np.float32], random: np.random.Generator) -> None:
    for left, top, width, color in ((300, 96, 90, (128, 140, 160)), (420, 108, 130, (150, 150, 146))):
        cv2.rectangle(scene, (left, top), (left + width, HORIZON), color, -1)
        for x in range(left + 8, left + width - 10, 18):
            cv2.rectangle(scene, (x, top + 10), (x + 8, top + 22), (84, 76, 70), -1)
    for x in range(230, WIDTH + 20, 13):
        center, radius = (x, int(random.integers(132, 146))), int(random.integers(9, 20))
        shade = float(random.uniform(0.7, 1.1))
        cv2.circle(scene, center, radius, (48 * shade, 84 * shade, 66 * shade), -1, cv2.LINE_AA)
    cv2.rectangle(scene, (228, HORIZON - 2), (WIDTH, HORIZON + 6), (118, 122, 122), -1)


def _draw_marks(scene: NDArray[np.float32]) -> None:
    """Parking lines that meet at a vanishing point, and a kerb."""
    for x in range(-400, 1200, 130):
        far, near = (round(430 + (x - 430) * 0.34), 200), (x, HEIGHT)
        cv2.line(scene, far, near, (190, 194, 196), 2, cv2.LINE_AA)
    cv2.line(scene, (0, 200), (WIDTH, 196), (168, 170, 170), 3, cv2.LINE_AA)


def _draw_building(scene: NDArray[np.float32]) -> None:
    wall = np.array([(0, 20), (228, 78), (228, 192), (0, 246)], np.int32)
    cv2.fillPoly(scene, [wall], (112, 132, 158), cv2.LINE_AA)
    cv2.fillPoly(
        scene, [np.array([(0, 8), (236, 70), (236, 82), (0, 26)], np.int32)], (70, 72, 78), cv2.LINE_AA
    )
    for left in (20, 78, 182):
        top, bottom = 62 + left * 0.22, 122 + left * 0.05
        pane = np.array(
            [(left, top), (left + 34, top + 7), (left + 34, bottom + 2), (left, bottom)], np.int32
        )
        cv2.fillPoly(scene, [pane], (92, 78, 64), cv2.LINE_AA)
        cv2.polylines(scene, [pane], True, (196, 200, 204), 2, cv2.LINE_AA)  # noqa: FBT003 - OpenCV's order
    cv2.fillPoly(scene, [np.array([(128, 112), (160, 116), (160, 208), (128, 216)], np.int32)], (58, 66, 82))


def _draw_event(picture: Picture, event: Event, time: float) -> None:
    x, y, way = _position(event, (time - event.start) / (event.stop - event.start))
    scale = (y - HORIZON + 40) / 150
    if event.kind == "person":
        _draw_person(picture, x, y, scale, way)
    else:
        _draw_vehicle(picture, (x, y), scale, way, 1 if event.path[2][0] > event.path[0][0] else -1)


def _position(event: Event, share: float) -> tuple[float, float, float]:
    """Where it stands at ``share`` of its time, and how far it has gone along its path in pixels."""
    first, middle, last = (np.array(point, float) for point in event.path)
    moving = (1 - event.halt) / 2
    part = min(share / moving, 1) + max(0.0, (share - moving - event.halt) / moving)
    x, y = first + (middle - first) * part if part <= 1 else middle + (last - middle) * (part - 1)
    way = part * float(np.hypot(*(middle - first)))
    return float(x), float(y), way


def _draw_shadow(picture: Picture, x: float, y: float, width: float, height: float) -> None:
    left, right = max(0, round(x - width)), min(WIDTH, round(x + width))
    top, bottom = max(0, round(y - height)), min(HEIGHT, round(y + height))
    if left >= right or top >= bottom:
        return
    ys, xs = np.mgrid[top:bottom, left:right]
    shade = 1 - 0.5 * np.clip(1.6 - 1.6 * (((xs - x) / width) ** 2 + ((ys - y) / height) ** 2), 0, 1)
    picture[top:bottom, left:right] = picture[top:bottom, left:right] * shade[..., None]


def _draw_person(picture: Picture, x: float, y: float, scale: float, way: float) -> None:
    """``y`` is where the feet are; the legs swing with the way gone."""
    _draw_shadow(picture, x + 14 * scale, y, 26 * scale, 5 * scale)
    hip, shoulder = y - 34 * scale, y - 62 * scale
    swing = 9 * scale * math.sin(way / (9 * scale))
    for side, color in ((swing, (70, 52, 44)), (-swing, (84, 62, 52))):
        _line(picture, (x, hip), (x + side, y), color, 7 * scale)
        _line(picture, (x, shoulder + 4 * scale), (x - side * 0.8, hip), (46, 60, 150), 5 * scale)
    _line(picture, (x, hip), (x, shoulder), (40, 52, 168), 15 * scale)
    head = (round(x), round(shoulder - 10 * scale))
    cv2.circle(picture, head, max(2, round(7 * scale)), (120, 150, 196), -1, cv2.LINE_AA)


def _draw_vehicle(
    picture: Picture, ground: tuple[float, float], scale: float, way: float, facing: Literal[-1, 1]
) -> None:
    """A van seen from the side; the wheels stand on ``ground``."""
    x, y = ground

    def area(points: Sequence[tuple[float, float]], color: tuple[int, int, int]) -> None:
        corners = [(x + facing * dx * scale, y + dy * scale) for dx, dy in points]
        cv2.fillPoly(picture, [np.array(corners).round().astype(np.int32)], color, cv2.LINE_AA)

    _draw_shadow(picture, x, y + 2 * scale, 92 * scale, 12 * scale)
    area([(-78, -10), (-78, -68), (34, -68), (58, -40), (80, -34), (80, -10)], (206, 208, 204))
    area([(12, -62), (32, -62), (52, -40), (12, -40)], (88, 74, 60))
    area([(-78, -22), (80, -22), (80, -16), (-78, -16)], (60, 90, 170))
    for dx in (-48, 50):
        hub = (x + facing * dx * scale, y - 8 * scale)
        cv2.circle(picture, (round(hub[0]), round(hub[1])), round(13 * scale), (34, 34, 34), -1, cv2.LINE_AA)
        spoke = 8 * scale * np.array([math.cos(way / (13 * scale)), math.sin(way / (13 * scale))])
        _line(picture, hub, (hub[0] + spoke[0], hub[1] + spoke[1]), (150, 150, 150), 2)


def _line(
    picture: Picture,
    start: tuple[float, float],
    stop: tuple[float, float],
    color: Sequence[int],
    width: float,
) -> None:
    ends = [(round(x), round(y)) for x, y in (start, stop)]
    cv2.line(picture, ends[0], ends[1], tuple(color), max(1, round(width)), cv2.LINE_AA)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m workers.demo_video", description=__doc__)
    parser.add_argument("path", type=Path, metavar="OUT.mp4")
    parser.add_argument("--duration", type=float, default=600.0, help="seconds, default 600")
    options = parser.parse_args(arguments)
    demo_video_write(options.path, options.duration)


if __name__ == "__main__":
    main()
