from typing import Any

import pytest
from pydantic import ValidationError

from smartcut.core.areas import Area, area_problem

TRIANGLE = ((0, 0), (1, 0), (0.5, 1))


def test_an_area_survives_json() -> None:
    area = Area(kind="ignore", points=TRIANGLE)
    assert Area.model_validate_json(area.model_dump_json()) == area


@pytest.mark.parametrize(
    "fields",
    [
        {"points": TRIANGLE[:2]},
        {"points": [(0, 0)] * 51},
        {"points": [(0, 0), (1.01, 0), (0, 1)]},
        {"points": [(0, 0), (float("nan"), 0), (0, 1)]},
        {"kind": "watch"},
        {"name": "gate"},
    ],
)
def test_what_is_no_polygon_in_the_picture_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Area.model_validate({"kind": "look", "points": TRIANGLE} | fields)


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        (TRIANGLE, None),
        (((0, 0), (1, 0), (1, 1), (0.9, 0.1)), None),
        (((0, 0), (1, 1), (1, 0), (0, 1)), "crossed"),
        (((0, 0), (0.5, 0.5), (1, 1)), "flat"),
        (((0.2, 0.2),) * 4, "flat"),
        (((0, 0), (0.003, 0), (0, 0.003)), "flat"),
    ],
)
def test_a_polygon_needs_an_inside(points: tuple[tuple[float, float], ...], problem: str | None) -> None:
    assert area_problem(Area(kind="look", points=points)) == problem
