"""Areas are drawn on a frame of the local video and say what a search may propose."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage
from tests.e2e.test_accessibility import SIZES, _overflow, _violations, looks_check
from tests.stack import Stack

pytestmark = pytest.mark.e2e

WHERE_IT_HAPPENS = ((0.02, 0.35), (0.98, 0.35), (0.98, 0.98), (0.02, 0.98))
"""Shares of the picture of the demo video: all below its horizon."""


class AreasDialog:
    def __init__(self, start: StartPage, *, file_name: str) -> None:
        self.page = start.page
        start.chosen.filter(has_text=file_name).get_by_role("button", name="area").click()
        self.dialog = self.page.get_by_role("dialog", name="Areas of the camera")
        self.picture = self.dialog.get_by_role("group", name="Picture with areas")
        self.camera = self.dialog.get_by_label("Camera", exact=True)
        self.areas = self.dialog.get_by_role("list", name="Areas", exact=True).get_by_role("listitem")
        self.problem = self.dialog.get_by_role("alert")

    def expect_picture(self) -> None:
        expect(self.dialog.get_by_role("button", name="Add a rectangle")).to_be_enabled(timeout=20_000)

    def click(self, x: float, y: float) -> None:
        """On the picture, at these shares of its width and height."""
        box = self.picture.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])

    def draw(self, *corners: tuple[float, float]) -> None:
        for corner in corners:
            self.click(*corner)
        self.click(*corners[0])

    def drag(self, start: tuple[float, float], stop: tuple[float, float]) -> None:
        box = self.picture.bounding_box()
        assert box is not None
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in (start, stop)]
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        self.page.mouse.move(*places[1], steps=4)
        self.page.mouse.up()

    def point(self, area: int, number: int) -> str:
        """Where it is, as a screen reader hears it."""
        button = self.dialog.get_by_role("button", name=f"Point {number} of area {area},")
        return str(button.get_attribute("aria-label")).partition(": ")[2]

    def keys(self, key: str, times: int) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def press(self, name: str) -> None:
        self.dialog.get_by_role("button", name=name, exact=True).click()

    def save(self) -> None:
        self.press("Save areas")
        expect(self.dialog).to_be_hidden()


def copy_named(demo: Demo, folder: Path, name: str) -> Path:
    """The same video from another hour."""
    return Path(shutil.copy(demo.path, folder / name))


def test_what_happens_in_an_ignored_area_is_not_proposed(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    first, second, third = (
        copy_named(short_demo, tmp_path, f"gate-north_2026-11-20_{hour:02}-00-00.mp4") for hour in (8, 9, 10)
    )
    start = StartPage(page, stack.base_url)
    start.find_segments(first)
    editor = start.open_timeline()
    editor.count_from_start()
    short_demo.expect_found(editor.segments())

    start = StartPage(page, stack.base_url)
    start.choose(second)
    expect(start.chosen.get_by_label("Camera", exact=True)).to_have_value("gate-north")
    dialog = AreasDialog(start, file_name=second.name)
    dialog.expect_picture()
    dialog.draw(*WHERE_IT_HAPPENS)
    expect(dialog.areas).to_have_count(1)
    dialog.save()
    start.choose(third)
    expect(start.chosen.get_by_role("button", name="1 area…")).to_have_count(2)
    start.interval.fill("2")
    start.find_button.click()

    for video in (second, third):
        start.request(video.name).expect_to_say("gate-north · 1 area")
        assert start.request(video.name).open().segments() == []
        start = StartPage(page, stack.base_url)


def test_an_area_is_drawn_by_keyboard_alone(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    start.chosen.get_by_label("Camera", exact=True).fill("Gate")
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.dialog.get_by_role("button", name="Add a rectangle").press("Enter")
    for horizontal, vertical, up in (
        ("ArrowLeft", "ArrowUp", 5), ("ArrowRight", "ArrowUp", 5),
        ("ArrowRight", "ArrowDown", 40), ("ArrowLeft", "ArrowDown", 40),
    ):  # fmt: skip
        page.keyboard.press("Tab")
        dialog.keys(horizontal, 40)
        dialog.keys(vertical, up)
    assert [dialog.point(1, number) for number in (1, 2, 3, 4)] == [
        "0 from the left, 30 from above",
        "100 from the left, 30 from above",
        "100 from the left, 100 from above",
        "0 from the left, 100 from above",
    ]
    page.keyboard.press("Shift+ArrowRight")
    assert dialog.point(1, 4) == "0.1 from the left, 100 from above"
    page.keyboard.press("Insert")
    assert dialog.point(1, 5) == "0.1 from the left, 65 from above"
    page.keyboard.press("Delete")
    expect(dialog.dialog.get_by_role("button", name="Point 5 of area 1")).to_be_hidden()
    dialog.dialog.get_by_role("button", name="Save areas").press("Enter")
    expect(dialog.dialog).to_be_hidden()

    start.interval.fill("2")
    expect(start.find_button).to_be_enabled()  # a key does not wait for it, as a click does
    start.find_button.press("Enter")
    assert start.open_timeline().segments() == []


def test_with_an_area_to_look_at_the_rest_is_ignored(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.dialog.get_by_role("radio", name="Look at").check(force=True)
    dialog.draw((0.3, 0.02), (0.9, 0.02), (0.9, 0.3), (0.3, 0.3))
    dialog.save()
    start.interval.fill("2")
    start.find_button.click()
    assert start.open_timeline().segments() == []


def test_points_edges_and_whole_areas_are_dragged_and_every_step_is_undone(
    stack: Stack, page: Page, short_demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.press("Add a rectangle")
    dialog.drag((0.35, 0.35), (0.2, 0.2))
    assert dialog.point(1, 1) == "20 from the left, 20 from above"
    dialog.drag((0.65, 0.5), (0.8, 0.5))
    assert dialog.point(1, 3) == "80 from the left, 50 from above"
    chip = dialog.dialog.get_by_role("button", name="Area 1: Ignore").bounding_box()
    picture = dialog.picture.bounding_box()
    assert chip
    assert picture
    x = (chip["x"] + chip["width"] / 2 - picture["x"]) / picture["width"]
    y = (chip["y"] + chip["height"] / 2 - picture["y"]) / picture["height"]
    dialog.drag((x, y), (x + 0.1, y + 0.1))
    assert dialog.point(1, 1) == "30 from the left, 30 from above"
    for _ in range(2):
        page.keyboard.press("ControlOrMeta+z")
    assert dialog.point(1, 1) == "20 from the left, 20 from above"
    expect(dialog.dialog.get_by_role("button", name="Point 5 of area 1")).to_be_hidden()
    for _ in range(2):
        page.keyboard.press("ControlOrMeta+z")
    expect(dialog.areas).to_have_count(0)


def test_a_camera_is_renamed_and_deleted_by_keyboard_after_a_question(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    first, second = (
        copy_named(short_demo, tmp_path, f"gate_2026-11-20_{hour:02}-00-00.mp4") for hour in (8, 9)
    )
    start = StartPage(page, stack.base_url)
    start.choose(first, second)
    for name in ("yard", "gate"):
        _areas_save(start, first, name)
    names = start.chosen.get_by_label("Camera", exact=True)
    expect(names.nth(1)).to_have_value("gate")

    dialog = AreasDialog(start, file_name=first.name)
    rename = page.get_by_role("dialog", name="Rename the camera")
    dialog.dialog.get_by_role("button", name="Rename…").press("Enter")
    expect(rename.get_by_label("New name")).to_be_focused()
    page.keyboard.type("yard")
    page.keyboard.press("Enter")
    expect(rename.get_by_role("alert")).to_contain_text("Another camera is called yard already.")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("North gate")
    expect(rename.get_by_role("alert")).to_be_empty()
    page.keyboard.press("Enter")
    expect(rename).to_be_hidden()
    expect(dialog.camera).to_have_value("North gate")
    expect(dialog.areas).to_have_count(1)
    expect(dialog.dialog.get_by_role("button", name="Rename…")).to_be_focused()

    delete = page.get_by_role("dialog", name="Delete this camera?")
    dialog.dialog.get_by_role("button", name="Delete…").press("Enter")
    expect(delete.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Escape")
    expect(delete).to_be_hidden()
    expect(dialog.dialog).to_be_visible()
    dialog.press("Cancel")
    for card in (0, 1):
        expect(names.nth(card)).to_have_value("North gate")

    dialog = AreasDialog(start, file_name=second.name)
    dialog.dialog.get_by_role("button", name="Delete…").press("Enter")
    expect(delete).to_contain_text("North gate")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(delete).to_be_hidden()
    expect(dialog.camera).to_have_value("")
    expect(dialog.camera).to_be_focused()
    expect(dialog.areas).to_have_count(0)
    expect(dialog.dialog.get_by_role("button", name="Delete…")).to_be_hidden()
    dialog.press("Cancel")
    for card in (0, 1):
        expect(names.nth(card)).to_have_value("")
    assert (
        page.evaluate("fetch('/api/cameras').then(answer => answer.json())")["cameras"][0]["name"] == "yard"
    )


def _areas_save(start: StartPage, video: Path, camera: str) -> None:
    dialog = AreasDialog(start, file_name=video.name)
    dialog.expect_picture()
    dialog.camera.fill(camera)
    dialog.camera.press("Tab")
    dialog.press("Add a rectangle")
    dialog.save()


def test_what_cannot_be_saved_is_said_in_words(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    start.chosen.get_by_label("Camera", exact=True).fill("")
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.click(0.2, 0.2)
    dialog.click(0.8, 0.8)
    dialog.press("Save areas")
    expect(dialog.problem).to_contain_text("Name the camera")
    dialog.camera.fill("Yard")
    dialog.press("Save areas")
    expect(dialog.problem).to_contain_text("not closed yet")
    dialog.click(0.8, 0.2)
    dialog.click(0.2, 0.8)
    dialog.picture.focus()
    page.keyboard.press("Enter")
    expect(dialog.areas).to_contain_text("cross each other")
    dialog.press("Save areas")
    expect(dialog.problem).to_contain_text("cross each other")

    dialog.camera.focus()
    page.keyboard.press("Escape")
    expect(dialog.problem).to_contain_text("not saved")
    dialog.press("Cancel")
    expect(dialog.dialog).to_be_hidden()
    expect(start.chosen.get_by_role("button", name="Areas…")).to_be_visible()


def test_escape_gives_up_the_area_that_is_being_drawn_and_leaves_the_dialog_open(
    stack: Stack, page: Page, short_demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.click(0.2, 0.2)
    expect(dialog.dialog.get_by_role("button", name="Close the new area")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog.dialog.get_by_role("button", name="Close the new area")).to_be_hidden()
    expect(dialog.dialog).to_be_visible()


def test_another_time_shows_another_picture(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    before = dialog.picture.locator("img").get_attribute("src")
    dialog.dialog.get_by_label("Time of the picture").fill("60")
    expect(dialog.dialog).to_contain_text("00:01:00.000")
    assert dialog.picture.locator("img").get_attribute("src") != before
    dialog.press("Earlier picture")
    expect(dialog.dialog).to_contain_text("00:00:54.000")


def test_a_file_that_cannot_be_decoded_says_so(stack: Stack, page: Page, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("no video at all" * 1000)
    start = StartPage(page, stack.base_url)
    start.choose(text)
    dialog = AreasDialog(start, file_name=text.name)
    expect(dialog.picture).to_contain_text("not a video file")
    expect(dialog.dialog.get_by_role("button", name="Add a rectangle")).to_be_disabled()


def test_a_finger_draws_on_a_small_screen(stack: Stack, browser: Browser, short_demo: Demo) -> None:
    context = browser.new_context(
        locale="en-US", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    box = dialog.picture.bounding_box()
    assert box is not None
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9), (0.1, 0.1)):
        page.touchscreen.tap(box["x"] + x * box["width"], box["y"] + y * box["height"])
    expect(dialog.areas).to_have_count(1)
    dialog.save()
    expect(start.chosen.get_by_role("button", name="1 area…")).to_be_visible()
    context.close()


def test_the_dialog_breaks_no_rule_of_accessibility(stack: Stack, page: Page, short_demo: Demo) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.expect_picture()
    dialog.draw((0.05, 0.1), (0.4, 0.1), (0.4, 0.9), (0.05, 0.9))
    dialog.dialog.get_by_role("radio", name="Look at").check(force=True)
    dialog.draw((0.6, 0.1), (0.95, 0.1), (0.95, 0.9), (0.6, 0.9))
    dialog.dialog.get_by_text("Mouse and keyboard").click()
    # else the colours of the other theme are still on their way
    page.emulate_media(reduced_motion="reduce")
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert _violations(page) == [], (theme, size)
            assert _overflow(page) <= 0, size


@pytest.mark.parametrize("name", ["Rename…", "Delete…"])
def test_no_question_about_a_camera_breaks_a_rule(
    stack: Stack, page: Page, short_demo: Demo, name: str
) -> None:
    start = StartPage(page, stack.base_url)
    start.choose(short_demo.path)
    _areas_save(start, short_demo.path, "Gate of the northern yard behind the second warehouse")
    dialog = AreasDialog(start, file_name=short_demo.path.name)
    dialog.press(name)
    page.emulate_media(reduced_motion="reduce")
    looks_check(page, name)
