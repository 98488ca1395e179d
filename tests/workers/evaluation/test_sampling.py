"""Frames come as the browser takes them."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from workers.demo_video import demo_video_write
from workers.evaluation.sampling import frames_sample

SCENE = ["-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=6", "-pix_fmt", "yuv420p"]
FLIPPED = [(-1, 0, 0, 1), (0, 1, 1, 0), (1, 0, 0, -1), (0, -1, -1, 0)]


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


def test_the_clock_of_a_transport_stream_begins_at_its_first_frame(tmp_path: Path) -> None:
    path = tmp_path / "camera.ts"
    ffmpeg(*SCENE, "-c:v", "libx264", "-g", "50", str(path))
    assert [frame.time for frame in frames_sample(path, 4.0, 320)] == [0.0, 4.0]


@pytest.mark.parametrize("matrix", [(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0), *FLIPPED])
def test_pictures_stand_upright(tmp_path: Path, matrix: tuple[int, ...]) -> None:
    """Only the container says how the camera hangs; ffmpeg's own pictures are upright."""
    path, upright = tmp_path / "turned.mp4", tmp_path / "upright.png"
    ffmpeg(*SCENE, "-c:v", "libx264", "-t", "1", str(path))
    path.write_bytes(turned(path.read_bytes(), *matrix))
    ffmpeg("-i", str(path), "-frames:v", "1", str(upright))
    (frame,) = frames_sample(path, 1.0, 320)
    expected = cv2.imread(str(upright))
    assert expected is not None
    assert frame.bgr().shape == expected.shape == ((90, 160, 3) if matrix[0] else (160, 90, 3))
    assert np.abs(frame.bgr().astype(int) - expected).mean() < 12


def turned(content: bytes, a: int, b: int, c: int, d: int) -> bytes:
    """The MP4 with another matrix in the header of its track."""
    at = content.index(b"tkhd") + 44
    matrix = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    return content[:at] + matrix + content[at + len(matrix) :]


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True, timeout=60)


def test_each_frame_shows_its_time(clip: Path) -> None:
    """The same picture whether it is reached by keyframes or by decoding on."""
    (by_key,) = [frame for frame in frames_sample(clip, 5.0, 640) if frame.time == 10]
    (by_all,) = [frame for frame in frames_sample(clip, 1.0, 640) if frame.time == 10]
    assert np.array_equal(by_key.gray(), by_all.gray())
    assert cv2.Laplacian(by_key.gray(), cv2.CV_64F).var() > 10
