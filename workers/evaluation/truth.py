"""``TRUTH.json``: what happens in a video, and when."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Stretch(BaseModel):
    """Part of a video, seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: float
    stop: float
    kind: str = ""


class Truth(BaseModel):
    """The truth about one video."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    duration: float
    events: list[Stretch]
    ignore: list[Stretch] = []
    """Doubtful: counted nowhere."""
    nuisances: list[Stretch] = []
    """Disturbances that must not be proposed."""


def truth_read(path: Path) -> Truth:
    return Truth.model_validate_json(path.read_bytes())
