"""What happens: people and vehicles that come, pass, stop, stay and leave, well apart from each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workers.stress.scene import HEIGHT, WIDTH, Scene
from workers.stress.texture import Random
from workers.stress.things import Place, Thing, place_box, thing_make

MIXED = ("person", "vehicle", "small", "stays", "faint", "person")
INDOORS = ("person", "waits", "small", "faint", "person")
SLOT_S = 95.0
"""Each event has so much time for itself at least."""


@dataclass(frozen=True)
class Event:
    """A thing and its way over the ground."""

    thing: Thing
    style: str
    legs: tuple[tuple[float, float, float], ...]
    """Seconds, metres to the right, metres ahead: straight and even in between."""

    @property
    def is_hard(self) -> bool:
        return self.style not in ("person", "vehicle")

    def place(self, time: float) -> Place | None:
        """None before it comes and after it has left."""
        times, rights, aheads = (np.array(column) for column in zip(*self.legs, strict=True))
        if not times[0] <= time <= times[-1]:
            return None
        right, ahead = np.interp(time, times, rights), np.interp(time, times, aheads)
        steps = np.hypot(np.diff(rights), np.diff(aheads))
        way = np.interp(time, times, np.concatenate([[0], np.cumsum(steps)]))
        return Place(float(right), float(ahead), float(way), 1 if rights[-1] > rights[0] else -1)


def events_make(random: Random, scene: Scene, duration_s: float, styles: Sequence[str]) -> list[Event]:
    count = max(1, min(len(styles), int(duration_s / SLOT_S)))
    slot = duration_s / count
    return [_event(random, scene, style, index * slot, slot) for index, style in enumerate(styles[:count])]


def event_visible(scene: Scene, event: Event, fps: int) -> tuple[float, float]:
    """First and last time at which half of it is in the picture."""
    first, last = event.legs[0][0], event.legs[-1][0]
    times = np.arange(np.ceil(first * fps), np.floor(last * fps) + 1) / fps
    seen = [time for time in times if (place := event.place(time)) and _share(scene, event, place) >= 0.5]
    return (float(seen[0]), float(seen[-1] + 1 / fps)) if seen else (first, last)


def _share(scene: Scene, event: Event, place: Place) -> float:
    left, top, wide, tall = place_box(scene, event.thing.kind, place)
    inside_x = min(left + wide, WIDTH) - max(left, 0)
    inside_y = min(top + tall, HEIGHT) - max(top, 0)
    return max(0.0, inside_x) * max(0.0, inside_y) / (wide * tall)


def _event(random: Random, scene: Scene, style: str, start: float, slot: float) -> Event:
    kind = "vehicle" if style == "vehicle" or (style == "stays" and random.random() < 0.5) else "person"
    thing = thing_make(random, kind, 0.35 if style == "faint" else 1.0)
    speed = {"slow": 0.35, "vehicle": 3.5}.get(style, 3.0 if kind == "vehicle" else 1.4)
    points = _way(random, scene, style, kind)
    moves = np.hypot(*np.diff(np.array(points), axis=0).T) / speed
    halt = float(random.uniform(0.42, 0.5)) * slot if style in ("stays", "waits") else 0.0
    scale = min(1.0, (0.62 * slot - halt) / moves.sum())
    at = start + float(random.uniform(0.15, 0.3)) * slot
    legs = [(at, *points[0]), (at + moves[0] * scale, *points[1])]
    legs.append((legs[1][0] + halt, *points[1]))
    legs.append((legs[2][0] + moves[1] * scale, *points[2]))
    return Event(thing, style, tuple(legs))


def _way(random: Random, scene: Scene, style: str, kind: str) -> list[tuple[float, float]]:
    """From outside the picture over a middle point to the outside again."""
    rows = {"small": (14, 20), "slow": (60, 90)}.get(style, (45, 150))
    if kind == "vehicle":
        rows = (55, 110)
    near = scene.ground.horizon + _foot(scene, *rows, random)
    near = min(max(scene.base + 6, near), HEIGHT - 20)
    aheads = [scene.ground.metres(0, near + float(random.uniform(-4, 4)))[1] for _ in range(3)]
    if kind == "vehicle":
        aheads = [aheads[0]] * 3
    side = -1 if random.random() < 0.5 else 1
    outside = [scene.ground.metres(WIDTH / 2, near)[1] * 0.7 + (3 if kind == "vehicle" else 0.6)] * 2
    middle = float(random.uniform(-0.35, 0.35)) * aheads[1]
    return [(-side * outside[0], aheads[0]), (middle, aheads[1]), (side * outside[1], aheads[2])]


def _foot(scene: Scene, low: float, high: float, random: Random) -> float:
    """Rows under the horizon at which a person is ``low`` to ``high`` pixels tall."""
    return float(random.uniform(low, high)) * scene.ground.camera_m / 1.75
