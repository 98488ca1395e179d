"""Files that are not what they seem: each works as far as it can or says why it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, X264, ffmpeg

AAC = "-c:a aac -shortest"


def test_probing_tells_what_a_recording_is(lab: Lab, make: Make) -> None:
    facts = lab.probe(make("gop2.mp4", f"{X264} {GOP_2} {AAC}"))
    assert facts["durationSeconds"] == pytest.approx(30, abs=0.05)
    assert (facts["width"], facts["height"], facts["rotation"]) == (640, 360, 0)
    assert facts["codecLabel"] == "H.264"
    assert facts["container"] == "mp4"
    assert facts["frameRate"] == pytest.approx(25, abs=0.5)
    assert facts["keyframeIntervalSeconds"] == pytest.approx(2, abs=0.05)
    assert facts["hasAudio"] is True
    assert facts["way"] in ("hardware", "software")


def not_video(tmp_path: Path, kind: str, whole: Path) -> Path:
    path = tmp_path / f"{kind}.mp4"
    if kind == "audio":
        ffmpeg("-i", str(whole), "-vn", "-c", "copy", str(path))
    else:
        contents = {
            "empty": b"",
            "text": b"No video at all.\n" * 5000,
            "headless": whole.read_bytes()[:200_000],
        }
        path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize(
    ("kind", "code"),
    [("empty", "empty"), ("text", "not_a_video"), ("audio", "no_video_track"), ("headless", "damaged")],
)
def test_what_is_no_video_gets_its_reason(lab: Lab, make: Make, tmp_path: Path, kind: str, code: str) -> None:
    path = not_video(tmp_path, kind, make("gop2.mp4", f"{X264} {GOP_2} {AAC}"))
    assert lab.probe(path)["error"] == code
    assert lab.sample(path)["error"] == code


@pytest.mark.parametrize("name", ["camera.mkv", "camera.ts", "fragmented.mp4"])
def test_a_recording_cut_off_by_a_power_failure_is_sampled_to_where_it_ends(
    lab: Lab, make: Make, tmp_path: Path, name: str
) -> None:
    fragments = "-movflags +frag_keyframe+empty_moov" if name.endswith("mp4") else ""
    whole = make(name, f"{X264} {GOP_2} {AAC} {fragments}", seconds=14)
    path = tmp_path / f"torn-{name}"
    path.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * 0.6)])
    facts = lab.probe(path)
    assert 5 < facts["durationSeconds"] < 12
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    assert result["last"]["framesUploaded"] >= 6
    taken = list(lab.received.frames())
    assert taken == sorted(taken)
    assert taken[-1] <= facts["durationSeconds"] * 1000


def test_a_damaged_middle_costs_its_frames_only(lab: Lab, make: Make, tmp_path: Path) -> None:
    whole = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    content = bytearray(whole.read_bytes())
    middle = len(content) // 2
    content[middle : middle + len(content) // 10] = b"\xa5" * (len(content) // 10)
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    assert 20 <= len(taken) <= 30
    assert {0, 2000, 28000} <= set(taken)


def test_keyframes_of_an_open_gop_are_sampled_too(lab: Lab, make: Make) -> None:
    path = open_gop(make)
    result = lab.sample(path, interval=2.0)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, path, interval=2.0)
    assert_pictures_fit(lab, path)


def test_decoding_through_an_open_gop_loses_no_frame(lab: Lab, make: Make) -> None:
    """Chromium refuses some frames that follow a mere recovery point: ffmpeg decodes these."""
    path = open_gop(make)
    result = lab.sample(path, interval=0.4)
    assert result["error"] is None, result
    assert result["last"]["way"] == "ffmpeg"
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, path, interval=0.4)


def open_gop(make: Make) -> Path:
    return make("open-gop.mp4", f"{X264} -g 50 -x264-params open-gop=1:scenecut=0 -an", seconds=14)
