"""``python -m bench.novelty``: images a second of ``novelty`` on the CPU, and the share of the network.

Needs requirements/worker-torch.txt. Images/s are those of the best round: a busy machine changes them less;
milliseconds and shares are CPU time of all threads.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from smartcut.core.limits import CHUNK_FRAMES
from tests.client import frames_sample
from workers.demo_video import demo_video_write
from workers.plugin import Frame
from workers.plugins.novelty import NoveltyPlugin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cv2.setNumThreads(1)
    torch = importlib.import_module("torch")
    frames = _frames()
    plugin = NoveltyPlugin()
    started = time.perf_counter()
    plugin.load("cpu")
    loading = time.perf_counter() - started
    print(f"novelty: {len(frames)} frames of {plugin.img_size} px, loaded in {loading:.1f} s")
    fastest = plugin._backbone.precision
    for threads in (1, 2):
        torch.set_num_threads(threads)
        for precision in sorted({None, fastest}, key=str):
            plugin._backbone.precision = precision
            _extract_measure(plugin, frames, rounds, f"{threads} thread(s), {precision or 'float32'}")
    _score_measure(plugin, frames)


def _extract_measure(plugin: NoveltyPlugin, frames: list[Frame], rounds: int, name: str) -> None:
    plugin.extract(frames)  # makes kernels
    walls, totals, networks = [], [], []
    with _network_timed(plugin) as spent:
        for _ in range(rounds):
            spent.clear()
            wall, total = time.perf_counter(), time.process_time()
            plugin.extract(frames)
            walls.append(time.perf_counter() - wall)
            totals.append(time.process_time() - total)
            networks.append(sum(spent))
    speed, cost = len(frames) / min(walls), statistics.median(totals)
    share = statistics.median(networks) / cost
    print(
        f"  extract, {name:28} {speed:4.0f} images/s, {cost / len(frames) * 1000:3.0f} ms of CPU an image, "
        f"{share:.0%} of it in the network"
    )


@contextmanager
def _network_timed(plugin: NoveltyPlugin) -> Iterator[list[float]]:
    """CPU seconds of each batch in the network alone."""
    spent: list[float] = []
    forward = plugin._backbone._forward

    def timed(batch: object) -> list[object]:
        started = time.process_time()
        maps = forward(batch)
        spent.append(time.process_time() - started)
        return maps

    plugin._backbone._forward = timed  # type: ignore[method-assign]
    yield spent
    plugin._backbone._forward = forward  # type: ignore[method-assign]


def _score_measure(plugin: NoveltyPlugin, frames: list[Frame], count: int = 3600) -> None:
    features = plugin.extract(frames)
    video = features[np.arange(count) % len(features)]
    started = time.process_time()
    plugin.score(np.arange(count, dtype=np.float64), video)
    cost = (time.process_time() - started) / count * 1000
    print(f"  score, {count} frames of {features[0].nbytes / 1024:.0f} kB: {cost:.2f} ms of CPU a frame")


def _frames(count: int = 2 * CHUNK_FRAMES) -> list[Frame]:
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "camera.mp4"
        demo_video_write(video, 60.0)
        sampled = list(frames_sample(video, 0.5, NoveltyPlugin.img_size))
    return [Frame(shown, jpeg) for shown, jpeg in sampled[:count]]


if __name__ == "__main__":
    main()
