"""``request.json``: written by the web, read by the worker."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from smartcut.core.areas import Areas


class Example(BaseModel):
    """A stretch that the analyst has judged, in this video or in another one of the same camera."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    folder: str
    """``{user_request_uid}/{video_name}`` of the request whose features it is about."""
    start: float
    stop: float
    is_relevant: bool


class RequestFile(BaseModel):
    """What a request carries beyond the message schema."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    plugin_name: str
    duration: float
    """Seconds."""
    interval: float
    """Seconds between the sampled frames that were asked for."""
    chunks: int | None = None
    """How many chunks the whole upload has; None until it is complete."""
    camera: str = ""
    """The name that the analyst gave to the camera; empty when none."""
    areas: Areas = ()
    examples: tuple[Example, ...] = ()
    """Only for plugins that learn."""
    taught: int = 0
    """How many times the analyst has asked for more like the examples: which scores are meant."""
