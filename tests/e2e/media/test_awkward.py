"""What cameras, recorders and disks do to files: it works, or it fails with its own reason."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, GOP_10, X264, ffmpeg, frames_read, rotate, rotation_read

SMALL = "320x180"
X265 = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=error"
VFR = "-vf select='not(between(mod(n,50),3,40))' -fps_mode vfr"
ONE = "-frames:v 1 -an"

AWKWARD = [
    ("vfr-hevc.mp4", f"{VFR} {X265} {GOP_2} -an", 1.0),
    ("gop10-hevc.mkv", f"{X265} {GOP_10} -an", 4.0),
    ("open-gop-hevc.mp4", "-c:v libx265 -x265-params log-level=error:open-gop=1:keyint=50 -an", 1.5),
    ("open-gop-h264.ts", f"{X264} -g 50 -x264-params open-gop=1:scenecut=0 -an", 1.5),
    (
        "odd-hevc.mp4",
        f"-vf crop=313:177,format=yuv444p {X265.replace('-pix_fmt yuv420p', '')} {GOP_2} -an",
        3.0,
    ),
    ("odd-mpeg4.avi", "-vf crop=313:177 -c:v mpeg4 -q:v 3 -g 50 -an", 3.0),
    ("moov-in-front-hevc.mp4", f"{X265} {GOP_2} -an -movflags +faststart", 2.0),
    ("one-frame-h264.mp4", f"{X264} {ONE}", 1.0),
    ("one-frame-hevc.mp4", f"{X265} {ONE}", 1.0),
    ("one-frame-mjpeg.avi", f"-c:v mjpeg {ONE}", 1.0),
    ("one-frame-mpeg2.mpg", f"-c:v mpeg2video {ONE}", 1.0),
]


@pytest.mark.parametrize(("name", "options", "interval"), AWKWARD, ids=[case[0] for case in AWKWARD])
def test_awkward_recordings_give_their_frames(
    lab: Lab, make: Make, name: str, options: str, interval: float
) -> None:
    path = make(name, options, seconds=12, size=SMALL)
    result = lab.sample(path, interval)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, path, interval)
    assert_pictures_fit(lab, path)


@pytest.mark.parametrize("codec", [f"{X264} {GOP_2}", f"{X265} {GOP_2}"], ids=["h264", "hevc"])
def test_4k_is_read(lab: Lab, make: Make, codec: str) -> None:
    name = "4k-hevc.mp4" if "265" in codec else "4k-h264.mp4"
    path = make(name, f"-vf fps=2 {codec} -an", seconds=3, size="3840x2160")
    result = lab.sample(path, interval=2.0)
    assert result["error"] is None, result
    assert list(lab.received.frames()) == [0, 2000]
    assert result["last"]["framesFailed"] == 0
    assert_pictures_fit(lab, path)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_pictures_that_the_browser_cannot_decode_stand_upright_too(
    lab: Lab, make: Make, degrees: int
) -> None:
    path = rotate(make("upright-hevc.mp4", f"{X265} {GOP_2} -an", seconds=6, size=SMALL), degrees)
    result = lab.sample(path, interval=2.0)
    assert result["error"] is None, result
    assert_pictures_fit(lab, path, quarter_turns=rotation_read(path) // 90)


@pytest.mark.parametrize("degrees", [90, 270])
def test_pictures_of_a_file_that_ffmpeg_opens_stand_upright_too(lab: Lab, make: Make, degrees: int) -> None:
    whole = make("upright-mpeg4.mp4", "-c:v mpeg4 -q:v 3 -g 50 -an", seconds=6, size=SMALL)
    path = rotate(whole, degrees)
    assert lab.probe(path)["width"] == 180
    lab.sample(path, interval=2.0)
    assert_pictures_fit(lab, path, quarter_turns=rotation_read(path) // 90)


TORN = {
    "torn.avi": "-c:v mpeg4 -q:v 3 -g 50 -an",
    "torn.flv": f"{X264} {GOP_2} -an",
    "torn.mpg": "-c:v mpeg2video -q:v 3 -g 50 -an",
    "torn-hevc.mkv": f"{X265} {GOP_2} -an",
    "torn-hevc.ts": f"{X265} {GOP_2} -an",
}


@pytest.mark.parametrize("name", list(TORN))
def test_a_torn_end_is_sampled_to_where_it_ends(lab: Lab, make: Make, tmp_path: Path, name: str) -> None:
    content = make(name, TORN[name], seconds=12, size=SMALL).read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: int(len(content) * 0.6)])
    facts = lab.probe(path)
    assert facts["durationSeconds"] == pytest.approx(12 * 0.6, abs=2)
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    assert taken == sorted(taken)
    assert len(taken) >= 5
    assert taken[-1] == pytest.approx(1000 * facts["durationSeconds"], abs=1200)


DAMAGED = {
    "damaged-hevc.mp4": f"{X265} {GOP_2} -an",
    "damaged.avi": "-c:v mpeg4 -q:v 3 -g 50 -an",
    "damaged.mpg": "-c:v mpeg2video -q:v 3 -g 50 -an",
    "damaged.flv": f"{X264} {GOP_2} -an",
}


@pytest.mark.parametrize("name", list(DAMAGED))
def test_a_damaged_middle_costs_only_what_is_there(lab: Lab, make: Make, tmp_path: Path, name: str) -> None:
    content = bytearray(make(name, DAMAGED[name], seconds=20, size=SMALL).read_bytes())
    middle, tenth = len(content) // 2, len(content) // 10
    content[middle : middle + tenth] = b"\xa5" * tenth
    path = tmp_path / name
    path.write_bytes(content)
    result = lab.sample(path, interval=1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    assert len(taken) >= 13
    assert min(taken) <= 500
    # in AVI a time is the number of frames before it, so lost ones bring the rest forward
    assert max(taken) >= (16_000 if name.endswith("avi") else 18_000)


@pytest.mark.parametrize(
    "codec", [f"{X264} {GOP_2}", f"{X265} {GOP_2}", "-c:v mpeg4 -g 50"], ids=["h264", "hevc", "mpeg4"]
)
@pytest.mark.parametrize(
    "seconds", [1.0, 47 * 3600 % (2**32 / 90_000), 100_000.0], ids=["short", "wrapped", "long"]
)
def test_a_wrong_duration_changes_nothing(
    lab: Lab, make: Make, tmp_path: Path, codec: str, seconds: float
) -> None:
    """A recorder of 47 hours counts in 32 bits of 1/90,000 s, which is full after 13 hours."""
    name = f"{codec.split()[1]}-length.mp4"
    whole = make(name, f"{codec} -an", seconds=8, size=SMALL)
    path = tmp_path / name
    path.write_bytes(durations_set(whole.read_bytes(), seconds))
    facts = lab.probe(path)
    assert facts["durationSeconds"] == pytest.approx(8, abs=0.2)
    result = lab.sample(path, interval=2.0)
    assert result["error"] is None, result
    assert_frames_fit(lab, whole, interval=2.0)


def durations_set(content: bytes, seconds: float) -> bytes:
    """The MP4 with another length in the headers of the movie, the track and the media (all of version 0)."""
    changed = bytearray(content)
    movie = changed.find(b"mvhd") + 4
    [timescale] = struct.unpack_from(">I", changed, movie + 12)
    struct.pack_into(">I", changed, movie + 16, int(seconds * timescale) % 2**32)
    track = changed.find(b"tkhd") + 4
    struct.pack_into(">I", changed, track + 20, int(seconds * timescale) % 2**32)
    media = changed.find(b"mdhd") + 4
    [timescale] = struct.unpack_from(">I", changed, media + 12)
    struct.pack_into(">I", changed, media + 16, int(seconds * timescale) % 2**32)
    return bytes(changed)


def no_video(folder: Path, name: str) -> Path:
    path = folder / name
    if name.startswith("sound"):
        ffmpeg("-f", "lavfi", "-i", "sine=duration=3", str(path))
    else:
        path.write_bytes(
            {"text": b"No video.\n" * 5000, "empty": b"", "noise": bytes(range(7, 256)) * 900}[path.stem]
        )
    return path


NO_VIDEOS = [
    ("sound.avi", "no_video_track"),
    ("sound.ts", "no_video_track"),
    ("sound.mkv", "no_video_track"),
    ("text.avi", "not_a_video"),
    ("text.mpg", "not_a_video"),
    ("noise.flv", "not_a_video"),
    ("empty.avi", "empty"),
]


@pytest.mark.parametrize(("name", "code"), NO_VIDEOS, ids=[case[0] for case in NO_VIDEOS])
def test_what_is_no_video_gets_its_own_reason(lab: Lab, tmp_path: Path, name: str, code: str) -> None:
    path = no_video(tmp_path, name)
    assert lab.probe(path)["error"] == code
    assert lab.sample(path)["error"] == code


def test_without_ffmpeg_each_file_says_so(lab: Lab, make: Make) -> None:
    lab.page.context.route("**/ffmpeg-core.js", lambda route: route.fulfill(status=404))
    avi = make("left-out.avi", "-c:v mpeg4 -g 50 -an", seconds=2, size=SMALL)
    assert lab.probe(avi)["error"] == lab.sample(avi)["error"] == "no_ffmpeg"
    hevc = make("one-frame-hevc.mp4", f"{X265} {ONE}", seconds=12, size=SMALL)
    facts = lab.probe(hevc)
    assert (facts["way"], facts["codecLabel"]) == (None, "HEVC (H.265)")
    assert lab.sample(hevc)["error"] == "undecodable"


def test_times_are_those_of_the_frames_in_avi_without_b_frames(lab: Lab, make: Make) -> None:
    path = make("exact.avi", "-c:v mpeg4 -q:v 3 -g 50 -an", seconds=12, size=SMALL)
    lab.sample(path, interval=1.5)
    real = {round(1000 * frame.time_s) for frame in frames_read(path)}
    assert set(lab.received.frames()) <= real
    assert_pictures_fit(lab, path)
