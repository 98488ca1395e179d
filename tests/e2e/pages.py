"""The pages of SmartCut in the words of the analyst."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from smartcut.core.timecode import timecode_format, timecode_parse

FIND_TIMEOUT_MS = 180_000

Times = list[tuple[float, float]]


class StartPage:
    def __init__(self, page: Page, base_url: str) -> None:
        self.page, self.base_url = page, base_url
        page.goto(base_url)
        self.interval = page.get_by_label("Interval, s")
        self.recommender = page.get_by_label("Recommender")
        self.find_button = page.get_by_role("button", name="Find segments")
        self.chosen = page.get_by_role("list", name="Chosen videos").get_by_role("listitem")
        self.notices = page.locator("#notices")

    def find_segments(self, *videos: Path, recommender: str = "motion", interval: str = "2") -> None:
        """Chooses the videos and starts the search."""
        self.prepare(*videos, recommender=recommender, interval=interval)
        self.find_button.click()

    def prepare(self, *videos: Path, recommender: str = "motion", interval: str = "2") -> None:
        """All but the last click."""
        self.choose(*videos)
        self.recommender.select_option(recommender)
        self.interval.fill(interval)
        expect(self.chosen).to_have_count(len(videos))
        expect(self.find_button).to_be_enabled(timeout=30_000)

    def choose(self, *videos: Path) -> None:
        self.page.get_by_label("Video files").set_input_files([str(video) for video in videos])

    def request(self, title: str) -> RequestRow:
        """The video of that name."""
        heading = self.page.get_by_role("heading", name=title, exact=True)
        return RequestRow(self._requests().filter(has=heading))

    def request_in_work(self) -> RequestRow:
        """The only one that is not finished."""
        return RequestRow(self._requests().filter(has=self.page.get_by_role("list", name="Stages")))

    def _requests(self) -> Locator:
        return self.page.get_by_role("region", name="Your videos").get_by_role("listitem")

    def timeline_links(self) -> Locator:
        return self.page.get_by_role("link", name="Open timeline")

    def open_timeline(self, number: int = 0) -> EditorPage:
        link = self.timeline_links().nth(number)
        expect(link).to_be_visible(timeout=FIND_TIMEOUT_MS)
        link.click()
        return EditorPage(self.page)


class RequestRow:
    """One of the videos in the list of the start page."""

    def __init__(self, row: Locator) -> None:
        self.row = row

    def expect_to_say(self, text: str, *, within_s: float = 60) -> None:
        expect(self.row).to_contain_text(text, timeout=within_s * 1000)

    def expect_uploaded(self, frames: str) -> None:
        """The server has received that many and no more are on their way there."""
        stage = self.row.get_by_role("listitem").filter(has_text="Upload")
        expect(stage).to_contain_text(frames, timeout=60_000)

    def press(self, name: str) -> None:
        self.row.get_by_role("button", name=name, exact=True).click()

    def cancel(self) -> None:
        """What has been sent already is asked about."""
        self.press("Cancel")
        dialog = self.row.page.get_by_role("dialog", name="Cancel the work on this video?")
        dialog.get_by_role("button", name="Cancel the work", exact=True).click()

    def open(self) -> EditorPage:
        link = self.row.get_by_role("link", name="Open timeline")
        expect(link).to_be_visible(timeout=FIND_TIMEOUT_MS)
        # while other videos need this page, the timeline opens in another one
        expect(link).not_to_have_attribute("target", "_blank", timeout=FIND_TIMEOUT_MS)
        link.click()
        return EditorPage(self.row.page)


class EditorPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.table = page.get_by_role("table", name="Segments")
        self.problem = page.get_by_role("region", name="Video", exact=True).get_by_role("alert")
        self.picture = page.locator("video")
        self.time = page.get_by_label("Time", exact=True)
        self.notices = page.locator("#notices")
        self.save_status = page.get_by_role("status").filter(has_text=re.compile("aved|Saving")).first
        # the threshold is the last to be known: from here on the whole page answers
        expect(page.get_by_label("Threshold", exact=True).last).to_be_enabled(timeout=FIND_TIMEOUT_MS)

    def row(self, number: int) -> Locator:
        return self.table.locator("tbody tr").nth(number)

    def on_timeline(self, name: str) -> Locator:
        return self.page.get_by_role("slider", name=name, exact=True)

    def tap_on_timeline(self, name: str) -> None:
        self.on_timeline(name).tap()

    def box(self, name: str, row: int) -> Locator:
        return self.table.get_by_role("textbox", name=name, exact=True).nth(row)

    def count_from_start(self) -> None:
        """Instead of by the recorder's clock, which a name may tell."""
        self.page.get_by_label("Times", exact=True).select_option("elapsed")

    def segments(self) -> Times:
        starts = self.table.get_by_role("textbox", name="Start", exact=True)
        return [
            (
                timecode_parse(self.box("Start", row).input_value()),
                timecode_parse(self.box("Stop", row).input_value()),
            )
            for row in range(starts.count())
        ]

    def expect_segments(self, segments: Times) -> None:
        """Waits until the table shows these."""
        starts = self.table.get_by_role("textbox", name="Start", exact=True)
        expect(starts).to_have_count(len(segments))
        for row, (start, stop) in enumerate(segments):
            expect(self.box("Start", row)).to_have_value(timecode_format(start))
            expect(self.box("Stop", row)).to_have_value(timecode_format(stop))

    def type_time(self, name: str, row: int, seconds: float) -> None:
        """By keyboard alone."""
        self.type_text(name, row, timecode_format(seconds))

    def type_text(self, name: str, row: int, text: str) -> None:
        self.box(name, row).focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        self.button(name).click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def tab_to(self, name: str) -> None:
        """Goes on with the Tab key until the button of that name has the focus."""
        button = self.button(name)
        for _ in range(100):
            if button.evaluate("button => button === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {name}")

    def expect_saved(self) -> None:
        expect(self.save_status).to_have_text("Saved")

    def open_video(self, video: Path) -> None:
        self.page.get_by_label("Open the video").set_input_files(str(video))

    def cut(self) -> CutDialog:
        self.press("Cut")
        return CutDialog(self.page)


class CutDialog:
    def __init__(self, page: Page) -> None:
        self.dialog = page.get_by_role("dialog", name="Cut segments into files")
        self.rows = self.dialog.get_by_role("table", name="Clips").locator("tbody tr")
        self.written = self.rows.filter(has=page.get_by_text("Written", exact=True))
        self.total = self.dialog.get_by_role("status").last
        self.problem = self.dialog.get_by_role("alert")
        self.save_button = self.dialog.get_by_role("button", name="Save clips")

    def press(self, name: str) -> None:
        self.dialog.get_by_role("button", name=name, exact=True).click()

    def choose_mode(self, name: str) -> None:
        """The first word of the choice, and waits until its clips are listed or refused."""
        self.mode(name).check()
        expect(self.dialog.get_by_label("Working out the clips")).to_be_hidden()

    def mode(self, name: str) -> Locator:
        return self.dialog.get_by_role("radio", name=re.compile(f"^{name} "))

    def save(self) -> list[str]:
        """Writes all clips; gives their names as the dialog tells them afterwards."""
        self.press("Save clips")
        expect(self.written).to_have_count(self.rows.count(), timeout=60_000)
        self.expect_ended()
        return self.names()

    def expect_ended(self) -> None:
        """The rows are final before the list of the clips is written."""
        expect(self.dialog.get_by_role("button", name="Close", exact=True)).to_be_visible()

    def names(self) -> list[str]:
        return self.rows.get_by_role("rowheader").all_inner_texts()
