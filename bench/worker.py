"""``python -m bench.worker``: frames a second of ``motion``, against decoding the same JPEGs alone.

CPU seconds of one thread, so that a busy machine changes little; rounds take turns, the median counts.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from smartcut.core.limits import CHUNK_FRAMES
from tests.client import frames_sample
from workers.demo_video import demo_video_write
from workers.plugin import Frame
from workers.plugins.motion import MotionPlugin


def main() -> None:
    arguments = _arguments()
    cv2.setNumThreads(1)
    frames = _frames(arguments.frames)
    rounds: dict[str, Callable[[], object]] = {
        "extract + score": lambda: _work(frames),
        "extract": lambda: _extract(frames),
        "decode, colour": lambda: _decode(frames, cv2.IMREAD_COLOR),
        "decode, grey": lambda: _decode(frames, cv2.IMREAD_GRAYSCALE),
    }
    seconds = _measure(rounds, arguments.rounds)
    work = seconds["extract + score"]
    print(f"worker: motion, {len(frames)} frames of {MotionPlugin.img_size} px, {arguments.rounds} rounds")
    for name, spent in seconds.items():
        speed = f"{len(frames) / spent:7.0f} frames/s"
        print(f"  {name:16} {speed}, extract + score takes {work / spent:.2f} × its time")
    share = seconds["decode, colour"] / seconds["extract"]
    print(f"  extract runs at {share:.0%} of the rate of decoding alone, in colour")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a quick look: few frames, three rounds")
    parser.add_argument("--frames", type=int)
    parser.add_argument("--rounds", type=int)
    arguments = parser.parse_args()
    arguments.frames = arguments.frames or (200 if arguments.small else 1000)
    arguments.rounds = arguments.rounds or (3 if arguments.small else 7)
    return arguments


def _frames(count: int) -> list[Frame]:
    interval = 0.2
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "camera.mp4"
        demo_video_write(video, max(60.0, count * interval + 1))
        sampled = list(frames_sample(video, interval, MotionPlugin.img_size))
    return [Frame(shown, jpeg) for shown, jpeg in sampled[:count]]


def _work(frames: Sequence[Frame]) -> None:
    MotionPlugin().score(np.array([frame.time for frame in frames]), _extract(frames))


def _extract(frames: Sequence[Frame]) -> NDArray[np.uint8]:
    plugin = MotionPlugin()
    chunks = [frames[i : i + CHUNK_FRAMES] for i in range(0, len(frames), CHUNK_FRAMES)]
    return np.concatenate([plugin.extract(chunk) for chunk in chunks])


def _decode(frames: Sequence[Frame], flags: int) -> None:
    for frame in frames:
        cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), flags)


def _measure(rounds: dict[str, Callable[[], object]], count: int) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in rounds}
    for _ in range(count):
        for name, run in rounds.items():
            started = time.process_time()
            run()
            spent[name].append(time.process_time() - started)
    return {name: statistics.median(values) for name, values in spent.items()}


if __name__ == "__main__":
    main()
