"""A decoder that neither answers nor fails: sampling goes on without it, or says so, and never stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.videos import GOP_2, X264

FRAMES = 6

IMPATIENT = "const later = setTimeout; self.setTimeout = (task, ms) => later(task, ms / 8);"
"""what takes 20 seconds takes two and a half: longer than a busy machine lets a decoder wait that answers"""

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


def test_a_decoder_silent_once_is_opened_again(lab: Lab, video: Path) -> None:
    lab.worker_patch("decoder.worker.js", IMPATIENT + SILENT % 1)
    result = lab.sample(video, interval=2, concurrency=1)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert result["last"]["way"] != "ffmpeg"
    assert len(lab.received.frames()) == FRAMES


def test_instead_of_a_silent_decoder_ffmpeg_goes_on(lab: Lab, video: Path) -> None:
    lab.worker_patch("decoder.worker.js", IMPATIENT + SILENT % "Infinity")
    expect_ffmpeg(lab, video)


def test_instead_of_a_worker_that_never_runs_ffmpeg_goes_on(lab: Lab, video: Path) -> None:
    lab.worker_patch("sampler.worker.js", IMPATIENT)
    lab.worker_patch("decoder.worker.js", "", is_empty=True)
    expect_ffmpeg(lab, video)


def expect_ffmpeg(lab: Lab, video: Path) -> None:
    result = lab.sample(video, interval=2)
    assert result["error"] is None, result
    assert result["last"]["way"] == "ffmpeg"
    assert result["last"]["framesSampled"] == len(lab.received.frames()) == FRAMES


def test_without_ffmpeg_silence_is_said(lab: Lab, video: Path) -> None:
    lab.lose("ffmpeg-core.js")
    lab.lose("element-player.js")
    lab.worker_patch("decoder.worker.js", IMPATIENT + SILENT % "Infinity")
    assert lab.sample(video, interval=2)["error"] == "decoder_silent"
