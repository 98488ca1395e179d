"""Files that are not what they seem: each works as far as it can or says why it does not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.e2e.media.chunk_server import STATIC
from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, GOP_10, X264, ffmpeg, frames_read

AAC = "-c:a aac -shortest"


def test_probing_tells_what_a_recording_is(lab: Lab, make: Make) -> None:
    facts = lab.probe(make("gop2.mp4", f"{X264} {GOP_2} {AAC}"))
    assert not facts["hasOpenGops"]
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
    assert facts["way"] in ("hardware", "software")
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


MATROSKAS = {
    "missing.mkv": f"{X264} {GOP_2} {AAC}",
    "missing-hevc.mkv": f"-c:v libx265 -preset ultrafast -x265-params log-level=error {GOP_2} -an",
    "missing.webm": "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -g 50 -an",
}
STREAM = f"{X264} {GOP_2} {AAC}"
ARRIVAL_TIMES = f"{STREAM} -f mpegts -mpegts_m2ts_mode 1"
SHARES = {"4 kB": 0, "1 %": 0.01, "10 %": 0.1}
OVERWRITTEN = [("damaged.ts", share, at) for share in SHARES for at in (0.2, 0.45, 0.75)]


@pytest.mark.parametrize(("name", "share", "at"), [*OVERWRITTEN, ("damaged.m2ts", "1 %", 0.45)])
def test_a_damaged_stream_is_sampled_before_and_behind_the_damage(
    lab: Lab, make: Make, tmp_path: Path, name: str, share: str, at: float
) -> None:
    whole = stream(make, name)
    content = bytearray(whole.read_bytes())
    start, length = int(len(content) * at), int(len(content) * SHARES[share]) or 4096
    content[start : start + length] = random.Random(7).randbytes(length)
    path = tmp_path / name
    path.write_bytes(content)
    # what lies in the damage, and up to the next keyframe
    assert_sampled_nearly(lab, path, whole, lost=20 * SHARES[share] + 2)


@pytest.mark.parametrize("at", [0.2, 0.45, 0.75])
@pytest.mark.parametrize("name", ["damaged.ts", "damaged.m2ts"])
def test_a_stream_that_misses_bytes_is_sampled_before_and_behind_them(
    lab: Lab, make: Make, tmp_path: Path, name: str, at: float
) -> None:
    whole = stream(make, name)
    path = tmp_path / name
    path.write_bytes(bytes_missing(whole.read_bytes(), at))
    assert_sampled_nearly(lab, path, whole, lost=2)


def stream(make: Make, name: str) -> Path:
    return make(name, ARRIVAL_TIMES if name.endswith("m2ts") else STREAM, seconds=20)


def bytes_missing(content: bytes, at: float) -> bytes:
    start = int(len(content) * at)
    return content[:start] + content[start + 1000 :]


def assert_sampled_nearly(lab: Lab, path: Path, whole: Path, lost: float) -> None:
    facts = lab.probe(path)
    assert facts.get("way") in ("hardware", "software"), facts
    assert facts["durationSeconds"] == pytest.approx(20, abs=0.2)
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    assert len(taken) >= 20 - lost
    origin = frames_read(whole)[0].time_s
    assert set(taken) <= {round(1000 * (frame.time_s - origin)) for frame in frames_read(whole)}
    assert (taken[0], taken[-1]) == (0, 19_000)


@pytest.mark.parametrize("number", [1, -1], ids=["second", "last"])
def test_a_stream_that_only_ffmpeg_makes_sense_of_is_sampled_by_it(
    lab: Lab, make: Make, tmp_path: Path, number: int
) -> None:
    content = bytearray(stream(make, "damaged.ts").read_bytes())
    content[pictures_begin(bytes(content))[number] + 7] = 0  # says that the picture has no time
    path = tmp_path / "timeless.ts"
    path.write_bytes(content)
    facts = lab.probe(path)
    assert (facts.get("error"), facts.get("way")) == (None, "ffmpeg")
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    assert len(lab.received.frames()) == 20


@pytest.mark.parametrize("at", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("name", ["missing.mkv", "missing-hevc.mkv", "missing.webm"])
def test_matroska_that_misses_bytes_is_sampled_before_and_behind_them(
    lab: Lab, make: Make, tmp_path: Path, name: str, at: float
) -> None:
    whole = make(name, MATROSKAS[name], seconds=20, size="320x180")
    path = tmp_path / name
    path.write_bytes(bytes_missing(whole.read_bytes(), at))
    facts = lab.probe(path)
    assert (facts["durationSeconds"], facts["way"]) == (pytest.approx(20, abs=0.2), "ffmpeg")
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    assert len(taken) >= 18
    assert set(taken) <= {round(1000 * frame.time_s) for frame in frames_read(whole)}
    assert taken[-1] == pytest.approx(19_000, abs=100)


def pictures_begin(content: bytes) -> list[int]:
    """Where the header of each picture is in a transport stream."""
    packets = range(0, len(content) - 187, 188)
    starts = [packet for packet in packets if content[packet + 1] & 0x40]
    headers = [at + 4 + (1 + content[at + 4] if content[at + 3] & 0x20 else 0) for at in starts]
    return [at for at in headers if content[at : at + 4] == b"\0\0\1\xe0"]


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
    assert lab.probe(path)["hasOpenGops"]
    result = lab.sample(path, interval=0.4)
    assert result["error"] is None, result
    assert result["last"]["way"] == "ffmpeg"
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, path, interval=0.4)


def open_gop(make: Make) -> Path:
    return make("open-gop.mp4", f"{X264} -g 50 -x264-params open-gop=1:scenecut=0 -an", seconds=14)


def test_a_picture_that_ffmpeg_did_not_finish_is_not_sent(lab: Lab, make: Make) -> None:
    """The server would refuse its chunk each time, and the work would stop."""
    code = (STATIC["/static/npm/ffmpeg-core/"] / "ffmpeg-core.js").read_text()
    torn = """async (options) => {
      const core = await createFFmpegCore(options), read = core.FS.readFile;
      let count = 0;
      core.FS.readFile = (path, ...rest) => {
        const bytes = read(path, ...rest);
        return path.endsWith(".jpg") && ++count % 3 === 0 ? bytes.slice(0, bytes.length / 2) : bytes;
      };
      return core;
    };"""
    body = code.replace("export default createFFmpegCore", f"export default {torn}")
    assert body != code
    lab.page.context.route(
        "**/ffmpeg-core.js", lambda route: route.fulfill(body=body, content_type="text/javascript")
    )
    result = lab.sample(
        make("torn.mp4", f"{MATROSKAS['missing-hevc.mkv']} {GOP_10}", seconds=20), interval=2.0
    )
    assert result["error"] is None, result
    frames = lab.received.frames()
    assert all(jpeg.endswith(b"\xff\xd9") for jpeg in frames.values())
    assert 0 < result["last"]["framesFailed"] == 10 - len(frames)
