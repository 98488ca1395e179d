"""The timeline editor: the list by keyboard, two windows, the video of the analyst, cutting."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from smartcut.core.timecode import timecode_format
from tests.e2e.conftest import Demo
from tests.e2e.media.videos import ffmpeg, pictures_read
from tests.e2e.pages import CutDialog, EditorPage, StartPage, Times
from tests.stack import Stack

pytestmark = pytest.mark.e2e

THREE: Times = [(10.0, 20.0), (30.0, 50.0), (60.0, 110.0)]
KEYFRAME_S = 2.0
FPS = 10


@dataclass(frozen=True)
class Review:
    """A video that is ready, and the session whose it is."""

    url: str
    cookies: list[Any]


@pytest.fixture(scope="session")
def review(stack: Stack, browser: Browser, short_demo: Demo) -> Review:
    context = browser.new_context(locale="en-US")
    start = StartPage(context.new_page(), stack.base_url)
    start.find_segments(short_demo.path, interval="2")
    editor = start.open_timeline()
    short_demo.expect_found(editor.segments())
    found = Review(editor.page.url, context.cookies())
    context.close()
    return found


@pytest.fixture
def editor(context: BrowserContext, review: Review) -> EditorPage:
    """The timeline of a short video, whose list of segments is ``THREE``."""
    editor = _editor_open(context, review)
    _segments_put(editor.page, THREE)
    editor.expect_segments(THREE)
    return editor


@pytest.fixture
def other_window(browser: Browser, editor: EditorPage, review: Review) -> Iterator[EditorPage]:
    """A second window of the same session, with a network of its own."""
    context = browser.new_context(locale="en-US")
    other = _editor_open(context, review)
    other.expect_segments(THREE)
    yield other
    context.close()


def _editor_open(context: BrowserContext, review: Review) -> EditorPage:
    context.add_cookies(review.cookies)
    page = context.new_page()
    page.goto(review.url)
    return EditorPage(page)


def _segments_put(page: Page, segments: Times) -> None:
    """As another program would: the page hears of it."""
    uid = page.url.rstrip("/").rsplit("/", 1)[1]
    page.evaluate(
        """async ({uid, segments}) => {
            const {apiGet, apiSend} = await import("/static/js/lib/api.js");
            const {revision} = await apiGet(`/api/requests/${uid}`);
            await apiSend("PUT", `/api/requests/${uid}/segments`, {revision, segments});
        }""",
        {
            "uid": uid,
            "segments": [{"start": start, "stop": stop, "label": ""} for start, stop in segments],
        },
    )


def test_a_video_without_events_asks_for_a_lower_threshold(
    stack: Stack, page: Page, quiet_demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(quiet_demo.path, interval="2")
    start.request(quiet_demo.path.name).expect_to_say("No segments found.")
    editor = start.open_timeline()
    expect(page.get_by_role("heading", name="No segments yet")).to_be_visible()
    expect(page.get_by_text("Nothing in this video reached the threshold.")).to_be_visible()
    threshold = page.get_by_role("slider", name="Threshold", exact=True)
    threshold.fill("0.01")
    use = page.get_by_role("button", name="Use these segments")
    expect(use).to_be_visible()
    use.click()
    expect(editor.table).to_be_visible()
    assert editor.segments()
    editor.expect_saved()


def test_segments_are_edited_by_keyboard_alone(editor: EditorPage) -> None:
    press = editor.page.keyboard.press
    editor.tab_to("Add segment")
    press("Home")
    press("Enter")
    added: Times = [(0.0, 10.0), *THREE]
    editor.expect_segments(added)

    for key in ("]", "]", "]", "Shift+ArrowRight", "s"):  # 20 s into the last one
        press(key)
    editor.expect_segments([*added[:3], (60.0, 80.0), (80.0, 110.0)])
    press("m")
    editor.expect_segments(added)

    editor.tab_to("Show segment 1")
    press("Delete")
    editor.expect_segments(THREE)
    press("ControlOrMeta+z")
    editor.expect_segments(added)
    press("ControlOrMeta+y")
    editor.expect_segments(THREE)
    editor.expect_saved()


def test_a_time_that_is_none_is_told_beside_it_and_changes_nothing(editor: EditorPage) -> None:
    for typed, message in (
        ("soon", "“soon” is not a time: write HH:MM:SS.mmm"),
        ("00:02:00", "Start must be before stop."),
        ("00:00:15", "This overlaps segment 1"),
        ("01:00:00", "The video ends at 00:02:00.000."),
    ):
        editor.type_text("Start", 1, typed)
        expect(editor.table.get_by_role("alert")).to_contain_text(message)
        expect(editor.box("Start", 1)).to_be_focused()
        editor.page.keyboard.press("Escape")
        expect(editor.table.get_by_role("alert")).to_have_count(0)
    editor.expect_segments(THREE)


def test_edits_appear_in_the_other_window(editor: EditorPage, other_window: EditorPage) -> None:
    editor.type_time("Stop", 0, 25)
    other_window.expect_segments([(10.0, 25.0), *THREE[1:]])
    other_window.press("Undo")
    editor.expect_segments(THREE)


def test_of_two_edits_at_once_the_later_one_is_told_and_can_be_brought_back(
    editor: EditorPage, other_window: EditorPage
) -> None:
    mine: Times = [(5.0, 20.0), *THREE[1:]]
    theirs: Times = [(10.0, 25.0), *THREE[1:]]
    editor.page.context.set_offline(True)
    editor.type_time("Start", 0, 5)
    expect(editor.save_status).to_have_text("Not saved – retrying")
    other_window.type_time("Stop", 0, 25)
    other_window.expect_saved()
    editor.page.context.set_offline(False)
    expect(editor.notices).to_contain_text("Another window changed the segments meanwhile")
    editor.expect_segments(theirs)
    editor.press("Back to mine")
    editor.expect_segments(mine)
    other_window.expect_segments(mine)


def test_an_export_waits_for_the_last_edit_to_be_saved(editor: EditorPage) -> None:
    editor.page.context.set_offline(True)
    editor.type_time("Start", 0, 5)
    expect(editor.save_status).to_have_text("Not saved – retrying")
    editor.page.get_by_role("link", name="CSV").click()
    expect(editor.notices).to_contain_text("The file comes as soon as your last changes are saved.")
    with editor.page.expect_download() as download:
        editor.page.context.set_offline(False)
    assert download.value.path().read_text().splitlines()[0].startswith("5")
    expect(editor.notices).to_be_empty()


def test_another_video_is_refused_in_words_and_a_reload_asks_for_the_video_again(
    editor: EditorPage, short_demo: Demo, quiet_demo: Demo
) -> None:
    editor.open_video(quiet_demo.path)
    expect(editor.problem).to_contain_text(f"{quiet_demo.path.name} is another file")
    expect(editor.picture).to_be_hidden()
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    expect(editor.problem).to_be_hidden()
    editor.page.reload()
    expect(editor.page.get_by_text(f"To see the picture, open {short_demo.path.name}")).to_be_visible()
    expect(editor.picture).to_be_hidden()
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()


def test_a_video_from_the_browser_s_own_picker_is_there_again_after_a_reload(
    stack: Stack, page: Page, example: Demo, picker: None
) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(example.path, interval="10")
    editor = start.open_timeline()
    page.get_by_text("Open the video").click()
    expect(editor.picture).to_be_visible()
    page.reload()
    expect(editor.picture).to_be_visible()


def test_playing_a_segment_stops_at_its_end(editor: EditorPage, short_demo: Demo) -> None:
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    # long enough for a look at it, however rare looks are
    editor.type_time("Stop", 1, 34)
    editor.press("Play segment 2")
    expect(editor.button("Pause")).to_be_visible()
    expect(editor.button("Play")).to_be_visible()
    expect(editor.time).to_have_value("00:00:34.000")


def test_where_a_lossless_clip_really_starts_is_on_the_timeline(editor: EditorPage, short_demo: Demo) -> None:
    lead_in = editor.page.get_by_role("img", name=re.compile("A lossless clip starts at"))
    editor.type_time("Start", 1, 31)
    editor.open_video(short_demo.path)
    _expect_lead_in(editor, lead_in, 30, 31)
    editor.type_time("Start", 1, 33.5)
    _expect_lead_in(editor, lead_in, 32, 33.5)
    editor.page.set_viewport_size({"width": 900, "height": 800})
    editor.page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    _expect_lead_in(editor, lead_in, 32, 33.5)
    _drag_from_left_half(editor, "Start of segment 2", by_s=-2)
    _expect_lead_in(editor, lead_in, 30, editor.segments()[1][0])
    editor.type_time("Start", 1, 34)
    expect(lead_in).to_be_hidden()

    editor.type_time("Start", 1, 35)
    expect(lead_in).to_be_visible()
    dialog = editor.cut()
    dialog.choose_mode("Exact")
    dialog.press("Close")
    expect(lead_in).to_be_hidden()


def _expect_lead_in(editor: EditorPage, lead_in: Locator, clip_start: float, start: float) -> None:
    """It is told, and lies between the two times."""
    text = f"A lossless clip starts at {timecode_format(clip_start)}, at the keyframe before"
    expect(lead_in).to_have_accessible_name(text)
    slider = editor.on_timeline("Start of segment 2")
    expect(slider).to_have_attribute("title", text)
    strip, body = lead_in.bounding_box(), editor.on_timeline("Place of segment 2").bounding_box()
    assert strip
    assert body
    scale = body["width"] / (THREE[1][1] - start)
    assert strip["x"] + strip["width"] == pytest.approx(body["x"], abs=1)
    assert strip["width"] == pytest.approx((start - clip_start) * scale, abs=3)


def _drag_from_left_half(editor: EditorPage, name: str, by_s: float) -> None:
    """Of an edge, where the lead-in lies behind it."""
    edge, lane = editor.on_timeline(name).bounding_box(), editor.page.locator("[data-lane]").bounding_box()
    assert edge
    assert lane
    x, y = edge["x"] + 2, edge["y"] + edge["height"] - 10
    editor.page.mouse.move(x, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x + by_s * lane["width"] / 120, y, steps=4)
    editor.page.mouse.up()


def test_a_video_that_is_still_being_checked_is_not_asked_for_again(
    editor: EditorPage, short_demo: Demo
) -> None:
    editor.page.evaluate(
        """() => {
            const digest = crypto.subtle.digest.bind(crypto.subtle);
            const isReleased = new Promise((resolve) => { window.release = resolve; });
            crypto.subtle.digest = (...all) => isReleased.then(() => digest(...all));
        }"""
    )
    editor.open_video(short_demo.path)
    dialog = editor.cut()
    expect(dialog.dialog).to_contain_text("Open it first.")
    editor.page.evaluate("window.release()")
    expect(dialog.save_button).to_be_enabled()
    expect(dialog.rows).to_have_count(len(THREE))


def test_of_two_videos_opened_one_after_the_other_the_second_is_shown(
    editor: EditorPage, short_demo: Demo, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(short_demo.path.read_bytes()[::-1])
    editor.page.evaluate(
        """() => {
            const digest = crypto.subtle.digest.bind(crypto.subtle);
            let calls = 0;
            const isLate = new Promise((resolve) => setTimeout(resolve, 2000));
            crypto.subtle.digest = (...all) => (calls++ ? digest(...all) : isLate.then(() => digest(...all)));
        }"""
    )
    editor.open_video(other)
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    editor.page.wait_for_timeout(2500)
    expect(editor.page.locator("[data-preview-problem]")).to_have_text("")
    expect(editor.picture).to_be_visible()


def test_clips_are_written_into_a_folder_and_never_over_older_ones(
    editor: EditorPage, short_demo: Demo, folder: Folder
) -> None:
    editor.open_video(short_demo.path)
    dialog = editor.cut()
    first = dialog.save()
    before = folder.files()
    report = before.pop("camera-120s_clips.csv").decode()
    assert sorted(before) == sorted(first)
    for name, line in zip(first, report.splitlines()[1:], strict=True):
        assert line.startswith(f"{name},")
        assert hashlib.sha256(before[name]).hexdigest() in line
    for name, segment in zip(first, THREE, strict=True):
        _expect_clip_covers(before[name], segment)
    dialog.press("Close")
    second = editor.cut().save()
    after = folder.files()
    reports = ["camera-120s_clips.csv", "camera-120s_clips (2).csv"]
    assert sorted(after) == sorted(first + second + reports)
    assert {name: after[name] for name in first} == before


def _expect_clip_covers(clip: bytes, segment: tuple[float, float]) -> None:
    """The segments of ``THREE`` start at keyframes."""
    with av.open(BytesIO(clip), "r") as container:
        times = [frame.time for frame in container.decode(video=0)]
    length = segment[1] - segment[0]
    assert times[0] == pytest.approx(0, abs=0.05)
    assert length - 0.11 <= times[-1] <= length + KEYFRAME_S


def test_exact_clips_start_at_their_segments_and_hide_nothing(
    editor: EditorPage, short_demo: Demo, folder: Folder
) -> None:
    segments: Times = [(11.0, 14.5), (30.0, 33.0), (61.3, 61.9)]
    _segments_put(editor.page, segments)
    editor.expect_segments(segments)
    editor.open_video(short_demo.path)
    dialog = editor.cut()
    dialog.choose_mode("Exact")
    for row, again in enumerate(("The beginning", "Nothing", "All of it")):
        expect(dialog.rows.nth(row)).to_contain_text(again)
    expect(dialog.rows.first).not_to_contain_text("earlier")
    names = dialog.save()
    files = folder.files()
    report = list(csv.DictReader(StringIO(files["camera-120s_clips.csv"].decode())))
    assert [line["mode"] for line in report] == ["exact_head", "exact_copied", "exact_whole"]
    for name, line, segment in zip(names, report, segments, strict=True):
        assert (line["file"], line["sha256"]) == (name, hashlib.sha256(files[name]).hexdigest())
        assert float(line["clip_start"]) == pytest.approx(segment[0], abs=1 / FPS)
        _expect_clip_is(files[name], short_demo.path, segment)
    dialog.press("Close")
    editor.page.reload()
    reopened = EditorPage(editor.page)
    reopened.open_video(short_demo.path)
    expect(reopened.cut().mode("Exact")).to_be_checked()


def _expect_clip_is(clip: bytes, video: Path, segment: tuple[float, float]) -> None:
    """Its frames are those of the segment, those included that an edit list would hide."""
    with av.open(BytesIO(clip), "r", options={"ignore_editlist": "1"}) as container:
        frames = list(container.decode(video=0))
    length = segment[1] - segment[0]
    assert length - 1 / FPS <= len(frames) / FPS <= length + 4 / FPS
    at_ms = round(segment[0] * 1000)
    picture, *_ = pictures_read(video, [at_ms])[at_ms]
    assert np.mean(cv2.absdiff(frames[0].to_ndarray(format="rgb24"), picture)) < 8


def test_what_cannot_be_cut_exactly_says_so_and_is_cut_without_loss(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    video = tmp_path / "hevc.mp4"
    coding = "-t 12 -c:v libx265 -preset ultrafast -x265-params log-level=error -g 20"
    ffmpeg("-i", str(short_demo.path), *coding.split(), str(video))
    start = StartPage(page, stack.base_url)
    start.find_segments(video, interval="2")
    editor = start.open_timeline()
    _segments_put(page, [(3.0, 5.0)])
    editor.expect_segments([(3.0, 5.0)])
    page.evaluate("delete window.showDirectoryPicker")
    _ffmpeg_lose(page)
    editor.press("Cut")
    dialog = CutDialog(page)
    dialog.dialog.get_by_label("Choose the video").set_input_files(str(video))
    dialog.choose_mode("Exact")
    expect(dialog.problem).to_contain_text("can only be cut at keyframes")
    expect(dialog.save_button).to_be_disabled()
    dialog.press("Cut without loss instead")
    expect(dialog.problem).to_be_hidden()
    with page.expect_download(lambda file: file.suggested_filename.endswith(".mp4")) as download:
        dialog.save()
    with av.open(str(download.value.path())) as container:
        assert container.streams.video[0].codec_context.name == "hevc"


def test_cutting_can_be_stopped(editor: EditorPage, short_demo: Demo, folder: Folder) -> None:
    many: Times = [(float(second), second + 1.0) for second in range(110)]
    _segments_put(editor.page, many)
    expect(editor.row(len(many) - 1)).to_be_attached()
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    dialog = editor.cut()
    dialog.press("Save clips")
    editor.page.keyboard.press("Enter")  # the focus is on "Stop cutting"
    expect(dialog.total).to_contain_text("are not.")
    dialog.expect_ended()
    clips = [name for name in folder.files() if name.endswith(".mp4")]
    assert len(clips) == dialog.written.count() < len(many)
    expect(dialog.rows.last).to_contain_text("Not written")


def test_a_segment_that_cannot_be_cut_is_told_beside_the_others(
    editor: EditorPage, short_demo: Demo, folder: Folder
) -> None:
    _worker_patch(editor.page, "cutter.worker", "delete self.VideoEncoder;")
    _ffmpeg_lose(editor.page)
    _segments_put(editor.page, [(11.0, 13.0), (30.0, 33.0)])
    editor.expect_segments([(11.0, 13.0), (30.0, 33.0)])
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    dialog = editor.cut()
    dialog.choose_mode("Exact")
    expect(dialog.dialog).to_contain_text("1 clip cannot be cut; its row says why.")
    expect(dialog.rows.first).to_contain_text("Not written")
    expect(dialog.rows.first).to_contain_text("This browser cannot encode video")
    dialog.press("Save clips")
    expect(dialog.total).to_contain_text("1 clip is written. 1 is not.")
    dialog.expect_ended()
    expect(dialog.rows.first).to_contain_text("This browser cannot encode video")
    assert sorted(folder.files()) == [dialog.names()[1], "camera-120s_clips.csv"]


def _worker_patch(page: Page, name: str, before: str) -> None:
    """Runs something before a worker's own code."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=f"{before}\n{response.text()}")

    page.context.route(f"**/{name}*.js", answer)


