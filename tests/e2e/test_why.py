"""Why a segment is there: reasons, the best frame, what was held back, and verdicts."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.e2e.conftest import Demo
from tests.e2e.pages import EditorPage, StartPage, Times
from tests.e2e.test_accessibility import looks_check
from tests.stack import Stack

pytestmark = pytest.mark.e2e

INTERVAL_S = 2
TWO: Times = [(10.0, 20.0), (60.0, 110.0)]
PEOPLE = {14.0: 0.91, 80.0: 0.62}
"""Scores of the frames at these times."""
TEXTS = [{"text": "person %(amount)s", "digits": 2}, {"text": "light change", "digits": 0}]
HELD = [
    {"start": 30.0, "stop": 45.0, "best": 36.0, "score": 0.87, "reason": 1, "amount": 0.0},
    {"start": 100.0, "stop": 115.0, "best": 104.0, "score": 0.7, "reason": 1, "amount": 0.0},
]
"""The second one is overlapped by a segment."""


@dataclass(frozen=True)
class Review:
    """A video that is ready, and the session whose it is."""

    url: str
    cookies: list[Any]


@pytest.fixture(scope="module")
def review(stack: Stack, browser: Browser, short_demo: Demo) -> Review:
    """Of a plugin that says why: its words are written over those of the one that has run."""
    context = browser.new_context(locale="en-US")
    start = StartPage(context.new_page(), stack.base_url)
    start.find_segments(short_demo.path, interval=str(INTERVAL_S))
    url = start.open_timeline().page.url
    reasons_write(stack, UUID(url.rstrip("/").rsplit("/", 1)[1]))
    found = Review(url, context.cookies())
    context.close()
    return found


def reasons_write(stack: Stack, uid: UUID) -> None:
    times = [float(second) for second in range(0, 120, INTERVAL_S)]
    scores = [PEOPLE.get(time, 0.0) for time in times]
    reasons = {
        "texts": TEXTS,
        "reason": [0 if score else -1 for score in scores],
        "amount": scores,
    }
    with sqlite3.connect(stack.data_dir / "smartcut.sqlite3") as database:
        changed = database.execute(
            "UPDATE results_scorecurve SET times=?, scores=?, reasons=?, suppressed=? WHERE request_id=?",
            [*map(json.dumps, (times, scores, reasons, HELD)), uid.hex],
        )
        assert changed.rowcount == 1
    database.close()


@pytest.fixture
def editor(context: BrowserContext, review: Review) -> EditorPage:
    """The timeline with the segments ``TWO``, none of them judged."""
    context.add_cookies(review.cookies)
    page = context.new_page()
    page.goto(review.url)
    editor = EditorPage(page)
    segments_put(page, TWO)
    editor.expect_segments(TWO)
    return editor


def segments_put(page: Page, segments: Times) -> None:
    uid = page.url.rstrip("/").rsplit("/", 1)[1]
    page.evaluate(
        """async ({uid, segments}) => {
            const {apiGet, apiSend} = await import("/static/js/lib/api.js");
            const {revision} = await apiGet(`/api/requests/${uid}`);
            await apiSend("PUT", `/api/requests/${uid}/segments`, {revision, segments});
        }""",
        {"uid": uid, "segments": [{"start": start, "stop": stop} for start, stop in segments]},
    )


def _toggle(editor: EditorPage) -> Locator:
    return editor.page.get_by_role("checkbox", name="Show what was held back")


def _held(editor: EditorPage) -> Locator:
    return editor.page.get_by_role("region", name="What was held back").get_by_role("listitem")


def test_each_segment_says_how_sure_and_why(editor: EditorPage, stack: Stack) -> None:
    expect(editor.row(0)).to_contain_text("91%")
    expect(editor.row(0)).to_contain_text("person 0.91")
    expect(editor.row(1)).to_contain_text("62%")
    editor.type_time("Start", 1, 90)
    expect(editor.row(1)).to_contain_text("0%")
    expect(editor.row(1)).not_to_contain_text("person")


def test_numbers_are_written_as_the_language_has_it(
    editor: EditorPage, context: BrowserContext, stack: Stack
) -> None:
    context.add_cookies([{"name": "django_language", "value": "ru", "url": stack.base_url}])
    editor.page.reload()
    expect(editor.page.locator("tbody tr").first).to_contain_text("0,91")
    expect(editor.page.locator("tbody tr").first).to_contain_text("91 %")


def test_the_best_frame_is_one_press_away(editor: EditorPage) -> None:
    editor.row(0).get_by_role("button", name="Best frame 00:00:14.000").click()
    expect(editor.time).to_have_value("00:00:14.000")
    editor.press("Show segment 2")
    editor.page.keyboard.press("b")
    expect(editor.time).to_have_value("00:01:20.000")


def test_what_was_held_back_is_shown_and_restored(editor: EditorPage) -> None:
    expect(_held(editor)).to_have_count(0)
    editor.page.get_by_label("Show what was held back (1)").check()
    expect(_held(editor)).to_have_count(1)
    expect(_held(editor)).to_contain_text("light change")
    expect(_held(editor)).to_contain_text("would have had 87%")
    _held(editor).get_by_role("button", name="00:00:30.000 to 00:00:45.000", exact=True).click()
    expect(editor.time).to_have_value("00:00:36.000")

    editor.press("Restore 00:00:30.000 to 00:00:45.000")
    restored = [TWO[0], (30.0, 45.0), TWO[1]]
    editor.expect_segments(restored)
    expect(_toggle(editor)).to_be_hidden()
    editor.expect_saved()
    editor.page.reload()
    editor.expect_segments(restored)
    expect(_toggle(editor)).to_be_hidden()


def test_a_restored_stretch_can_be_held_back_again(editor: EditorPage) -> None:
    _toggle(editor).check()
    editor.press("Restore 00:00:30.000 to 00:00:45.000")
    expect(editor.button("Add segment")).to_be_focused()
    editor.press("Undo")
    editor.expect_segments(TWO)
    expect(_held(editor)).to_have_count(1)


def test_an_irrelevant_segment_stays_in_the_list_and_is_left_out_of_the_rest(
    editor: EditorPage, short_demo: Demo
) -> None:
    editor.press("Segment 1 is not relevant")
    expect(editor.row(0)).to_contain_text("Not relevant: left out")
    editor.expect_saved()
    editor.page.reload()
    expect(editor.button("Segment 1 is not relevant")).to_have_attribute("aria-pressed", "true")
    editor.expect_segments(TWO)
    expect(editor.page.get_by_text("1 not relevant: left out of cuts and files").first).to_be_visible()

    with editor.page.expect_download() as download:
        editor.page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text() == "60.000,110.000,\n"
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    dialog = editor.cut()
    expect(dialog.rows).to_have_count(1)
    expect(dialog.dialog).to_contain_text("1 not relevant: left out of cuts and files")
    expect(dialog.dialog).to_contain_text("All: 1 segment")


def test_verdicts_are_given_by_keyboard_and_undone(editor: EditorPage) -> None:
    relevant = editor.button("Segment 2 is relevant")
    irrelevant = editor.button("Segment 2 is not relevant")
    editor.press("Show segment 2")
    editor.page.keyboard.press("y")
    expect(relevant).to_have_attribute("aria-pressed", "true")
    editor.page.keyboard.press("n")
    expect(irrelevant).to_have_attribute("aria-pressed", "true")
    expect(relevant).to_have_attribute("aria-pressed", "false")
    editor.page.keyboard.press("ControlOrMeta+z")
    expect(relevant).to_have_attribute("aria-pressed", "true")
    editor.page.keyboard.press("y")
    expect(relevant).to_have_attribute("aria-pressed", "false")
    editor.expect_saved()


def test_the_list_can_begin_with_what_is_surest(editor: EditorPage) -> None:
    editor.type_time("Start", 0, 16)
    editor.page.get_by_label("Order").select_option("by confidence")
    assert [start for start, _ in editor.segments()] == [60.0, 16.0]
    expect(editor.row(0).get_by_role("button", name="Show segment 2")).to_be_visible()


def test_all_of_it_is_accessible(editor: EditorPage) -> None:
    _toggle(editor).check()
    editor.press("Segment 1 is not relevant")
    editor.press("Segment 2 is relevant")
    editor.expect_saved()
    looks_check(editor.page, "the timeline with reasons")


def _picture(editor: EditorPage, row: int) -> Locator:
    return editor.row(row).get_by_role("img", name=f"Best frame of segment {row + 1}", exact=True)


def test_rows_in_view_show_their_best_frame_when_the_video_is_open(
    editor: EditorPage, short_demo: Demo
) -> None:
    many: Times = [(2.0 * number, 2.0 * number + 2) for number in range(60)]
    segments_put(editor.page, many)
    editor.expect_segments(many)
    expect(editor.table.get_by_role("img")).to_have_count(0)
    editor.open_video(short_demo.path)
    expect(_picture(editor, 0)).to_be_visible()
    assert _picture(editor, 0).evaluate("image => image.decode().then(() => image.naturalWidth)") == 160
    expect(_picture(editor, 3)).to_be_visible()
    expect(_picture(editor, 59)).to_have_count(0)

    editor.row(59).scroll_into_view_if_needed()
    expect(_picture(editor, 59)).to_be_visible()
    expect(_picture(editor, 30)).to_have_count(0)

    shown = _picture(editor, 59).get_attribute("src")
    editor.press("Delete segment 1")
    expect(_picture(editor, 58)).to_have_attribute("src", str(shown))


def test_pictures_break_no_rule_of_accessibility(editor: EditorPage, short_demo: Demo) -> None:
    editor.open_video(short_demo.path)
    for row in (0, 1):
        expect(_picture(editor, row)).to_be_visible()
    looks_check(editor.page, "the timeline with pictures")
