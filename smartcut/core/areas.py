"""Areas of a camera's picture: polygons to look at, and polygons to ignore."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AREAS_AT_MOST = 20
POINTS_AT_MOST = 50
SMALLEST_AREA = 1e-5
"""Share of the picture; less is a slip of the hand."""

_Share = Annotated[float, Field(ge=0, le=1)]
Point = tuple[_Share, _Share]


class Area(BaseModel):
    """A polygon; its points are shares of the picture's width and height, from the upper left corner."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    kind: Literal["look", "ignore"]
    points: tuple[Point, ...] = Field(min_length=3, max_length=POINTS_AT_MOST)


Areas = tuple[Area, ...]
"""With one or more to look at, all else is ignored; what is to be ignored always is."""


def area_problem(area: Area) -> Literal["crossed", "flat"] | None:
    """Why a polygon cannot be told inside from outside; the browser asks the same (areas/geometry.js)."""
    edges = list(zip(area.points, (*area.points[1:], area.points[0]), strict=True))
    if any(_is_crossing(*one, *other) for one, other in combinations(edges, 2)):
        return "crossed"
    return "flat" if abs(_surface(area.points)) < SMALLEST_AREA else None


def _surface(points: tuple[Point, ...]) -> float:
    """Share of the picture, negative when the points go round the other way."""
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _is_crossing(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the edges ab and cd cross inside both; a common corner does not count."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
