"""``TRUTH.json``: what happens in a video, and when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from smartcut.core.segments import Segment


class Stretch(BaseModel):
    """Part of a video, seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: float
    stop: float
    kind: str = ""


AnySpan = TypeVar("AnySpan", Stretch, Segment)


class Truth(BaseModel):
    """The truth about one video."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    duration: float
    events: list[Stretch]
    ignore: list[Stretch] = []
    """Doubtful: counted nowhere."""
    nuisances: list[Stretch] = []
    """Disturbances that must not be proposed."""


def truth_part(truth: Truth, start: float, stop: float) -> Truth:
    """A part of a video as if it were one; an event that reaches into it from before is doubtful."""
    whole = [event for event in truth.events if event.start >= start]
    cut = [event for event in truth.events if event.start < start]
    return Truth(
        duration=stop - start,
        events=spans_part(whole, start, stop),
        ignore=spans_part([*truth.ignore, *cut], start, stop),
        nuisances=spans_part(truth.nuisances, start, stop),
    )


def spans_part(spans: Sequence[AnySpan], start: float, stop: float) -> list[AnySpan]:
    """What of them lies in a part of the video, in times of that part."""
    inside = [span for span in spans if span.start < stop and span.stop > start]
    times = [(max(span.start, start) - start, min(span.stop, stop) - start) for span in inside]
    pairs = zip(inside, times, strict=True)
    return [span.model_copy(update={"start": one, "stop": other}) for span, (one, other) in pairs]


def truth_read(path: Path) -> Truth:
    return Truth.model_validate_json(path.read_bytes())
