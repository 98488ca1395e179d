"""``python -m bench.media``: a long recording from the click on start to its segments on the page.

All on this machine: the browser, the web, Redis and the worker of ``motion``. The recording is a minute of a
camera in Full HD, repeated without coding it again: 25 GB a day. Memory is the proportional set size (Linux
only), looked at every 5 s. After each journey ffmpeg takes every keyframe of the first part of the same file
to a JPEG of the same size, with its own number of threads and its own scaler (bicubic); CPU time is compared
by frame. At more than the file's distance of keyframes that favours ffmpeg, which skips none of them.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psutil
from playwright.sync_api import Page, Response, expect, sync_playwright

from bench.sampling import ffmpeg_run, native_sample
from tests.chromium import chromium_launch
from tests.e2e.pages import StartPage
from tests.stack import Stack, stack_run
from workers.demo_video import demo_video_write

FPS, GOP_S, BIT_RATE = 25, 2, 2_300_000
LOOK_S = 5.0
REFERENCE_S = 600
MEGABYTE = 1024**2


@dataclass
class Load:
    """Of some processes together."""

    find: Callable[[], list[psutil.Process]]
    cpu_s: dict[int, float] = field(default_factory=dict)
    before_s: dict[int, float] = field(default_factory=dict)
    peak: int = 0
    peak_one: int = 0
    """Of the largest of them."""

    def look(self) -> None:
        sizes = []
        for process in self.find():
            with suppress(psutil.Error):
                times = process.cpu_times()
                self.cpu_s[process.pid] = times.user + times.system
                sizes.append(process.memory_full_info().pss)
        self.peak = max(self.peak, sum(sizes))
        self.peak_one = max(self.peak_one, *sizes, 0)

    def start(self) -> None:
        self.look()
        self.before_s, self.peak, self.peak_one = dict(self.cpu_s), 0, 0

    @property
    def spent_s(self) -> float:
        return sum(spent - self.before_s.get(pid, 0.0) for pid, spent in self.cpu_s.items())

    def told(self, frames: int) -> str:
        return (
            f"{self.spent_s:7.1f} s of CPU, {1000 * self.spent_s / frames:6.1f} ms a frame, "
            f"peak {self.peak / MEGABYTE:5.0f} MB, largest process {self.peak_one / MEGABYTE:5.0f} MB"
        )


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        video = arguments.file or recording_make(folder, arguments.hours * 3600, arguments.clip)
        size = video.stat().st_size / 1e9
        print(f"media: {video.name}, {size:.2f} GB, load {os.getloadavg()[0]:.1f} before", flush=True)
        with stack_run(folder) as stack, sync_playwright() as playwright:
            page = chromium_launch(playwright).new_page(locale="en-US")
            for interval in arguments.intervals:
                browser_ms = _journey(stack, page, video, interval)
                _compare(browser_ms, _reference_ms(video, folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a recording; default: one made for this")
    parser.add_argument(
        "--clip", type=Path, help="what is repeated: a minute at most; default: the demo scene"
    )
    parser.add_argument("--hours", type=float, default=1.0, help="length of the recording, default 1")
    parser.add_argument("--intervals", type=float, nargs="*", default=[5.0], help="seconds between frames")
    parser.add_argument("--folder", type=Path, help="where there is room for it, 25 GB a day")
    parser.add_argument("--small", action="store_true", help="a quick look: three minutes of video")
    arguments = parser.parse_args()
    if arguments.small:
        arguments.hours = 0.05
    return arguments


def recording_make(folder: Path, seconds: float, clip: Path | None = None) -> Path:
    """``camera.mp4``: a minute of the clip, or of the demo scene with noise, in Full HD, repeated."""
    minute, video = folder / "minute.mp4", folder / "camera.mp4"
    looks = f"fps={FPS},scale=1920:1080"
    if clip:
        start, source = "0", clip
    else:
        start, source = "60", folder / "demo.mp4"
        looks += ",noise=alls=8:allf=t"
        demo_video_write(source, 120.0)
    rate = f"-b:v {BIT_RATE} -maxrate {BIT_RATE} -bufsize {2 * BIT_RATE}"
    coding = f"-c:v libx264 -preset veryfast {rate} -g {FPS * GOP_S} -sc_threshold 0 -an"
    ffmpeg_run("-ss", start, "-t", "60", "-i", str(source), "-vf", looks, *coding.split(), str(minute))
    ffmpeg_run("-stream_loop", "-1", "-i", str(minute), "-t", str(seconds), "-c", "copy", str(video))
    return video


def _journey(stack: Stack, page: Page, video: Path, interval: float) -> float:
    """Gives the milliseconds of CPU time that a frame costs the browser."""
    start = StartPage(page, stack.base_url)
    start.prepare(video, interval=f"{interval:g}")
    loads = _loads(stack)
    with watched(loads):
        clicked = time.monotonic()
        with page.expect_response(_is_created) as answer:
            start.find_button.click()
        address = f"{stack.base_url}/api/requests/{answer.value.json()['user_request_uid']}"
        _state_wait(page, address, "scoring")
        sampled_s = time.monotonic() - clicked
        _state_wait(page, address, "ready")
        row = start.request(video.name).row.filter(has_text=f"every {interval:g} s")
        expect(row).to_contain_text("found.", timeout=60_000)
        wall_s = time.monotonic() - clicked
    frames = int(page.request.get(address).json()["progress"]["frames_received"])
    print(
        f"media: every {interval:g} s: {frames} frames, sampled and sent after {sampled_s:.0f} s, "
        f"segments on the page after {wall_s:.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    for name, load in loads.items():
        print(f"  {name:8} {load.told(frames)}", flush=True)
    return 1000 * loads["browser"].spent_s / frames


def _is_created(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/api/requests")


def _state_wait(page: Page, address: str, state: str) -> None:
    """Until the request is there, or further."""
    while (now := page.request.get(address).json())["state"] not in (state, "ready"):
        if now["state"] not in ("uploading", "scoring"):
            raise SystemExit(f"bench.media: {now['state']}: {now['error']}")
        page.wait_for_timeout(500)


def _loads(stack: Stack) -> dict[str, Load]:
    def named(name: str) -> Callable[[], list[psutil.Process]]:
        def find() -> list[psutil.Process]:
            process = psutil.Process(stack.pids[name])
            return [process, *process.children(recursive=True)]

        return find

    names = ("web", "motion", "redis", "results")
    return {"browser": Load(browser_processes)} | {name: Load(named(name)) for name in names}


def browser_processes() -> list[psutil.Process]:
    """Those of the browsers that this process has started."""
    children = psutil.Process().children(recursive=True)
    return [one for one in children if _is_browser(one)]


@contextmanager
def watched(loads: dict[str, Load], look_s: float = LOOK_S) -> Iterator[None]:
    """Measures from here to the end of the block."""
    for load in loads.values():
        load.start()
    ended = Event()
    thread = Thread(target=_looks, args=(loads, ended, look_s), daemon=True)
    thread.start()
    yield
    ended.set()
    thread.join()


def _looks(loads: dict[str, Load], ended: Event, look_s: float) -> None:
    while not ended.wait(look_s):
        for load in loads.values():
            with suppress(psutil.Error, OSError, KeyError):
                load.look()


def _is_browser(process: psutil.Process) -> bool:
    try:
        return "chrom" in process.name()
    except psutil.Error:
        return False


def _reference_ms(video: Path, folder: Path) -> float:
    before = os.times()
    frames = native_sample(video, folder, at_most_s=REFERENCE_S)
    after = os.times()
    return 1000 * (sum(after[2:4]) - sum(before[2:4])) / frames


def _compare(browser_ms: float, native_ms: float) -> None:
    ratio = browser_ms / native_ms
    print(f"  ffmpeg   {native_ms:.1f} ms of CPU a frame; the browser {ratio:.2f} × as much", flush=True)


if __name__ == "__main__":
    main()
