"""``request.json``: written by the web, read by the worker."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


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
