"""Frames come as the browser takes them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.demo_video import demo_video_write
from workers.evaluation.sampling import frames_sample, times_wanted


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sampling") / "demo.mp4"
    demo_video_write(path, 20.0)
    return path


def test_it_works(clip: Path) -> None:
    frames = list(frames_sample(clip, 1.0, 320))
    assert [frame.time for frame in frames] == pytest.approx(np.arange(20.0))
    assert frames[3].bgr().shape == (180, 320, 3)


def test_keyframes_are_taken_where_they_are_near(clip: Path) -> None:
    assert [frame.time for frame in frames_sample(clip, 5.0, 64)] == [0.0, 4.0, 10.0, 14.0]


def test_small_videos_are_not_enlarged(clip: Path) -> None:
    assert next(frames_sample(clip, 5.0, 4000)).gray().shape == (360, 640)


def test_the_frame_shown_at_the_time_is_taken_where_no_keyframe_is_near() -> None:
    shown = [index / 10 for index in range(100)]
    assert times_wanted(shown, [0.0, 4.2], 1.03) == [0.0, 1.0, 2.0, 3.0, 4.2, 5.1, 6.1, 7.2, 8.2, 9.2]


def test_a_keyframe_is_taken_once() -> None:
    assert times_wanted([0.0, 1.0, 2.0, 3.0], [0.0, 2.0], 2.0) == [0.0, 2.0]
    assert times_wanted([0.0, 5.0, 10.0], [0.0, 5.0, 10.0], 2.0) == [0.0, 5.0, 10.0]


def test_a_video_without_frames_has_none() -> None:
    assert times_wanted([], [], 1.0) == []


def test_each_frame_shows_its_time(clip: Path) -> None:
    """The same picture whether it is reached by keyframes or by decoding on."""
    (by_key,) = [frame for frame in frames_sample(clip, 5.0, 640) if frame.time == 10]
    (by_all,) = [frame for frame in frames_sample(clip, 1.0, 640) if frame.time == 10]
    assert np.array_equal(by_key.gray(), by_all.gray())
    assert cv2.Laplacian(by_key.gray(), cv2.CV_64F).var() > 10
