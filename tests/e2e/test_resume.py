"""Tabs, servers and networks end in the middle: the work goes on from what the server has."""

from __future__ import annotations

import re
import signal
from collections import Counter

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage, Times
from tests.stack import Stack, until

pytestmark = pytest.mark.e2e

CHUNKS = 12
"""Of the demo video at one frame a second."""
IN_FLIGHT = 3
OFFLINE_S = 60


class Stored:
    """How often the server has taken each chunk from any tab of the session."""

    def __init__(self, context: BrowserContext) -> None:
        self.times: Counter[int] = Counter()
        context.on("response", self._note)

    def _note(self, response: Response) -> None:
        found = re.search(r"/chunks/(\d+)$", response.url)
        if found and response.ok:
            self.times[int(found[1])] += 1

    def wait(self, page: Page, share: float) -> None:
        """Until so much is stored, and no more than is in flight besides."""
        while len(self.times) < share * CHUNKS:
            page.wait_for_timeout(20)
        assert len(self.times) < CHUNKS

    def expect_whole(self, interruptions: int) -> None:
        assert sorted(self.times) == list(range(CHUNKS))
        assert self.times.total() - CHUNKS <= interruptions * IN_FLIGHT


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
