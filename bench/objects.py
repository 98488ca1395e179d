"""``python -m bench.objects``: what ``objects`` costs on one CPU thread, by number of tiles.

Needs requirements/worker-onnx.txt and weights, those of `make weights` or of SMARTCUT_OBJECTS_WEIGHTS.
Milliseconds and shares are CPU time of all threads, the median of the rounds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from smartcut.core.limits import CHUNK_FRAMES
from tests.client import frames_sample
from workers.demo_video import demo_video_write
from workers.plugin import Frame
from workers.plugins._detections import MOST, Detections
from workers.plugins._detector import Image
from workers.plugins.objects import ObjectsPlugin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--frames", type=int, default=CHUNK_FRAMES)
    parser.add_argument("--video", type=Path, help="of a camera; else the demo video")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    frames = _frames(options.video, options.frames)
    kilobytes = statistics.mean(len(frame.jpeg) for frame in frames) / 1024
    print(f"objects: {len(frames)} frames of {frames[0].bgr().shape[1]} px, {kilobytes:.0f} kB each")
    for tiles in ("0", "2x1", "3x2"):
        _extract_measure(tiles, frames, options.rounds)
    for things in (1, 12):
        _score_measure(things)


def _extract_measure(tiles: str, frames: list[Frame], rounds: int) -> None:
    os.environ["SMARTCUT_OBJECTS_TILES"] = tiles
    plugin = ObjectsPlugin()
    plugin.load("cpu")
    plugin.extract(frames[:1])
    totals, detectors = [], []
    with _detector_timed(plugin) as spent:
        for _ in range(rounds):
            spent.clear()
            started = time.process_time()
            plugin.extract(frames)
            totals.append(time.process_time() - started)
            detectors.append(sum(spent))
    cost = statistics.median(totals)
    share = statistics.median(detectors) / cost
    each = cost / len(frames) * 1000
    print(f"  extract, tiles {tiles:3}: {each:4.0f} ms a frame, {share:.0%} in the detector")


@contextmanager
def _detector_timed(plugin: ObjectsPlugin) -> Iterator[list[float]]:
    """CPU seconds of each call of the detector: shrinking, network, boxes."""
    spent: list[float] = []
    detect = plugin._detector.detect

    def timed(pictures: Sequence[Image]) -> list[Detections]:
        started = time.process_time()
        found = detect(pictures)
        spent.append(time.process_time() - started)
        return found

    plugin._detector.detect = timed  # type: ignore[method-assign]
    yield spent
    plugin._detector.detect = detect  # type: ignore[method-assign]


def _score_measure(things: int, count: int = 3600) -> None:
    """Made-up detections all over the picture."""
    random = np.random.default_rng(1)
    corners = random.uniform(0, 0.8, (count, things, 2))
    features = np.zeros((count, MOST, 6), np.float16)
    features[:, :things, :2], features[:, :things, 2:4] = corners, corners + 0.1
    features[:, :things, 4] = random.uniform(0.1, 0.9, (count, things))
    plugin = ObjectsPlugin()
    plugin.load("cpu")
    started = time.process_time()
    plugin.score(np.arange(count, dtype=np.float64), features)
    cost = (time.process_time() - started) / count * 1000
    print(f"  score, {things} things in each frame, 1 s between frames: {cost:.2f} ms a frame")


def _frames(video: Path | None, count: int) -> list[Frame]:
    with tempfile.TemporaryDirectory() as folder:
        path = video or Path(folder) / "camera.mp4"
        if not video:
            demo_video_write(path, 60.0)
        sampled = frames_sample(path, 1.0, ObjectsPlugin.img_size)
        return [Frame(shown, jpeg) for (shown, jpeg), _ in zip(sampled, range(count), strict=False)]


if __name__ == "__main__":
    main()
