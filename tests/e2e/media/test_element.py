"""A browser without WebCodecs, on a server without ffmpeg: the browser's own player is stepped through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, X264, rotate, rotation_read

SECONDS = 64


@pytest.fixture
def bare(lab: Lab) -> Lab:
    for worker in ("sampler.worker.js", "probe.worker.js"):
        lab.worker_patch(worker, "self.VideoDecoder = undefined;")
    lab.lose("ffmpeg-core.js")
    return lab


@pytest.fixture
def video(make: Make) -> Path:
    return make("element.mp4", f"{X264} {GOP_2} -an", seconds=SECONDS, size="320x180")


def test_the_player_gives_the_frames(bare: Lab, video: Path) -> None:
    result = bare.sample(video, interval=1.0)
    assert result["error"] is None, result
    assert result["last"]["way"] == "element"
    assert result["chunks"] == 2
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(bare, video, interval=1.0)
    assert_pictures_fit(bare, video)


def test_a_rotated_recording_stands_upright(bare: Lab, video: Path) -> None:
    path = rotate(video, 90)
    result = bare.sample(path, interval=8.0)
    assert result["last"]["way"] == "element"
    assert_pictures_fit(bare, path, quarter_turns=rotation_read(path) // 90)


def test_the_way_and_its_speed_are_known_before(bare: Lab, video: Path) -> None:
    facts = bare.probe(video)
    assert facts["way"] == "element"
    assert facts["durationSeconds"] == pytest.approx(SECONDS, abs=0.1)
    assert (facts["width"], facts["height"]) == (320, 180)
    assert facts["speed"]["keyframeSeconds"] > 0


def test_what_the_player_cannot_read_either_says_so(bare: Lab, tmp_path: Path) -> None:
    text = tmp_path / "notes.mp4"
    text.write_text("no video at all " * 1000)
    assert bare.probe(text)["error"] == "no_ffmpeg"


def test_pictures_that_the_player_cannot_decode_are_named(lab: Lab, make: Make) -> None:
    lab.lose("ffmpeg-core.js")
    hevc = "-c:v libx265 -preset ultrafast -x265-params log-level=error"
    facts = lab.probe(make("hevc-sound.mp4", f"{hevc} {GOP_2} -c:a aac", seconds=4, size="320x180"))
    assert (facts["way"], facts["codecLabel"]) == (None, "HEVC (H.265)")
