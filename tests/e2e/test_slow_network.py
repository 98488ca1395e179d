"""A network that is slower than the decoder."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import upload_throttle
from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage
from tests.stack import Stack

pytestmark = pytest.mark.e2e

SLOW_BYTES_PER_S = 300_000


def test_on_a_slow_network_the_search_can_start_again_at_a_longer_interval(
    stack: Stack, page: Page, demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.prepare(demo.path, interval="0.2")
    throttle = upload_throttle(page)
    throttle(SLOW_BYTES_PER_S)
    start.find_button.click()
    row = start.request_in_work()
    row.expect_to_say("the network is the slowest part", within_s=120)
    row.press("Every 0.4 s instead…")
    dialog = page.get_by_role("dialog", name="Start again with a longer interval?")
    expect(dialog).to_contain_text("From the beginning, with a picture every 0.4 s, it takes about")
    throttle(-1)
    dialog.get_by_role("button", name="Start again").click()

    row.expect_to_say("every 0.4 s")
    demo.expect_found(start.open_timeline().segments())
