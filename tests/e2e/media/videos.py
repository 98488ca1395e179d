"""Small recordings of every awkward kind, made by ffmpeg, and what is really in them, read by PyAV."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

FREE_CLOCKS = (".ts", ".mpg", ".flv")
"""containers whose clock starts anywhere: their first frame is the video's zero"""

FPS = 25
X264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 3 -crf 20"
GOP_2 = f"-g {2 * FPS} -keyint_min {2 * FPS} -sc_threshold 0"
GOP_10 = f"-g {10 * FPS} -keyint_min {10 * FPS} -sc_threshold 0"


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True, timeout=120)


def scene(seconds: float, size: str = "640x360", fps: int = FPS) -> list[str]:
    """A moving picture with a tone: each frame differs from its neighbours."""
    return [
        *("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={fps}:duration={seconds}"),
        *("-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}"),
    ]


def video_make(path: Path, options: str, *, seconds: float = 30, size: str = "640x360") -> Path:
    ffmpeg(*scene(seconds, size), *options.split(), str(path))
    return path


def repeat(path: Path, name: str, times: int, options: str = "") -> Path:
    """The recording so many times on end, in the container that the name tells."""
    long = path.with_name(name)
    ffmpeg("-stream_loop", str(times - 1), "-i", str(path), "-c", "copy", *options.split(), str(long))
    return long


def rotate(path: Path, degrees: int) -> Path:
    """The same recording from a camera that hangs the other way: only the container says so."""
    rotated = path.with_name(f"rotated{degrees}.mp4")
    ffmpeg("-i", str(path), "-c", "copy", "-metadata:s:v:0", f"rotate={degrees}", str(rotated))
    return rotated


def rotation_read(path: Path) -> int:
    """Degrees to turn the stored picture to the left, which is also numpy's direction."""
    with av.open(str(path)) as container:
        return int(next(container.decode(video=0)).rotation)


@dataclass(frozen=True)
class Frame:
    time_s: float
    is_key: bool


def frames_read(path: Path) -> list[Frame]:
    """Every frame's presentation time as PyAV decodes it, counted from the video's zero."""
    with av.open(str(path)) as container:
        frames = [Frame(float(frame.time), bool(frame.key_frame)) for frame in container.decode(video=0)]
    origin = frames[0].time_s if path.suffix in FREE_CLOCKS else 0.0
    return [Frame(frame.time_s - origin, frame.is_key) for frame in frames]


def pictures_read(path: Path, times_ms: list[int]) -> dict[int, list[Pixels]]:
    """The frame at each time with both its neighbours, in RGB as the file stores it (not rotated)."""
    with av.open(str(path)) as container:
        decoded = list(container.decode(video=0))
    origin = decoded[0].time if path.suffix in FREE_CLOCKS else 0
    by_time = {round((frame.time - origin) * 1000): number for number, frame in enumerate(decoded)}
    found: dict[int, list[Pixels]] = {}
    for time_ms in times_ms:
        number = by_time[time_ms]
        around = decoded[max(0, number - 1) : number + 2]
        around.sort(key=lambda frame: frame is not decoded[number])
        found[time_ms] = [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in around]
    return found


def jpeg_read(jpeg: bytes) -> Pixels:
    """In RGB."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    assert picture is not None
    return np.asarray(picture, np.uint8)
