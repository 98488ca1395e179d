"""A real Chromium against the really running stack; a test that fails leaves its screenshots."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.chromium import chromium_launch
from tests.e2e.pages import Times
from tests.stack import Stack
from workers.demo_video import demo_video_write

expect.set_options(timeout=15_000)  # of all expectations: a busy machine may take longer than 5 s
LONGEST_S = 120.0
SCREENSHOTS = Path(__file__).parent / "screenshots"


@dataclass(frozen=True)
class Demo:
    """The demo video and its truth."""

    path: Path
    truth: dict[str, Any]

    def expect_found(self, segments: Times) -> None:
        """Each event is overlapped by a segment, and no segment is longer than an analyst can bear."""
        for event in self.truth["events"]:
            assert any(start < event["stop"] and event["start"] < stop for start, stop in segments), event
        assert max(stop - start for start, stop in segments) <= LONGEST_S


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    path = tmp_path_factory.mktemp("demo") / "demo-camera.mp4"
    return Demo(path, json.loads(demo_video_write(path).read_text()))


@pytest.fixture(scope="session")
def short_demo(demo: Demo) -> Demo:
    """The first two minutes, with one event."""
    return _beginning(demo, 120)


@pytest.fixture(scope="session")
def quiet_demo(demo: Demo) -> Demo:
    """The beginning, in which nothing happens."""
    return _beginning(demo, demo.truth["events"][0]["start"] - 4)


def _beginning(demo: Demo, stop_s: float) -> Demo:
    """The demo video up to a time, copied without decoding."""
    path = demo.path.with_name(f"camera-{stop_s:g}s.mp4")
    with av.open(str(demo.path)) as whole, av.open(str(path), "w") as part:
        stream = whole.streams.video[0]
        copy = part.add_stream_from_template(stream)
        for packet in whole.demux(stream):
            if packet.pts is not None and packet.pts * (stream.time_base or 0) < stop_s:
                packet.stream = copy
                part.mux(packet)
    events = [event for event in demo.truth["events"] if event["stop"] <= stop_s]
    return Demo(path, {"duration": stop_s, "events": events})


@pytest.fixture(scope="session")
def example(stack: Stack, demo: Demo) -> Demo:
    """The demo video lies where the start page offers it."""
    folder = stack.data_dir / "demo"
    folder.mkdir(exist_ok=True)
    shutil.copy(demo.path, folder)
    return demo


@pytest.fixture
def picker(page: Page, stack: Stack, example: Demo) -> None:
    """The browser's picker gives a handle to the demo video, in the page's own file system."""
    page.goto(stack.base_url)
    page.evaluate(
        """async () => {
            const folder = await navigator.storage.getDirectory();
            const handle = await folder.getFileHandle("demo-camera.mp4", {create: true});
            const answer = await fetch("/demo/demo-camera.mp4");
            await answer.body.pipeTo(await handle.createWritable());
        }"""
    )
    page.add_init_script(
        """window.showOpenFilePicker = async () => {
            const folder = await navigator.storage.getDirectory();
            return [await folder.getFileHandle("demo-camera.mp4")];
        };"""
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium_launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A session of its own: Alice."""
    context = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    yield context
    screenshots_keep(context, request)
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """Another session: Charlie."""
    context = browser.new_context(locale="en-US")
    yield context
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


_FAILED = pytest.StashKey[bool]()


def screenshots_keep(context: BrowserContext, request: pytest.FixtureRequest) -> None:
    """What the pages of a test that failed look like."""
    if not request.node.stash.get(_FAILED, False):
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "_", request.node.name)
    for number, page in enumerate(context.pages):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
