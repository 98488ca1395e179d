"""``scores.json``: written by the worker before it answers, read by the web with the answer."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from smartcut.core.segments import Segment, Thresholds


class ScoresFile(BaseModel):
    """The score of each frame, and the segments that the worker made of them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    times: list[float]
    """Presentation times in seconds, ascending."""
    scores: list[float]
    """0..1, one for each time."""
    thresholds: Thresholds
    segments: list[Segment]