def _ffmpeg_lose(page: Page) -> None:
    """As where it was not installed."""
    page.context.route("**/ffmpeg-core*", lambda route: route.fulfill(status=404))


def test_when_no_clip_could_be_written_the_list_tells_why(
    editor: EditorPage, short_demo: Demo, folder: Folder, tmp_path: Path
) -> None:
    segments = THREE[-1:]  # so long that the browser does not have all of it in its memory
    _segments_put(editor.page, segments)
    editor.expect_segments(segments)
    video = Path(shutil.copy(short_demo.path, tmp_path))
    editor.open_video(video)
    expect(editor.picture).to_be_visible()
    dialog = editor.cut()
    expect(dialog.save_button).to_be_enabled()
    video.write_bytes(b"another file")
    dialog.press("Save clips")
    expect(dialog.total).to_have_text(
        "0 clips are written. 1 is not. camera-120s_clips.csv lists the reasons."
    )
    assert list(folder.files()) == ["camera-120s_clips.csv"]
    [line] = csv.DictReader(StringIO(folder.files()["camera-120s_clips.csv"].decode()))
    assert line["file"] == ""
    assert line["error"]


def test_when_the_list_cannot_be_written_the_clips_are_told(
    editor: EditorPage, short_demo: Demo, folder: Folder
) -> None:
    """Clips are written by a worker: only the page finds the disk full."""
    editor.page.evaluate(
        """() => {
            FileSystemFileHandle.prototype.createWritable = () =>
                Promise.reject(new DOMException("no room", "QuotaExceededError"));
        }"""
    )
    editor.open_video(short_demo.path)
    expect(editor.picture).to_be_visible()
    dialog = editor.cut()
    names = dialog.save()
    expect(dialog.total).to_have_text(
        "3 clips are written. Their list, camera-120s_clips.csv, could not be written. "
        "Is there enough room on the disk?"
    )
    assert sorted(folder.files()) == sorted(names)


