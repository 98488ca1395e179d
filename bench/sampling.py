"""``python -m bench.sampling [FILE]``: sampling in the browser against ffmpeg on the same keyframes.

Both take every keyframe, shrink it to 640 pixels and write a JPEG; the browser also packs and uploads.
CPU seconds are of all processes of the browser. Rounds take turns, the median counts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.processes import cpu_seconds_of_children
from smartcut.core.limits import MAX_DURATION_S
from tests.chromium import chromium_launch
from tests.e2e.media.chunk_server import chunk_server
from tests.e2e.media.conftest import SAMPLE
from workers.demo_video import demo_video_write

IMG_SIZE = 640
GOP_S = 2


@dataclass(frozen=True)
class Round:
    frames: int
    wall_s: float
    cpu_s: float


def main() -> None:
    arguments = _arguments()
    if not shutil.which("ffmpeg"):
        raise SystemExit("bench.sampling compares with ffmpeg: install it (Debian: apt install ffmpeg).")
    with tempfile.TemporaryDirectory() as folder:
        video = arguments.file or _video_make(Path(folder), arguments.seconds)
        runs = _rounds(video, Path(folder), arguments)
    for name, rounds in runs.items():
        print(f"sampling: {name:8} {_line(rounds)}")
    browser, native = (_median(runs[name], "cpu_s") / runs[name][0].frames for name in runs)
    print(f"sampling: CPU time of a frame in the browser is {browser / native:.2f} × ffmpeg's")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a recording; default: one made for this")
    parser.add_argument("--small", action="store_true", help="a quick look: two minutes of video, one round")
    parser.add_argument("--seconds", type=int)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--interval", type=float, default=float(GOP_S))
    parser.add_argument("--decoders", type=int, help="decoder workers; default: what the page would take")
    arguments = parser.parse_args()
    arguments.seconds = arguments.seconds or (120 if arguments.small else 600)
    arguments.rounds = arguments.rounds or (1 if arguments.small else 3)
    return arguments


def _video_make(folder: Path, seconds: int) -> Path:
    """The demo scene in Full HD with the noise of a real sensor, a keyframe every two seconds."""
    demo, video = folder / "demo.mp4", folder / "camera.mp4"
    demo_video_write(demo, 60.0)
    looks = "fps=10,scale=1920:1080,noise=alls=8:allf=t"
    coding = f"-c:v libx264 -preset veryfast -crf 26 -g {10 * GOP_S} -sc_threshold 0 -an"
    ffmpeg_run(
        "-stream_loop", "-1", "-t", str(seconds), "-i", str(demo), "-vf", looks, *coding.split(), str(video)
    )
    return video


def _rounds(video: Path, folder: Path, arguments: argparse.Namespace) -> dict[str, list[Round]]:
    runs: dict[str, list[Round]] = {"browser": [], "ffmpeg": []}
    with chunk_server() as (address, received), sync_playwright() as playwright:
        page = chromium_launch(playwright).new_page()
        page.goto(address)
        page.set_input_files("#file", video)
        for _ in range(arguments.rounds):
            received.chunks.clear()
            runs["browser"].append(_measure(lambda: _browser(page, arguments), cpu_seconds_of_children))
            runs["ffmpeg"].append(_measure(lambda: native_sample(video, folder), _cpu_seconds_of_ended))
    return runs


def _measure(work: Callable[[], int], cpu_seconds: Callable[[], float]) -> Round:
    wall_s, cpu_s = time.monotonic(), cpu_seconds()
    frames = work()
    return Round(frames, time.monotonic() - wall_s, cpu_seconds() - cpu_s)


def _browser(page: Page, arguments: argparse.Namespace) -> int:
    options = {"interval": arguments.interval, "imgSize": IMG_SIZE, "received": []}
    result: dict[str, Any] = page.evaluate(SAMPLE, options | {"concurrency": arguments.decoders})
    if result["error"]:
        raise SystemExit(f"bench.sampling: the browser stopped: {result['error']} {result['detail']}")
    return int(result["last"]["framesSampled"])


def native_sample(video: Path, folder: Path, *, at_most_s: float = MAX_DURATION_S) -> int:
    """Every keyframe of the beginning as a JPEG, by ffmpeg; gives how many."""
    with tempfile.TemporaryDirectory(dir=folder) as frames:
        taken = f"-vf scale={IMG_SIZE}:-2 -q:v 4 -fps_mode passthrough {frames}/%06d.jpg"
        ffmpeg_run("-skip_frame", "nokey", "-t", f"{at_most_s:g}", "-i", str(video), *taken.split())
        return len(list(Path(frames).iterdir()))


def _cpu_seconds_of_ended() -> float:
    times = os.times()
    return times.children_user + times.children_system


def ffmpeg_run(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True)  # noqa: S607


def _median(rounds: list[Round], name: str) -> float:
    return float(statistics.median(getattr(each, name) for each in rounds))


def _line(rounds: list[Round]) -> str:
    frames, wall_s, cpu_s = rounds[0].frames, _median(rounds, "wall_s"), _median(rounds, "cpu_s")
    each = f"{1000 * cpu_s / frames:5.1f} ms of CPU a frame"
    return f"{frames / wall_s:6.1f} frames/s, {each}, {frames} frames, {len(rounds)} rounds"


if __name__ == "__main__":
    main()
