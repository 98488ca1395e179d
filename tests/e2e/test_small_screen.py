"""A phone: 390 pixels wide, fingers only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Demo, screenshots_keep
from tests.e2e.pages import EditorPage, StartPage
from tests.stack import Stack

pytestmark = pytest.mark.e2e


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    phone = browser.new_context(
        locale="en-US", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    yield phone
    screenshots_keep(phone, request)
    phone.close()


def test_an_analyst_finds_and_sorts_out_segments_by_touch(stack: Stack, page: Page, demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(demo.path)
    expect(start.find_button).to_be_enabled(timeout=30_000)
    start.find_button.tap()
    page.get_by_role("link", name="Open timeline").tap(timeout=60_000)
    editor = EditorPage(page)
    found = editor.segments()
    demo.expect_found(found)

    editor.tap_on_timeline("Place of segment 2")
    expect(editor.row(1)).to_have_attribute("aria-current", "true")
    editor.button("Delete").tap()
    editor.expect_segments([found[0], *found[2:]])
    editor.button("Undo").tap()
    editor.expect_segments(found)
    editor.expect_saved()


def test_a_finger_moves_the_end_of_a_segment(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(short_demo.path)
    editor = start.open_timeline()
    [(begin, end)] = editor.segments()
    editor.tap_on_timeline("Place of segment 1")
    editor.button("Segment").tap()
    _swipe(page, editor.on_timeline("Stop of segment 1"), -40)
    editor.expect_saved()
    [(same_begin, earlier_end)] = editor.segments()
    assert same_begin == begin
    assert begin < earlier_end < end


def test_the_reason_why_a_file_is_refused_is_seen_whole(
    stack: Stack, page: Page, short_demo: Demo, quiet_demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(short_demo.path)
    editor = start.open_timeline()
    editor.open_video(quiet_demo.path)
    expect(editor.problem).to_contain_text("is another file")
    reason, play = editor.problem.bounding_box(), editor.button("Play").bounding_box()
    assert reason
    assert play
    assert reason["y"] + reason["height"] < play["y"]


def _swipe(page: Page, handle: Locator, pixels: float) -> None:
    """A finger goes down on the handle and sideways."""
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)
    for kind, at in [("touchStart", x), *(("touchMove", x + pixels * part / 4) for part in range(1, 5))]:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
