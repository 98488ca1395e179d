"""A dataset pack out of the editor: by keyboard, on a phone, in both themes, and right."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

import smartcut
from tests.e2e.conftest import Demo
from tests.e2e.media.videos import jpeg_read, pictures_read
from tests.e2e.pages import EditorPage, StartPage
from tests.e2e.test_accessibility import looks_check
from tests.plugin_package import package_install, worker_start
from tests.stack import Stack

pytestmark = pytest.mark.e2e


@pytest.fixture
def editor(stack: Stack, page: Page, short_demo: Demo) -> EditorPage:
    start = StartPage(page, stack.base_url)
    start.find_segments(short_demo.path)
    editor = start.open_timeline()
    editor.open_video(short_demo.path)
    # keys that come before would find a dialog that waits for it
    expect(editor.picture).to_be_visible()
    return editor


def test_a_zip_is_saved_by_keyboard_and_each_picture_is_the_frame_that_it_says(
    editor: EditorPage, short_demo: Demo
) -> None:
    page = editor.page
    page.evaluate(
        """() => {
            window.showSaveFilePicker = async ({suggestedName}) => {
                const root = await navigator.storage.getDirectory();
                return root.getFileHandle(suggestedName, {create: true});
            };
        }"""
    )
    editor.type_text("Label", 0, "van")
    editor.tab_to("Dataset")
    page.keyboard.press("Enter")
    dialog = pack_dialog(page)
    dialog.get_by_label("Seconds between pictures").press("ControlOrMeta+a")
    page.keyboard.type("1.5")
    dialog.get_by_label("Zip file").press("Space")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status").last).to_contain_text(
        "are saved in camera-120s_pack.zip", timeout=60_000
    )
    with zipfile.ZipFile(io.BytesIO(file_of(page, "camera-120s_pack.zip"))) as pack:
        assert pack.testzip() is None
        files = {name: pack.read(name) for name in pack.namelist()}
    expect_pack(files, editor, short_demo)


def expect_pack(files: dict[str, bytes], editor: EditorPage, demo: Demo) -> None:
    rows = list(csv.DictReader(io.StringIO(files["labels.csv"].decode())))
    [(start, stop)] = editor.segments()
    wanted = [row for row in rows if row["kind"] == "segment"]
    rejected = [float(row["time"]) for row in rows if row["kind"] == "rejected"]
    assert len(wanted) == pytest.approx((stop - start) / 1.5, abs=1)
    assert all(start - 0.2 <= float(row["time"]) < stop for row in wanted)
    assert {(row["segment"], row["label"]) for row in wanted} == {("1", "van")}
    assert {(row["plugin"], row["plugin_version"]) for row in rows} == {("motion", smartcut.__version__)}
    assert max(float(row["score"]) for row in wanted) >= 0.5
    assert 10 <= len(rejected) <= 20
    assert not any(start <= time < stop for time in rejected)
    assert {row["fingerprint"] for row in rows} == {fingerprint(demo.path)}
    times = [round(float(row["time"]) * 1000) for row in rows]
    originals = pictures_read(demo.path, times)
    for row, time in zip(rows, times, strict=True):
        picture = jpeg_read(files[f"images/{row['filepath']}"])
        assert picture.shape == originals[time][0].shape
        assert float(np.mean(cv2.absdiff(picture, originals[time][0]))) < 5


def fingerprint(path: Path) -> str:
    """As static/js/media/fingerprint.js says it."""
    content, piece = path.read_bytes(), 1024 * 1024
    last = max(0, len(content) - piece)
    starts = dict.fromkeys([0, last // 2, last])
    pieces = b"".join(content[start : start + piece] for start in starts)
    return hashlib.sha256(f"{len(content)}\n".encode() + pieces).hexdigest()


def file_of(page: Page, name: str) -> bytes:
    text: str = page.evaluate(
        """async (name) => {
            const root = await navigator.storage.getDirectory();
            const reader = new FileReader();
            reader.readAsDataURL(await (await root.getFileHandle(name)).getFile());
            await new Promise((resolve) => { reader.onload = resolve; });
            return reader.result.split(",")[1];
        }""",
        name,
    )
    return base64.b64decode(text)


def test_without_pickers_the_most_different_ones_are_downloaded(editor: EditorPage, tmp_path: Path) -> None:
    page = editor.page
    page.evaluate("() => { delete window.showSaveFilePicker; }")
    editor.press("Dataset")
    dialog = pack_dialog(page)
    dialog.get_by_label("Which pictures").select_option("different")
    dialog.get_by_label("Pictures at most").fill("4")
    dialog.get_by_label("Pictures from rejected time").fill("0")
    expect(dialog.get_by_role("status").first).to_have_text("At most 4 pictures from segments.")
    dialog.get_by_label("Zip file").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save pictures").click()
    path = tmp_path / "pack.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as pack:
        assert pack.testzip() is None
        assert 2 <= len([name for name in pack.namelist() if name.endswith(".jpg")]) <= 4


LAMPS = """
import numpy as np
from workers.plugin import Box, Plugin
from workers.runtime.app import worker_app

