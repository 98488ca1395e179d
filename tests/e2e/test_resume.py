"""Tabs, servers and networks end in the middle: the work goes on from what the server has."""

from __future__ import annotations

import re
import signal
from collections import Counter

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage, Times
from tests.stack import Stack, until

pytestmark = pytest.mark.e2e

CHUNKS = 12
"""Of the demo video at one frame a second."""
IN_FLIGHT = 3
OFFLINE_S = 60


class Stored:
    """Which chunks any tab of the session has sent, and how often it heard that the server took each."""

    def __init__(self, context: BrowserContext) -> None:
        self.sent: set[int] = set()
        self.times: Counter[int] = Counter()
        context.on("request", lambda request: self.sent.update(_chunk(request.url)))
        context.on(
            "response", lambda response: self.times.update(_chunk(response.url) if response.ok else [])
        )

    def wait(self, page: Page, share: float) -> None:
        """Until so much is stored, and no more than is in flight besides."""
        while len(self.times) < share * CHUNKS:
            page.wait_for_timeout(20)
        assert len(self.times) < CHUNKS

    def expect_whole(self, interruptions: int) -> None:
        """A tab that is killed does not hear of all that the server took, which is not sent again."""
        assert sorted(self.sent) == list(range(CHUNKS))
        assert self.times.total() - len(self.times) <= interruptions * IN_FLIGHT


def _chunk(url: str) -> list[int]:
    return [int(number) for number in re.findall(r"/chunks/(\d+)$", url)]


@pytest.fixture(scope="module")
def undisturbed(stack: Stack, demo: Demo, browser: Browser) -> Times:
    """The segments of a run in which nothing broke."""
    with browser.new_context(locale="en-US") as context:
        start = StartPage(context.new_page(), stack.base_url)
        start.find_segments(demo.path, interval="1")
        segments = start.open_timeline().segments()
    assert segments
    return segments


def _begin(context: BrowserContext, stack: Stack, demo: Demo) -> tuple[StartPage, Stored]:
    stored = Stored(context)
    start = StartPage(context.new_page(), stack.base_url)
    start.find_segments(demo.path, interval="1")
    return start, stored


def _go_on(context: BrowserContext, stack: Stack, demo: Demo) -> StartPage:
    """A new tab, in which the same file is chosen again."""
    start = StartPage(context.new_page(), stack.base_url)
    start.request_in_work().expect_to_say("Choose the same file again to continue.")
    start.choose(demo.path)
    return start


def test_a_tab_killed_twice_changes_nothing(
    stack: Stack, context: BrowserContext, demo: Demo, undisturbed: Times
) -> None:
    start, stored = _begin(context, stack, demo)
    for share in (0.3, 0.6):
        stored.wait(start.page, share)
        start.page.close()
        start = _go_on(context, stack, demo)
    start.open_timeline().expect_segments(undisturbed)
    stored.expect_whole(interruptions=2)


def test_a_server_killed_in_the_middle_changes_nothing(
    stack: Stack, context: BrowserContext, demo: Demo, undisturbed: Times
) -> None:
    start, stored = _begin(context, stack, demo)
    stored.wait(start.page, 0.5)
    stack.kill("web", signal.SIGKILL)
    until(lambda: stack.health, "the web to be back")
    start.open_timeline().expect_segments(undisturbed)
    stored.expect_whole(interruptions=1)


def test_a_network_cut_for_a_minute_changes_nothing(
    stack: Stack, context: BrowserContext, demo: Demo, undisturbed: Times
) -> None:
    start, stored = _begin(context, stack, demo)
    stored.wait(start.page, 0.4)
    context.set_offline(True)
    before = len(stored.times)
    start.page.wait_for_timeout(OFFLINE_S * 1000)
    start.request_in_work().expect_to_say("no connection, trying again")
    assert len(stored.times) - before <= IN_FLIGHT
    context.set_offline(False)
    start.open_timeline().expect_segments(undisturbed)
    stored.expect_whole(interruptions=1)
