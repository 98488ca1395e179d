"""From what was found in each frame to scores with reasons."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from workers.plugin import Scores
from workers.plugins._blobs import FOUND
from workers.plugins._verdict import quantile_around, scores_from

COUNT = 240
TIMES = np.arange(float(COUNT))


def _found(**fields: Any) -> NDArray[Any]:
    """A calm camera; ``fields`` are ``(frames, value)``."""
    found = np.zeros(COUNT, FOUND)
    for name in ("raw", "sharp", "top"):
        found[name] = 0.03
    for name, (frames, value) in fields.items():
        found[name][frames] = value
    return found


def _thing(frames: slice, evidence: float, **fields: Any) -> NDArray[Any]:
    strong = dict.fromkeys(("raw", "sharp", "top"), (frames, evidence))
    return _found(**{**strong, "mass": (frames, 150.0), "share": (frames, 0.012), **fields})


def _reason(scores: Scores, frame: int) -> str:
    assert scores.suppressed is not None
    assert scores.suppressed_reason is not None
    assert scores.values[frame] < 0.5 <= scores.suppressed[frame]
    return str(scores.reasons[scores.suppressed_reason[frame]].text)


INSIDE = slice(100, 110)
EXPLAINED = dict.fromkeys(("raw", "sharp", "top"), (INSIDE, 0.02))


def test_a_thing_is_proposed_with_the_share_of_the_picture_that_it_takes() -> None:
    scores = scores_from(TIMES, _thing(INSIDE, 1.5))
    assert scores.values[INSIDE].min() > 0.7
    assert np.delete(scores.values, INSIDE).max() < 0.1
    assert scores.reason is not None
    assert scores.amount is not None
    text = scores.reasons[scores.reason[105]].text
    assert text % {"amount": f"{scores.amount[105]:.1f}"} == "motion, 1.2 % of the picture"


def test_evidence_counts_more_on_a_camera_where_little_happens_by_itself() -> None:
    calm = scores_from(TIMES, _thing(INSIDE, 0.6)).values[105]
    found = _thing(INSIDE, 0.6)
    found["top"] = np.maximum(found["top"], 0.2)
    assert calm > scores_from(TIMES, found).values[105]


def test_a_disturbance_all_over_the_picture_is_rain_or_snow() -> None:
    every = slice(0, COUNT)
    scores = scores_from(TIMES, _thing(every, 0.9, rest=(every, 0.2), mass=(every, 60.0)))
    assert scores.values.max() < 0.3
    assert _reason(scores, 100) == "rain or snow"


def test_a_large_thing_is_found_in_rain() -> None:
    every = slice(0, COUNT)
    found = _thing(every, 0.9, rest=(every, 0.2), mass=(every, 60.0))
    found["top"][INSIDE], found["mass"][INSIDE] = 2.5, 1500.0
    scores = scores_from(TIMES, found)
    assert scores.values[INSIDE].min() > 0.6
    assert np.delete(scores.values, INSIDE).max() < 0.3


def test_what_is_as_large_as_the_drops_of_these_minutes_is_rain() -> None:
    every = slice(0, COUNT)
    found = _thing(every, 1.4, rest=(every, 0.22), mass=(every, 150.0))
    found["top"][::7], found["mass"][::7] = 1.5, 210.0
    assert scores_from(TIMES, found).values.max() < 0.3
    found["top"][INSIDE], found["mass"][INSIDE] = 2.5, 1000.0
    assert scores_from(TIMES, found).values[INSIDE].min() > 0.6


def test_a_thing_in_many_parts_that_stays_is_no_rain() -> None:
    stays = slice(60, 180)
    scores = scores_from(TIMES, _thing(stays, 3.0, rest=(stays, 0.5), mass=(stays, 3000.0)))
    assert scores.values[stays].min() > 0.8


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"sharp": (INSIDE, 0.05), "top": (INSIDE, 0.05)}, "out of focus, near the lens"),
        ({"top": (INSIDE, 0.05)}, "usual at this place"),
        ({"scatter": (INSIDE, 0.4)}, "rain or snow"),
        ({"light": (INSIDE, 0.9), **EXPLAINED}, "light change"),
        ({"misfit": (INSIDE, 0.5), **EXPLAINED}, "camera shake or focus"),
        ({"misfit": (INSIDE, 0.5), "light": (INSIDE, 0.9), **EXPLAINED}, "infrared switch"),
    ],
)
def test_what_is_held_back_says_why(fields: dict[str, Any], words: str) -> None:
    assert _reason(scores_from(TIMES, _thing(INSIDE, 1.5, **fields)), 105) == words


def test_a_broken_picture_says_so() -> None:
    assert _reason(scores_from(TIMES, _thing(INSIDE, 3.9, scatter=(INSIDE, 0.4))), 105) == "broken picture"


def test_what_is_there_in_a_single_frame_counts_in_part() -> None:
    assert _reason(scores_from(TIMES, _thing(slice(100, 101), 3.0)), 100) == "in a single frame only"


def test_nothing_is_held_back_where_nothing_was() -> None:
    scores = scores_from(TIMES, _found())
    assert scores.suppressed is not None
    assert scores.suppressed.max() < 0.1


def test_the_quantile_around_is_that_of_the_neighbours() -> None:
    values = np.concatenate([np.zeros(500), np.ones(500)])
    around = quantile_around(values, 24, 0.5)
    assert around[:490].max() == 0
    assert around[-490:].min() == 1
    assert quantile_around(np.array([3.0]), 24, 0.9).tolist() == [3.0]
