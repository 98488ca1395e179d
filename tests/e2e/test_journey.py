"""The whole journey, as an analyst makes it."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Demo
from tests.e2e.pages import EditorPage, StartPage, Times
from tests.stack import Stack

pytestmark = pytest.mark.e2e

KEYFRAME_S = 2.0


def test_a_video_becomes_clips(stack: Stack, page: Page, demo: Demo, tmp_path: Path) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(demo.path)
    editor = start.open_timeline()
    found = editor.segments()
    assert len(demo.truth["events"]) == 4
    demo.expect_found(found)

    edited = _edit_by_keyboard(editor, found)
    edited = _edit_by_mouse(editor, edited)
    editor.expect_saved()
    page.reload()
    editor = EditorPage(page)
    assert editor.segments() == edited
    _expect_exports(editor, edited)

    editor.open_video(demo.path)
    clips = _cut(editor, len(edited), tmp_path)
    for clip, segment in zip(clips, edited, strict=True):
        _expect_clip_covers(clip, segment, demo.path)


def _edit_by_keyboard(editor: EditorPage, segments: Times) -> Times:
    start, stop = segments[0]
    editor.type_time("Start", 0, start + 1.5)
    edited = [(start + 1.5, stop), *segments[1:]]
    assert editor.segments() == edited
    editor.press("Undo")
    assert editor.segments() == segments
    editor.press("Redo")
    assert editor.segments() == edited
    return edited


def _edit_by_mouse(editor: EditorPage, segments: Times) -> Times:
    """Drags the end of the first segment a little to the left."""
    handle = editor.page.get_by_role("slider", name="Stop").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    editor.page.mouse.move(x, y)
    editor.page.mouse.down()
    editor.page.mouse.move(x - 4, y, steps=4)
    editor.page.mouse.up()
    edited = editor.segments()
    assert edited[0][0] == segments[0][0]
    assert segments[0][0] < edited[0][1] < segments[0][1]
    assert edited[1:] == segments[1:]
    return edited


def _expect_exports(editor: EditorPage, segments: Times) -> None:
    csv = _download_text(editor, "CSV").splitlines()
    assert [tuple(float(field) for field in line.split(",")[:2]) for line in csv] == segments
    listed = json.loads(_download_text(editor, "JSON"))["segments"]
    assert [(segment["start"], segment["stop"]) for segment in listed] == segments


def _download_text(editor: EditorPage, name: str) -> str:
    with editor.page.expect_download() as download:
        editor.page.get_by_role("link", name=name).click()
    return download.value.path().read_text()


def _cut(editor: EditorPage, count: int, folder: Path) -> list[Path]:
    downloads = []
    editor.page.on("download", lambda download: downloads.append(download))
    # a browser that can write into a folder would open its own dialog, which no test can answer
    editor.page.evaluate("delete window.showDirectoryPicker")
    editor.press("Cut")
    editor.page.get_by_role("button", name="Save clips").click()
    for _ in range(600):
        if len(downloads) == count + 1:
            break
        editor.page.wait_for_timeout(100)
    files = {download.suggested_filename: download for download in downloads}
    assert "demo-camera_clips.csv" in files
    clips = sorted(set(files) - {"demo-camera_clips.csv"})
    assert len(clips) == count
    for name in clips:
        files[name].save_as(folder / name)
    return [folder / name for name in clips]


def _expect_clip_covers(clip: Path, segment: tuple[float, float], video: Path) -> None:
    """The clip decodes whole; it starts at the last keyframe before the segment and covers it."""
    with av.open(str(clip)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    start = max(time for time in _keyframe_times(video) if time <= segment[0])
    assert segment[0] - start <= KEYFRAME_S
    assert times[0] == pytest.approx(0, abs=0.05)
    assert times[-1] >= segment[1] - start - 0.11
    assert times[-1] <= segment[1] - start + KEYFRAME_S


def _keyframe_times(video: Path) -> list[float]:
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        return [frame.time for frame in container.decode(stream) if frame.time is not None]


def test_two_windows_of_one_session_each_get_their_own_result(
    stack: Stack, context: BrowserContext, demo: Demo, tmp_path: Path
) -> None:
    other = tmp_path / "other-camera.mp4"
    other.write_bytes(demo.path.read_bytes())
    first, second = (StartPage(context.new_page(), stack.base_url) for _ in range(2))
    first.find_segments(demo.path, interval="5")
    second.find_segments(other, interval="4")
    for start, name in ((first, "demo-camera.mp4"), (second, "other-camera.mp4")):
        row = start.page.get_by_role("listitem").filter(has_text=name)
        link = row.get_by_role("link", name="Open timeline")
        expect(link).to_be_visible(timeout=180_000)
        link.click()
        editor = EditorPage(start.page)
        expect(start.page.get_by_role("heading", level=1)).to_have_text(name)
        demo.expect_found(editor.segments())


def test_a_stranger_gets_404_for_page_api_and_websocket(
    stack: Stack, page: Page, stranger: BrowserContext, demo: Demo
) -> None:
    start = StartPage(page, stack.base_url)
    start.find_segments(demo.path, interval="10")
    start.open_timeline()
    path = page.url.removeprefix(stack.base_url).rstrip("/")
    charlie = stranger.new_page()
    charlie.goto(stack.base_url)
    for url in (f"{path}/", f"/api{path}", f"/api{path}/scores"):
        answer = charlie.request.get(stack.base_url.rstrip("/") + url)
        assert answer.status == 404, url
    assert _socket_opens(page, path)
    assert not _socket_opens(charlie, path)


def _socket_opens(page: Page, path: str) -> bool:
    return bool(
        page.evaluate(
            """path => new Promise(resolve => {
                const socket = new WebSocket(location.origin.replace("http", "ws") + "/ws" + path + "/");
                socket.onmessage = () => resolve(true);
                socket.onclose = () => resolve(false);
            })""",
            path,
        )
    )
