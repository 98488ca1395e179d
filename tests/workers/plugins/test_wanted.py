from __future__ import annotations

import numpy as np
import pytest

from workers.plugins._coco import NAMES
from workers.plugins._detections import Detections
from workers.plugins._wanted import CLASSES, LIMIT, wanted_read


def test_it_works() -> None:
    wanted = wanted_read(" truck=0.25, person", NAMES)
    assert wanted.names == ("truck", "person")
    assert wanted.limits.tolist() == pytest.approx([0.25, LIMIT])
    found = Detections(np.eye(4, dtype=np.float32), np.ones(4, np.float32), np.array([0, 79, 7, 2]))
    chosen = wanted.choose(found)
    assert chosen.classes.tolist() == [1, 0]
    assert chosen.boxes.tolist() == found.boxes[[0, 2]].tolist()


def test_something_is_whatever_else_the_detector_knows() -> None:
    wanted = wanted_read("car, something=0.6", NAMES)
    found = Detections(np.eye(3, 4, dtype=np.float32), np.ones(3, np.float32), np.array([0, 2, 67]))
    assert wanted.choose(found).classes.tolist() == [1, 0, 1]
    assert wanted.limits.tolist() == pytest.approx([LIMIT, 0.6])


def test_people_and_vehicles_are_wanted_by_default_and_what_else_comes_if_it_is_sure() -> None:
    wanted = wanted_read(CLASSES, NAMES)
    assert wanted.names == ("person", "bicycle", "car", "motorcycle", "bus", "truck", "something")
    assert wanted.limits[-1] > wanted.limits[0]


@pytest.mark.parametrize("text", ["persons", "person,person", ",", "person,=0.4"])
def test_names_that_the_detector_does_not_know_are_told_with_those_it_knows(text: str) -> None:
    with pytest.raises(ValueError, match=r"SMARTCUT_OBJECTS_CLASSES is .* it knows person, bicycle"):
        wanted_read(text, ("person", "bicycle", ""))


@pytest.mark.parametrize("limit", ["0", "1", "-0.1", "high", "nan"])
def test_a_threshold_is_between_0_and_1(limit: str) -> None:
    with pytest.raises(
        ValueError, match=f"gives car the threshold '{limit}'; it must be above 0 and below 1"
    ):
        wanted_read(f"person,car={limit}", NAMES)
