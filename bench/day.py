"""``python -m bench.day``: memory and time that scoring a day of video takes, at a frame a second.

The worker's own code on as many features as a day has, made by repeating those of a minute. Memory is the
most that the process had (its maps of files among it), beyond what it had before.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from smartcut.core.limits import CHUNK_FRAMES, DAY_S
from tests.client import frames_sample
from workers.demo_video import demo_video_write
from workers.evaluation.__main__ import plugin_load
from workers.plugin import Frame, Plugin
from workers.runtime.calls import features_extract, scores_make
from workers.runtime.features import Features, features_join

BLOCK = 1024 if sys.platform == "linux" else 1
"""``ru_maxrss`` is in kilobytes, on macOS in bytes."""


def main() -> None:
    arguments = _arguments()
    cv2.setNumThreads(1)
    plugin = arguments.plugin
    minute = _minute(plugin)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SMARTCUT_DATA_DIR"] = folder
        _measure(plugin, minute, arguments.frames)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plugin", type=plugin_load, default="motion")
    parser.add_argument("--small", action="store_true", help="an hour instead of a day")
    parser.add_argument("--frames", type=int)
    arguments = parser.parse_args()
    arguments.frames = arguments.frames or (3600 if arguments.small else int(DAY_S))
    return arguments


def _minute(plugin: Plugin) -> Features:
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "camera.mp4"
        demo_video_write(video, 60.0)
        frames = [Frame(shown, jpeg) for shown, jpeg in frames_sample(video, 1.0, plugin.img_size)]
    frames = frames[:CHUNK_FRAMES]
    return Features(
        np.arange(len(frames), dtype=np.float64), features_extract(plugin, frames, "of the bench")
    )


def _measure(plugin: Plugin, minute: Features, count: int) -> None:
    before, started = _peak(), time.process_time()
    with features_join(_repeated(minute, count)) as video:
        joined = time.process_time()
        scores_make(plugin, video.times, video.features)
        size = video.features.nbytes / 1024**3
    spent = time.process_time() - joined
    print(
        f"day: {plugin.plugin_name}, {count} frames, {size:.1f} GB of features: "
        f"{(_peak() - before) / 1024**2:.0f} MB beyond {before / 1024**2:.0f} MB, "
        f"score {spent:.0f} s of CPU ({spent / count * 1000:.1f} ms a frame), join {joined - started:.0f} s"
    )


def _repeated(minute: Features, count: int) -> Iterator[Features]:
    rows = len(minute.times)
    for start in range(0, count, rows):
        take = min(rows, count - start)
        yield Features(minute.times[:take] + start, minute.features[:take])


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BLOCK


if __name__ == "__main__":
    main()
