"""What is to be ignored is one flat grey; points are inside or not."""

from __future__ import annotations

import cv2
import numpy as np

from smartcut.core.areas import Area
from workers.plugin import Frame

LEFT = Area(kind="look", points=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
TOP = Area(kind="ignore", points=((0, 0), (1, 0), (1, 0.25), (0, 0.25)))
WHITE = cv2.imencode(".jpg", np.full((80, 120, 3), 255, np.uint8))[1].tobytes()


def test_without_areas_the_whole_picture_counts() -> None:
    frame = Frame(0.0, WHITE)
    assert frame.bgr().min() == 255
    assert frame.is_inside(0.99, 0.01)


def test_all_but_what_is_looked_at_is_grey() -> None:
    gray = Frame(0.0, WHITE, (LEFT,)).gray(2)
    assert np.unique(gray[:, :29]).tolist() == [255]
    assert np.unique(gray[:, 32:]).tolist() == [127]


def test_what_is_ignored_is_grey_within_what_is_looked_at_too() -> None:
    picture = Frame(0.0, WHITE, (LEFT, TOP)).bgr()
    assert np.unique(picture[:19]).tolist() == [127]
    assert np.unique(picture[23:, :59]).tolist() == [255]


def test_a_plugin_may_have_the_whole_picture() -> None:
    assert Frame(0.0, WHITE, (TOP,)).gray(is_masked=False).min() == 255


def test_a_point_is_inside_what_is_looked_at_and_not_ignored() -> None:
    frame = Frame(0.0, WHITE, (LEFT, TOP))
    assert [frame.is_inside(*point) for point in ((0.2, 0.9), (0.8, 0.9), (0.2, 0.1))] == [True, False, False]
    assert [frame.is_inside(*corner) for corner in ((0, 1), (1, 1))] == [True, False]
