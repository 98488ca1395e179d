"""The kinds of stress footage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workers.stress.disturbance import Disturbance
from workers.stress.events import INDOORS, MIXED
from workers.stress.lens import Clock, Insects, Shake, Soft
from workers.stress.lights import Door, Exposure, Flicker, Headlights, Infrared
from workers.stress.movers import Flag, Leaves, Water
from workers.stress.weather import Clouds, Fog, Rain, Snow


@dataclass(frozen=True)
class Kind:
    disturbance: type[Disturbance] = Disturbance
    styles: Sequence[str] = MIXED
    is_indoors: bool = False
    is_starved: bool = False
    """Few bits and rare keyframes: the picture pulses."""


KINDS = {
    "quiet": Kind(),
    "rain": Kind(Rain),
    "snow": Kind(Snow),
    "fog": Kind(Fog),
    "headlights": Kind(Headlights),
    "insects": Kind(Insects),
    "shake": Kind(Shake),
    "exposure": Kind(Exposure),
    "pulsing": Kind(is_starved=True),
    "door": Kind(Door, INDOORS, is_indoors=True),
    "flag": Kind(Flag),
    "water": Kind(Water),
    "clouds": Kind(Clouds),
    "infrared": Kind(Infrared),
    "leaves": Kind(Leaves),
    "soft": Kind(Soft),
    "clock": Kind(Clock),
    "flicker": Kind(Flicker, INDOORS, is_indoors=True),
    "stays": Kind(styles=("stays",) * 4),
    "slow": Kind(styles=("slow",) * 5),
    "small": Kind(styles=("small",) * 6),
}
