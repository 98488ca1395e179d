"""``failure.json``: left by the worker before it tells that scoring a video again failed, read by the web."""

from pydantic import BaseModel, ConfigDict


class FailureFile(BaseModel):
    """Which of the analyst's wishes the failure is about: the message does not say."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    taught: int
    """As in the ``request.json`` that the worker read."""
