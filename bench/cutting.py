"""``python -m bench.cutting [FILE]``: many clips out of one long recording, cut by the browser.

They go into its private folder, first without loss, then exactly; the segments lie evenly in the recording,
most of them off its keyframes. Memory is the proportional set size of the largest process of the browser
(Linux only), looked at every half second: the tab, whose worker cuts.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import av
from playwright.sync_api import Page, sync_playwright

from bench.media import MEGABYTE, Load, browser_processes, recording_make, watched
from tests.chromium import chromium_profile
from tests.e2e.media.chunk_server import chunk_server

LOOK_S = 0.5

PLAN = """async ({segments, isExact}) => {
  const {cutPlan} = await import("/static/js/media/cutting.js");
  const file = document.querySelector("#file").files[0];
  window.plan = await cutPlan(file, segments, {videoName: file.name, isExact});
}"""

RUN = """async () => {
  const {cutRun} = await import("/static/js/media/cutting.js");
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle("clips", {create: true});
  const report = await cutRun(document.querySelector("#file").files[0], window.plan, {directory});
  await root.removeEntry("clips", {recursive: true});
  return report.clips;
}"""


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(dir=arguments.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        video = arguments.file or recording_make(folder, arguments.hours * 3600)
        segments = _segments(_duration_s(video), arguments.segments, arguments.length)
        print(f"cutting: {video.name}, {video.stat().st_size / 1e9:.2f} GB", flush=True)
        with chunk_server() as (address, _), sync_playwright() as playwright:
            page = chromium_profile(playwright, folder / "profile").new_page()
            page.goto(address)
            page.set_input_files("#file", video)
            for mode in ("lossless", "exact"):
                _measure(page, mode, segments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a recording; default: one made for this")
    parser.add_argument("--segments", type=int, default=200)
    parser.add_argument("--length", type=float, default=10.0, help="of a segment, in seconds")
    parser.add_argument(
        "--hours", type=float, default=1.0, help="length of the recording that is made, default 1"
    )
    parser.add_argument(
        "--folder", type=Path, help="where there is room for recording and clips, not in the memory"
    )
    parser.add_argument("--small", action="store_true", help="a quick look: five clips out of three minutes")
    arguments = parser.parse_args()
    if arguments.small:
        arguments.hours, arguments.segments, arguments.length = 0.05, 5, 5.0
    return arguments


def _duration_s(video: Path) -> float:
    with av.open(str(video)) as container:
        return float(container.duration or 0) / av.time_base


def _segments(duration_s: float, count: int, length_s: float) -> list[dict[str, float]]:
    every = (duration_s - length_s) / count
    return [{"start": number * every, "stop": number * every + length_s} for number in range(count)]


def _measure(page: Page, mode: str, segments: list[dict[str, float]]) -> None:
    load = Load(browser_processes)
    with watched({"browser": load}, LOOK_S):
        started = time.monotonic()
        page.evaluate(PLAN, {"segments": segments, "isExact": mode == "exact"})
        planned = time.monotonic()
        clips: list[dict[str, Any]] = page.evaluate(RUN)
        ended = time.monotonic()
    failed = [clip["error"] for clip in clips if not clip["isWritten"]]
    ways = {way: sum(clip["way"] == way for clip in clips) for way in sorted({clip["way"] for clip in clips})}
    print(
        f"  {mode:8} {len(clips) - len(failed)} of {len(segments)} clips, {ways}, "
        f"{sum(clip['bytes'] for clip in clips) / 1e6:.0f} MB: planned in {planned - started:.1f} s, "
        f"written in {ended - planned:.1f} s, {load.spent_s:.0f} s of CPU, "
        f"largest process {load.peak_one / MEGABYTE:.0f} MB, all {load.peak / MEGABYTE:.0f} MB",
        flush=True,
    )
    if failed:
        raise SystemExit(f"bench.cutting: {failed[0]}")


if __name__ == "__main__":
    main()
