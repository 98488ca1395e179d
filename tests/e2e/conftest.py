"""A real Chromium against the really running stack; a test that fails leaves its screenshots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.chromium import chromium_launch
from workers.demo_video import demo_video_write

SCREENSHOTS = Path(__file__).parent / "screenshots"


@dataclass(frozen=True)
class Demo:
    """The demo video and its truth."""

    path: Path
    truth: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    path = tmp_path_factory.mktemp("demo") / "demo-camera.mp4"
    return Demo(path, json.loads(demo_video_write(path).read_text()))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium_launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A session of its own: Alice."""
    with_trace = browser.new_context(locale="en-US", viewport={"width": 1440, "height": 900})
    yield with_trace
    _screenshots_keep(with_trace, request)
    with_trace.close()


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


def _screenshots_keep(context: BrowserContext, request: pytest.FixtureRequest) -> None:
    if not request.node.stash.get(_FAILED, False):
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "_", request.node.name)
    for number, page in enumerate(context.pages):
        page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png", full_page=True)
