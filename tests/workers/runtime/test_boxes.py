"""What a plugin sees where goes into scores.json, for the frames that can be in a segment."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.workers.sample_plugin import SamplePlugin
from workers.plugin import Box
from workers.runtime.calls import MOST_BOXES, boxes_make
from workers.runtime.errors import RequestFailedError

SCORES = np.array([0.1, 0.3, 0.9, 0.29])
"""Two of four frames are at the threshold off, 0.3."""
TIMES = np.array([0.0, 2.0, 4.0001, 6.0])


class Boxed(SamplePlugin):
    box_labels = ("lamp", "door")

    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("door", float(row), 0.5, 0.25, 0.125, 0.0625)] if row > 0.5 else []


class Crowd(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("lamp", index / 100, 0, 0, 1, 1) for index in range(100)]


class Wrong(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("window", 0.5, 0, 0, 1, 1)]


def made(plugin: SamplePlugin) -> Any:
    return json.loads(gzip.decompress(boxes_make(plugin, TIMES, SCORES, SCORES)))


def test_only_frames_that_can_be_in_a_segment_are_told() -> None:
    assert made(Boxed()) == {
        "labels": ["lamp", "door"],
        "frames": [[2.0], [4.0, 1, 9000, 5000, 2500, 1250, 625]],
    }


def test_of_a_crowd_the_surest_are_kept() -> None:
    first = made(Crowd())["frames"][0]
    assert first[2::6] == [score * 100 for score in range(99, 99 - MOST_BOXES, -1)]


def test_a_plugin_without_labels_is_not_asked() -> None:
    assert boxes_make(SamplePlugin(), TIMES, SCORES, SCORES) == b""


def test_a_box_that_cannot_be_is_told_in_words() -> None:
    with pytest.raises(RequestFailedError, match="'window', which is not among box_labels"):
        boxes_make(Wrong(), TIMES, SCORES, SCORES)