class LampsPlugin(Plugin):
    plugin_name, label, img_size, box_labels = "lamps", "Lamps", 64, ("door", "lamp")

    def extract(self, frames):
        return np.ones(len(frames))

    def boxes(self, row):
        return [Box("lamp", 0.75, 0.25, 0.5, 0.125, 0.25)]

app = worker_app(LampsPlugin)
"""


def test_what_a_recommender_of_another_package_saw_is_in_the_pack_with_its_version(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    with worker_start(stack, package_install(tmp_path, lamps=LAMPS), "acme_plugins.lamps"):
        start = StartPage(page, stack.base_url)
        start.find_segments(short_demo.path, recommender="Lamps")
        editor = start.open_timeline()
    editor.open_video(short_demo.path)
    page.evaluate("() => { delete window.showSaveFilePicker; }")
    editor.press("Dataset")
    dialog = pack_dialog(page)
    dialog.get_by_label("Seconds between pictures").fill("25")
    dialog.get_by_label("Pictures from rejected time").fill("0")
    dialog.get_by_label("Zip file").check()
    page.route("**/boxes", lambda route: route.abort())
    dialog.get_by_role("button", name="Save pictures").click()
    expect(dialog.get_by_role("status").last).to_have_text(
        "The server cannot be reached. Check the connection."
    )
    page.unroute("**/boxes")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save pictures").click()
    download.value.save_as(tmp_path / "pack.zip")
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        rows = list(csv.DictReader(io.StringIO(pack.read("labels.csv").decode())))
        coco = json.loads(pack.read("annotations/instances_default.json"))
    assert {(row["plugin"], row["plugin_version"], row["boxes"]) for row in rows} == {("lamps", "1.0", "1")}
    assert len(rows) == len(coco["images"]) == len(coco["annotations"]) == 5
    width, height = int(rows[0]["width"]), int(rows[0]["height"])
    for found in coco["annotations"]:
        assert (coco["categories"][found["category_id"] - 1]["name"], found["score"]) == ("lamp", 0.75)
        assert found["bbox"] == pytest.approx([width / 4, height / 2, width / 8, height / 4], abs=0.01)
        assert abs(found["attributes"]["seconds_off"]) <= 1


def test_the_dialog_fits_a_phone_and_keeps_the_rules_of_accessibility(editor: EditorPage) -> None:
    editor.press("Dataset")
    dialog = pack_dialog(editor.page)
    expect(dialog).to_be_visible()
    looks_check(editor.page, "the dialog")
    for width in (1440, 390):
        editor.page.set_viewport_size({"width": width, "height": 844})
        inside = dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
        assert inside, f"the dialog is cut off at {width} px"
        expect(dialog.get_by_role("button", name="Save pictures")).to_be_in_viewport()


def pack_dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Save pictures as a dataset")
