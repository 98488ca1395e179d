"""A decoder that neither answers nor fails: sampling goes on without it, or says so, and never stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route

from tests.e2e.media.chunk_server import ROOT
from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.videos import GOP_2, X264

FRAMES = 6

IMPATIENT = "const later = setTimeout; self.setTimeout = (task, ms) => later(task, ms / 40);"
"""what takes 20 seconds takes half a second"""

SILENT = """
let opened = 0;
self.VideoDecoder = class extends VideoDecoder {
  isSilent = opened++ < %s;
  decode(chunk) { if (!this.isSilent) super.decode(chunk); }
  flush() { return this.isSilent ? new Promise(() => {}) : super.flush(); }
};"""
"""the first decoders swallow what they get"""


@pytest.fixture
def video(make: Make) -> Path:
    return make("silence.mp4", f"{X264} {GOP_2} -an", seconds=12, size="320x180")


def worker_patch(lab: Lab, name: str, before: str, *, is_empty: bool = False) -> None:
    source = "" if is_empty else (ROOT / "static/js/media" / name).read_text()

    def answer(route: Route) -> None:
        route.fulfill(body=f"{before}\n{source}", content_type="text/javascript")

    lab.page.context.route(f"**/{name}", answer)


def test_a_decoder_silent_once_is_opened_again(lab: Lab, video: Path) -> None:
    worker_patch(lab, "decoder.worker.js", IMPATIENT + SILENT % 1)
    result = lab.sample(video, interval=2, concurrency=1)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert result["last"]["way"] != "ffmpeg"
    assert len(lab.received.frames()) == FRAMES


def test_instead_of_a_silent_decoder_ffmpeg_goes_on(lab: Lab, video: Path) -> None:
    worker_patch(lab, "decoder.worker.js", IMPATIENT + SILENT % "Infinity")
    expect_ffmpeg(lab, video)


def test_instead_of_a_worker_that_never_runs_ffmpeg_goes_on(lab: Lab, video: Path) -> None:
    worker_patch(lab, "sampler.worker.js", IMPATIENT)
    worker_patch(lab, "decoder.worker.js", "", is_empty=True)
    expect_ffmpeg(lab, video)


def expect_ffmpeg(lab: Lab, video: Path) -> None:
    result = lab.sample(video, interval=2)
    assert result["error"] is None, result
    assert result["last"]["way"] == "ffmpeg"
    assert result["last"]["framesSampled"] == len(lab.received.frames()) == FRAMES


def test_without_ffmpeg_silence_is_said(lab: Lab, video: Path) -> None:
    lab.page.context.route("**/ffmpeg-core.js", lambda route: route.fulfill(status=404))
    worker_patch(lab, "decoder.worker.js", IMPATIENT + SILENT % "Infinity")
    assert lab.sample(video, interval=2)["error"] == "decoder_silent"
