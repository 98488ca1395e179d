"""The analyst judges segments and gets more of what she wants, here and in the next video of the camera."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import EditorPage, StartPage, Times
from tests.e2e.test_why import segments_put
from tests.plugin_package import worker_start
from tests.stack import Stack

pytestmark = pytest.mark.e2e

MODULE = """
from tests.workers.sample_plugin import TaughtPlugin
from workers.runtime.app import worker_app

app = worker_app(TaughtPlugin)
"""
DARK, DIM, BRIGHT = 40, 100, 180
LEVELS = {(10, 28): BRIGHT, (35, 53): DIM, (65, 83): DIM}
"""Grey levels by seconds; the rest is dark. Untaught, only what is bright is proposed."""
DIM_TIMES: Times = [(33.0, 54.0), (63.0, 84.0)]
"""What the plugin makes of the dim stretches: to the dark frames around them, and a second further."""
DURATION_S, FPS = 95, 5


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "gate-1.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.gop_size = 160, 96, FPS
        for index in range(DURATION_S * FPS):
            picture = np.full((96, 160, 3), _level(index / FPS), np.uint8)
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture)))
        file.mux(stream.encode())
    return path


def _level(time: float) -> int:
    return next((level for (start, stop), level in LEVELS.items() if start <= time < stop), DARK)


@pytest.fixture
def start(stack: Stack, page: Page, tmp_path: Path) -> Iterator[StartPage]:
    (tmp_path / "taught.py").write_text(MODULE)
    with worker_start(stack, tmp_path, "taught"):
        start = StartPage(page, stack.base_url)
        expect(start.recommender.get_by_role("option", name="Taught")).to_have_count(1, timeout=60_000)
        yield start


def test_it_finds_more_of_what_was_marked_here_and_in_the_next_video(start: StartPage, video: Path) -> None:
    editor = _search(start, video)
    (bright,) = editor.segments()
    assert editor.button("Find more like these").get_attribute("aria-disabled") == "true"

    wanted = (37.0, 50.0)
    segments_put(editor.page, [bright, wanted])
    editor.expect_segments([bright, wanted])
    editor.press("Segment 1 is not relevant")
    editor.press("Segment 2 is relevant")
    editor.expect_saved()
    editor.press("Find more like these")
    editor.expect_segments([bright, wanted, DIM_TIMES[1]])
    expect(editor.notices).to_contain_text("1 new segment was found.")
    expect(editor.button("Segment 1 is not relevant")).to_have_attribute("aria-pressed", "true")

    start.page.goto(start.base_url)
    later = _search(start, video.rename(video.with_name("gate-2.mp4")))
    later.expect_segments(DIM_TIMES)


def _search(start: StartPage, video: Path) -> EditorPage:
    start.prepare(video, recommender="taught", interval="1")
    start.chosen.get_by_label("Camera").fill("gate")
    start.find_button.click()
    return start.request(video.name).open()
