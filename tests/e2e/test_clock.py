"""Times by the recorder's clock: from the name of a file to the ruler, the clips and the lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Demo
from tests.e2e.pages import EditorPage, StartPage
from tests.stack import Stack

pytestmark = pytest.mark.e2e

NAME = "NVR_ch01_main_20230614235930_20230615000130.mp4"


@pytest.fixture
def recording(short_demo: Demo, tmp_path: Path) -> Path:
    """Two minutes around midnight, named as a recorder does."""
    return Path(shutil.copy(short_demo.path, tmp_path / NAME))


def _downloaded(page: Page, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(download.value.path()).read_text()


def _ruler(editor: EditorPage) -> list[str]:
    return editor.page.locator(".ruler-tick").all_inner_texts()


def test_the_clock_of_a_recorders_file_is_on_the_ruler_and_in_the_lists(
    stack: Stack, page: Page, recording: Path
) -> None:
    start = StartPage(page, stack.base_url)
    start.prepare(recording)
    expect(start.chosen.get_by_label("Recording begins")).to_have_value("2023-06-14T23:59:30")
    expect(start.chosen).to_contain_text("as the file name says")
    start.find_button.click()
    editor = start.open_timeline()

    assert "2023-06-15" in _ruler(editor)
    assert "00:00:30" in _ruler(editor)
    expect(editor.time).to_have_value("23:59:30.000")
    editor.type_text("Start", 0, "23:59:40")
    editor.type_text("Stop", 0, "00:00:10")
    editor.expect_saved()
    expect(editor.box("Stop", 0)).to_have_value("00:00:10.000 +1")
    first = "10.000,40.000,"
    csv = _downloaded(page, "CSV")
    assert csv.splitlines()[0] == f"{first},2023-06-14T23:59:40.000,2023-06-15T00:00:10.000"
    assert '"clock_stop": "2023-06-15T00:00:10.000"' in _downloaded(page, "JSON")

    editor.open_video(recording)
    cut = editor.cut()
    expect(cut.rows.first).to_contain_text("2023-06-14_23.59.40-2023-06-15_00.00.10.mp4")
    cut.press("Close")

    page.get_by_label("Times", exact=True).select_option("since the start")
    expect(editor.box("Stop", 0)).to_have_value("00:00:40.000")
    assert "00:00:30" in _ruler(editor)
    assert "2023-06-15" not in _ruler(editor)
    assert _downloaded(page, "CSV").splitlines()[0] == first


def test_the_analyst_says_when_the_recording_begins(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(short_demo.path)
    editor = start.open_timeline()
    elapsed = editor.segments()

    page.get_by_label("Times", exact=True).select_option("by the clock")
    dialog = page.get_by_role("dialog", name="When does the recording begin?")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_have_text("Write the date and the time.")
    dialog.get_by_label("Recording begins").fill("2023-06-14T09:30:00")
    dialog.get_by_role("button", name="Save").click()

    expect(editor.time).to_have_value("09:30:00.000")
    editor.press("Add segment")
    editor.expect_saved()
    expect(page.get_by_text("Another window changed")).to_have_count(0)
    editor.press("Undo")
    editor.expect_saved()
    page.reload()
    editor = EditorPage(page)
    assert [(a - 34_200, b - 34_200) for a, b in editor.segments()] == elapsed

    editor.press("Clock…")
    dialog.get_by_role("button", name="It is not known").click()
    editor.expect_segments(elapsed)
    expect(page.get_by_label("Times", exact=True)).to_have_value("elapsed")