@pytest.fixture
def folder(editor: EditorPage) -> Folder:
    """What the browser's folder picker gives: a folder in the page's own file system."""
    editor.page.evaluate(
        """() => {
            window.showDirectoryPicker = async () => {
                const root = await navigator.storage.getDirectory();
                return root.getDirectoryHandle("clips", {create: true});
            };
        }"""
    )
    return Folder(editor.page)


class Folder:
    def __init__(self, page: Page) -> None:
        self._page = page

    def files(self) -> dict[str, bytes]:
        """What is in it, by name."""
        texts: dict[str, str] = self._page.evaluate(
            """async () => {
                const files = {};
                for await (const [name, handle] of (await showDirectoryPicker()).entries()) {
                    const reader = new FileReader();
                    reader.readAsDataURL(await handle.getFile());
                    await new Promise((resolve) => { reader.onload = resolve; });
                    files[name] = reader.result.split(",")[1];
                }
                return files;
            }"""
        )
        return {name: base64.b64decode(text) for name, text in texts.items()}


def test_a_video_that_the_browser_does_not_play_shows_the_picture_at_the_cursor(
    stack: Stack, page: Page, short_demo: Demo, tmp_path: Path
) -> None:
    path = tmp_path / "gate.avi"
    ffmpeg("-i", str(short_demo.path), "-c:v", "mjpeg", "-q:v", "3", "-an", str(path))
    start = StartPage(page, stack.base_url)
    start.find_segments(path, interval="10")
    editor = start.open_timeline()
    editor.open_video(path)
    still = page.get_by_role("img", name="The picture at the cursor")
    expect(still).to_be_visible(timeout=30_000)
    expect(editor.problem).to_contain_text("shows the picture at the cursor")
    first = still.get_attribute("src")
    editor.time.fill("00:00:30.000")
    editor.time.press("Enter")
    expect(still).not_to_have_attribute("src", str(first))
