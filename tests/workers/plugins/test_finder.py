"""Frames are gone through in shares, several at once: what is found is the same."""

from __future__ import annotations

import os
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from workers.plugins import _finder
from workers.plugins._finder import BINS_A_THREAD, found_make

STEP_S, FRAMES_A_BIN = 5.0, 24


@pytest.fixture
def pictures() -> NDArray[np.uint8]:
    """Of a video long enough for three threads: noise, and a thing now and then."""
    random = np.random.default_rng(4)
    scene = cv2.resize(random.uniform(60, 180, (12, 20)), (64, 36))
    made = scene + random.normal(0, 2, (3 * BINS_A_THREAD * FRAMES_A_BIN + 5, 36, 64))
    for start in range(50, len(made), 400):
        made[start : start + 6, 10:20, 20:30] = 230
    return np.clip(made, 0, 255).astype(np.uint8)


def _times(pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.arange(len(pictures), dtype=np.float64) * STEP_S


def test_threads_change_nothing(pictures: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch) -> None:
    times = _times(pictures)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    alone = found_make(times, pictures)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    together = found_make(times, pictures)
    assert alone["top"].max() > 1
    np.testing.assert_array_equal(alone, together)


def test_where_one_share_fails_the_others_end(
    pictures: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[int] = []

    def fill(self: Any, found: NDArray[Any], index: int) -> None:
        filled.append(index)
        if index == 0:
            raise MemoryError("no room")
        fill_really(self, found, index)

    fill_really = _finder.Finder.fill
    monkeypatch.setattr(_finder.Finder, "fill", fill)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with pytest.raises(MemoryError, match="no room"):
        found_make(_times(pictures), pictures)
    assert len(filled) < BINS_A_THREAD
