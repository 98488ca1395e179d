"""``scores.json``: written by the worker before it answers, read by the web with the answer."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from smartcut.core.segments import Segment, Thresholds


class ReasonText(BaseModel):
    """Why a frame has its score, in English; ``%(amount)s`` stands for the frame's number."""

    model_config = ConfigDict(frozen=True)

    text: str
    digits: int = 0
    """Decimals of the number."""


class Suppressed(BaseModel):
    """A stretch that the plugin saw and held back; times in seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    start: float
    stop: float
    best: float
    """Time of the frame that would have had the highest score."""
    score: float
    reason: int = -1
    """Index into ``reasons``; -1 for none."""
    amount: float = 0.0


class ScoresFile(BaseModel):
    """The score of each frame, and the segments that the worker made of them."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_bytes="base64", val_json_bytes="base64")

    version: Literal[1] = 1
    times: list[float]
    """Presentation times in seconds, ascending."""
    scores: list[float]
    """0..1, one for each time."""
    thresholds: Thresholds
    segments: list[Segment]
    reasons: list[ReasonText] = []
    reason: list[int] = []
    """One for each time, an index into ``reasons`` or -1; empty when the plugin gives no reasons."""
    amount: list[float] = []
    """The number in the reason's text, one for each time; empty as above."""
    suppressed: list[Suppressed] = []
    boxes: bytes = b""
    """As boxes.py packs them; empty when the plugin tells none."""
    keeps_features: bool = False
    """Whether the digest is needed when the request is ready: the plugin learns from corrections."""
    plugin_version: str = ""
    """Which version of the plugin made the scores; "" when it is not known."""
    taught: int = 0
    """As in the ``request.json`` that the worker read: older scores must not pass for newer ones."""
