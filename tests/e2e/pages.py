"""The pages of SmartCut in the words of the analyst."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from smartcut.core.timecode import timecode_format, timecode_parse

FIND_TIMEOUT_MS = 180_000


class StartPage:
    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        page.goto(base_url)

    def find_segments(self, *videos: Path, recommender: str = "motion", interval: str = "2") -> None:
        """Chooses the videos and starts the search."""
        self.page.get_by_label("Video files").set_input_files([str(video) for video in videos])
        self.page.get_by_label("Recommender").select_option(recommender)
        self.page.get_by_label("Interval, s").fill(interval)
        button = self.page.get_by_role("button", name="Find segments")
        expect(button).to_be_enabled(timeout=30_000)
        button.click()

    def timeline_links(self) -> Locator:
        return self.page.get_by_role("link", name="Open timeline")

    def open_timeline(self, number: int = 0) -> EditorPage:
        link = self.timeline_links().nth(number)
        expect(link).to_be_visible(timeout=FIND_TIMEOUT_MS)
        link.click()
        return EditorPage(self.page)


class EditorPage:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.table = page.get_by_role("table", name="Segments")
        expect(self.table).to_be_visible(timeout=FIND_TIMEOUT_MS)

    def box(self, name: str, row: int) -> Locator:
        return self.table.get_by_role("textbox", name=name, exact=True).nth(row)

    def segments(self) -> list[tuple[float, float]]:
        starts = self.table.get_by_role("textbox", name="Start", exact=True)
        return [
            (
                timecode_parse(self.box("Start", row).input_value()),
                timecode_parse(self.box("Stop", row).input_value()),
            )
            for row in range(starts.count())
        ]

    def type_time(self, name: str, row: int, seconds: float) -> None:
        """By keyboard alone."""
        self.box(name, row).focus()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(timecode_format(seconds))
        self.page.keyboard.press("Enter")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect_saved(self) -> None:
        expect(self.page.get_by_role("status").filter(has_text="Saved").first).to_be_visible()

    def open_video(self, video: Path) -> None:
        self.page.get_by_label("Open the video").set_input_files(str(video))
