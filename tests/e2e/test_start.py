"""The start page: several videos, interruptions, recommenders that come and go, files that are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Route, expect

from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage
from tests.stack import Stack

pytestmark = pytest.mark.e2e

LATE_CHUNK = 3
"""The chunks from this one on do not get through in the first attempt."""


def test_of_four_videos_three_run_and_the_fourth_starts_when_a_place_is_free(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    videos = [tmp_path / f"gate-{number}.mp4" for number in range(1, 5)]
    for video in videos:
        video.write_bytes(short_demo.path.read_bytes())
    start = StartPage(page, stack.base_url)
    start.prepare(*videos)
    with stack.held("motion"):
        start.find_button.click()
        for name in ("gate-1.mp4", "gate-2.mp4", "gate-3.mp4"):
            start.request(name).expect_to_say("Scoring")
        start.request("gate-4.mp4").expect_to_say("Waiting for a free slot")
        _expect_to_open_aside(start, "gate-1.mp4")
        start.request("gate-2.mp4").cancel()
        start.request("gate-4.mp4").expect_to_say("of 60")
        expect(start.request("gate-2.mp4").row).to_have_count(0)
    for name in ("gate-1.mp4", "gate-3.mp4", "gate-4.mp4"):
        start.request(name).expect_to_say("found.")


def _expect_to_open_aside(start: StartPage, title: str) -> None:
    """The page that has videos waiting stays when a timeline is opened."""
    link = start.request(title).row.get_by_role("link", name="Open timeline (opens in a new tab)")
    with start.page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(title)
    opened.value.close()


def test_an_upload_that_a_reload_interrupted_goes_on_with_the_same_file(
    stack: Stack, page: Page, demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(demo.path)
    undisturbed = start.open_timeline().segments()
    assert undisturbed

    sent = _chunks_watch(page.context)
    page.context.route("**/chunks/*", _late_chunks_drop)
    start = StartPage(page, stack.base_url)
    start.find_segments(demo.path)
    start.request_in_work().expect_uploaded("150 of 300")
    before = set(sent)
    _reload_although_asked(page)
    page.context.unroute("**/chunks/*")
    sent.clear()

    interrupted = start.request_in_work()
    interrupted.expect_to_say("Interrupted")
    interrupted.expect_to_say("Choose the same file again to continue.")
    start.choose(demo.path)
    expect(start.notices).to_contain_text("demo-camera.mp4 goes on where it stopped.")
    expect(start.timeline_links()).to_have_count(2, timeout=60_000)
    assert set(sent) == set(range(LATE_CHUNK, 6))
    assert before >= set(range(LATE_CHUNK))
    start.open_timeline().expect_segments(undisturbed)


def _chunks_watch(context: BrowserContext) -> list[int]:
    """The numbers of the chunks that the browser sends, as they are sent."""
    sent: list[int] = []

    def note(url: str) -> None:
        if found := re.search(r"/chunks/(\d+)$", url):
            sent.append(int(found[1]))

    context.on("request", lambda request: note(request.url))
    return sent


def _late_chunks_drop(route: Route) -> None:
    if int(route.request.url.rsplit("/", 1)[1]) < LATE_CHUNK:
        route.continue_()
    else:
        route.abort()


def _reload_although_asked(page: Page) -> None:
    """The browser asks whether to leave the page that is at work."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.once("dialog", answer)
    page.reload()
    assert asked == ["beforeunload"]


def test_a_recommender_that_falls_silent_leaves_the_list_and_comes_back(stack: Stack, page: Page) -> None:
    start = StartPage(page, stack.base_url)
    motion = start.recommender.get_by_role("option", name="Motion")
    away = page.get_by_text("No recommender is running now.")
    expect(motion).to_have_count(1)
    expect(away).to_be_hidden()
    with stack.suspended("motion"):
        expect(away).to_be_visible(timeout=60_000)
        expect(motion).to_have_count(0)
    expect(motion).to_have_count(1, timeout=60_000)
    expect(away).to_be_hidden()


def test_an_interval_out_of_bounds_is_told_in_words(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    expect(start.find_button).to_be_enabled()
    start.interval.fill("100000")
    expect(page.get_by_text("Write a number from 0.2 to 60.")).to_be_visible()
    expect(start.find_button).to_be_disabled()
    start.interval.fill("5")
    expect(page.get_by_text("Write a number from")).to_be_hidden()
    expect(start.find_button).to_be_enabled()


def test_a_text_file_named_like_a_video_is_refused_in_words(stack: Stack, page: Page, tmp_path: Path) -> None:
    notes = tmp_path / "notes.mp4"
    notes.write_text("Gate 3, Tuesday: nothing happened.\n" * 100)
    start = StartPage(page, stack.base_url)
    start.choose(notes)
    expect(start.chosen).to_contain_text("This is not a video that can be read.")
    expect(start.find_button).to_be_disabled()
    page.get_by_role("button", name="Remove notes.mp4").click()
    expect(start.chosen).to_have_count(0)


def test_the_page_speaks_russian_and_english_again(stack: Stack, page: Page) -> None:
    page.goto(stack.base_url)
    heading = page.get_by_role("heading", level=1)
    english = heading.inner_text()
    page.get_by_role("button", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    expect(heading).to_have_text(re.compile("[а-я]{3}"))
    expect(page.get_by_text("Сначала выберите видео")).to_be_visible()  # written by the script
    expect(page.get_by_role("button", name="Русский")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(heading).to_have_text(english)


def test_the_example_can_be_tried(stack: Stack, page: Page, example: Demo) -> None:
    start = StartPage(page, stack.base_url)
    page.get_by_role("button", name="Try the example").click()
    expect(start.chosen).to_contain_text("demo-camera.mp4")
    start.find_button.click()
    example.expect_found(start.open_timeline().segments())


def test_a_video_from_the_browser_s_own_picker_goes_on_by_itself_after_a_reload(
    stack: Stack, page: Page, picker: None
) -> None:
    page.context.route("**/chunks/*", _late_chunks_drop)
    start = StartPage(page, stack.base_url)
    page.get_by_role("button", name="Choose videos…").click()
    expect(start.chosen).to_contain_text("demo-camera.mp4")
    start.interval.fill("2")
    start.find_button.click()
    start.request_in_work().expect_uploaded("150 of 300")
    _reload_although_asked(page)
    page.context.unroute("**/chunks/*")
    start.request("demo-camera.mp4").expect_to_say("found.", within_s=60)
