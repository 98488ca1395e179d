"""Frames out of recordings of every kind: the right ones, at the right times, upright."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.videos import (
    GOP_2,
    GOP_10,
    X264,
    Frame,
    Pixels,
    frames_read,
    jpeg_read,
    pictures_read,
    repeat,
    rotate,
    rotation_read,
)

AAC = "-c:a aac -shortest"
CHUNK_FRAMES = 50


def test_it_works(lab: Lab, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    result = lab.sample(path, interval=0.5)
    assert result["error"] is None, result
    assert result["chunks"] == lab.received.uploaded == 2
    assert result["last"]["framesUploaded"] == 60
    assert_frames_fit(lab, path, interval=0.5)
    assert_pictures_fit(lab, path)


VFR = "-vf select='not(between(mod(n,50),3,40))' -fps_mode vfr"

KINDS = [
    ("moov-end.mp4", f"{X264} {GOP_2} {AAC}", 2.0),
    ("moov-front.mp4", f"{X264} {GOP_2} {AAC} -movflags +faststart", 5.0),
    ("gop10.mp4", f"{X264} {GOP_10} {AAC}", 2.0),
    ("one-gop.mp4", f"{X264} -g 9999 -sc_threshold 0 {AAC}", 1.0),
    ("fragmented.mp4", f"{X264} {GOP_2} {AAC} -movflags +frag_keyframe+empty_moov", 1.0),
    ("camera.mov", f"{X264} {GOP_2} -c:a pcm_s16le -shortest", 2.0),
    ("camera.mkv", f"{X264} {GOP_2} {AAC}", 1.0),
    ("camera.ts", f"{X264} {GOP_2} {AAC}", 1.0),
    ("camera.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -c:a libopus -shortest", 2.0),
    ("av1.mp4", "-c:v libaom-av1 -usage realtime -cpu-used 8 -g 50 -an", 4.0),
    ("vfr.mp4", f"{VFR} {X264} {GOP_2} -an", 1.0),
    ("no-audio.mp4", f"{X264} {GOP_2} -an", 5.0),
    ("odd.mp4", "-vf crop=637:359,format=yuv444p -c:v libx264 -preset veryfast -g 50 -an", 5.0),
]


@pytest.mark.parametrize(("name", "options", "interval"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_of_recording_gives_its_frames(
    lab: Lab, make: Make, name: str, options: str, interval: float
) -> None:
    path = make(name, options, seconds=14)
    result = lab.sample(path, interval)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, path, interval)
    assert_pictures_fit(lab, path)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pictures_of_a_rotated_recording_stand_upright(lab: Lab, make: Make, degrees: int) -> None:
    path = rotate(make("no-audio.mp4", f"{X264} {GOP_2} -an", seconds=14), degrees)
    result = lab.sample(path, interval=4.0)
    assert result["error"] is None, result
    assert_pictures_fit(lab, path, quarter_turns=rotation_read(path) // 90)
    height, width = jpeg_read(first_jpeg(lab)).shape[:2]
    assert (width, height) == ((320, 180) if degrees == 180 else (180, 320))


def test_a_small_video_is_not_enlarged(lab: Lab, make: Make) -> None:
    lab.sample(make("small.mp4", f"{X264} {GOP_2} -an", seconds=6, size="160x120"), interval=2.0)
    assert jpeg_read(first_jpeg(lab)).shape == (120, 160, 3)


def first_jpeg(lab: Lab) -> bytes:
    return next(iter(lab.received.frames().values()))


def assert_frames_fit(lab: Lab, path: Path, interval: float) -> None:
    """Each wanted time has a frame: one within half an interval of it, or the one then on the screen."""
    taken = list(lab.received.frames())
    assert taken == sorted(taken)
    real = frames_read(path)
    real_ms = np.array([frame.time_s * 1000 for frame in real])
    for time_ms in taken:
        assert np.min(np.abs(real_ms - time_ms)) <= 1
    for wanted in np.arange(0, real[-1].time_s, interval):
        deviation = np.min(np.abs(np.array(taken) / 1000 - wanted))
        assert deviation <= interval / 2 + 0.001 or shown_at(real, wanted) in taken
    assert len(taken) <= real[-1].time_s / interval + 1


def shown_at(real: list[Frame], time_s: float) -> int:
    return round(1000 * max(frame.time_s for frame in real if frame.time_s <= time_s + 1e-6))


def assert_pictures_fit(lab: Lab, path: Path, quarter_turns: int = 0) -> None:
    """Each JPEG shows its own frame: nearer to it than to the frames before and after."""
    frames = lab.received.frames()
    originals = pictures_read(path, list(frames))
    for time_ms, jpeg in frames.items():
        sent = jpeg_read(jpeg)
        distances = [distance(sent, np.rot90(picture, quarter_turns)) for picture in originals[time_ms]]
        assert distances[0] < 8
        assert distances[0] == min(distances)


def distance(sent: Pixels, original: Pixels) -> float:
    height, width = sent.shape[:2]
    small = cv2.resize(np.ascontiguousarray(original), (width, height), interpolation=cv2.INTER_AREA)
    return float(np.mean(np.abs(small.astype(int) - sent.astype(int))))


NOISE = "-vf noise=alls=20:allf=t"
"""Megabytes that cost little to make."""


def test_a_transport_stream_takes_little_longer_than_a_file_with_an_index(lab: Lab, make: Make) -> None:
    part = make("part.mp4", f"{X264} {GOP_2} -an {NOISE}", seconds=20)
    spent = {}
    for name in ("warm.mp4", "indexed.mp4", "stream.ts"):
        path = repeat(part, name, times=12)
        started = time.monotonic()
        assert lab.sample(path, interval=2.0)["error"] is None
        spent[name] = time.monotonic() - started
    assert spent["stream.ts"] < 10 * spent["indexed.mp4"]


def test_a_transport_stream_whose_clock_starts_again_is_sampled_as_any(lab: Lab, make: Make) -> None:
    part = make("part.mp4", f"{X264} {GOP_2} {AAC} {NOISE}", seconds=20)
    # the clock ends after 2 ** 33 / 90000 = 95443.7 s
    path = repeat(part, "again.ts", 8, "-muxdelay 0 -output_ts_offset 95383")
    assert lab.probe(path)["durationSeconds"] == pytest.approx(160, abs=0.2)
    result = lab.sample(path, interval=5.0)
    assert (result["error"], result["last"]["way"]) == (None, "software")
    assert_frames_fit(lab, path, interval=5.0)
