"""Footage of one kind: the pictures, encoded as a camera does, and the truth about them."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from workers.stress.disturbance import Disturbance
from workers.stress.events import Event, event_visible, events_make
from workers.stress.kinds import KINDS, Kind
from workers.stress.scene import HEIGHT, WIDTH, Scene, scene_make
from workers.stress.sensor import Sensor, light_of_chroma, planes_make
from workers.stress.texture import Plane, Random
from workers.stress.things import thing_draw

FPS = 5
DRIFT_S = 420.0


class Film:
    """All that follows from ``kind`` and ``seed``."""

    def __init__(self, kind: str, seed: int, duration_s: float) -> None:
        self.kind, self.duration_s = kind, duration_s
        made = KINDS[kind]
        random = np.random.default_rng([seed, *kind.encode()])
        self.scene = scene_make(random, is_indoors=made.is_indoors)
        self.events = events_make(random, self.scene, duration_s, made.styles)
        self.disturbance = made.disturbance(random, self.scene, duration_s)
        self.sensor = Sensor(random)
        self.encoding = encoding_make(random, made)

    def pictures(self) -> Iterator[NDArray[np.uint8]]:
        """Planar 4:2:0, in order."""
        for index in range(round(self.duration_s * FPS)):
            yield self._picture(index / FPS)

    def truth(self) -> dict[str, Any]:
        spans = [] if type(self.disturbance) is Disturbance else self.disturbance.spans
        is_permanent = bool(spans) and tuple(spans[0]) == (0.0, self.duration_s)
        return {
            "duration": self.duration_s, "fps": FPS, "width": WIDTH, "height": HEIGHT, "real": "synthetic",
            "events": [self._event(event) for event in self.events],
            "nuisances": [
                {"start": round(start, 2), "stop": round(stop, 2), "kind": self.kind} for start, stop in spans
            ],
            "permanent": ["sensor noise", "slow light drift", *([self.kind] if is_permanent else [])],
        }  # fmt: skip

    def _event(self, event: Event) -> dict[str, Any]:
        start, stop = event_visible(self.scene, event, FPS)
        return {
            "start": start,
            "stop": stop,
            "kind": event.thing.kind,
            "style": event.style,
            "hard": event.is_hard,
        }

    def _picture(self, time: float) -> NDArray[np.uint8]:
        scene, effect = copied(self.scene), self.disturbance
        effect.surfaces(scene, time)
        things = [(event.thing, place) for event in self.events if (place := event.place(time))]
        light = effect.light(scene, time, things)
        for thing, place in things:
            thing_draw(scene, thing, place, float(np.mean(light.sun)))
        luma = light.on(scene) * np.float32(1 + 0.08 * np.sin(2 * np.pi * time / DRIFT_S))
        luma = effect.camera(effect.air(luma, scene, time), time)
        return self._exposed(luma, scene, time)

    def _exposed(self, luma: Plane, scene: Scene, time: float) -> NDArray[np.uint8]:
        effect = self.disturbance
        noisy = self.sensor.noisy(np.minimum(luma, 262), effect.noise_gain)
        effect.overlay(noisy, time)
        return planes_make(noisy, scene.chroma * light_of_chroma(luma), effect.chroma_gain)


def copied(scene: Scene) -> Scene:
    """With planes of its own where a frame may change them."""
    fresh = copy.copy(scene)
    fresh.luma, fresh.chroma, fresh.depth = scene.luma.copy(), scene.chroma.copy(), scene.depth.copy()
    return fresh


def encoding_make(random: Random, kind: Kind) -> dict[str, str]:
    """Quality and distance of keyframes as cameras are set."""
    fixed = {"preset": "superfast", "threads": "1", "sc_threshold": "0"}
    if kind.is_starved:
        return fixed | {"b": "60k", "maxrate": "90k", "bufsize": "120k", "g": str(12 * FPS)}
    return fixed | {"crf": str(int(random.integers(24, 31))), "g": str(int(random.integers(2, 7)) * FPS)}


def stress_video_write(path: Path, kind: str, *, seed: int = 1, duration_s: float = 600.0) -> Path:
    """Writes ``path`` and the truth beside it, each whole or not at all; returns the truth's path."""
    film = Film(kind, seed, duration_s)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, lambda partial: _encode(partial, film))
    truth_path = path.with_suffix(".json")
    _write_whole(truth_path, lambda partial: partial.write_text(json.dumps(film.truth(), indent=1)))
    return truth_path


def _encode(path: Path, film: Film) -> None:
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = dict(film.encoding)
        for index, picture in enumerate(film.pictures()):
            frame = av.VideoFrame.from_ndarray(picture, format="yuv420p")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    partial = path.with_name(f"{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        write(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
