"""Areas of a camera's picture: polygons to look at, and polygons to ignore."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AREAS_AT_MOST = 20
POINTS_AT_MOST = 50

_Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[_Share, _Share]


class Area(BaseModel):
    """A polygon; its points are shares of the picture's width and height, from the upper left corner."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: Literal["look", "ignore"]
    points: tuple[Point, ...] = Field(min_length=3, max_length=POINTS_AT_MOST)


Areas = tuple[Area, ...]
"""With one or more to look at, all else is ignored; what is to be ignored always is."""
