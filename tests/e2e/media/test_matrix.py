"""Every container with every codec that it takes: whatever the browser lacks, another decoder reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import FPS, GOP_2, X264, ffmpeg

SECONDS = 8
SIZE = "320x180"
INTERVAL = 1.5
"""with keyframes every 2 s, some are near enough and some frames between them are needed"""

CODECS = {
    "h264": f"{X264} {GOP_2}",
    "hevc": f"-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=error {GOP_2}",
    "vp9": "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -g 50",
    "av1": "-c:v libaom-av1 -usage realtime -cpu-used 8 -b:v 1M -g 50",
    "mpeg4": "-c:v mpeg4 -q:v 3 -bf 2 -g 50",
    "mjpeg": "-c:v mjpeg -q:v 3 -pix_fmt yuvj420p",
    "mpeg2": "-c:v mpeg2video -q:v 3 -bf 2 -g 50",
}
CONTAINERS = {
    "mp4": ("mp4", "h264 hevc vp9 av1 mpeg4 mjpeg mpeg2"),
    "fragmented": ("mp4", "h264 hevc vp9 av1 mpeg4 mjpeg mpeg2"),
    "mov": ("mov", "h264 hevc mpeg4 mjpeg mpeg2"),
    "mkv": ("mkv", "h264 hevc vp9 av1 mpeg4 mjpeg mpeg2"),
    "webm": ("webm", "vp9 av1"),
    "ts": ("ts", "h264 hevc mpeg4 mpeg2"),
    "ps": ("mpg", "h264 mpeg2"),
    "flv": ("flv", "h264"),
    "avi": ("avi", "h264 hevc vp9 mpeg4 mjpeg mpeg2"),
}
QUICK = {"h264", "mpeg4", "mjpeg", "mpeg2"}
"""encoded for each container, which may want its own kind of headers; the others are copied"""
FLAGS = {"fragmented": "-movflags +frag_keyframe+empty_moov", "ps": "-f vob"}
TAGS = {("avi", "hevc"): "-tag:v HEVC"}
"""ffmpeg leaves it out, and then not even ffmpeg knows what the pictures are"""
CASES = [(container, codec) for container, (_, codecs) in CONTAINERS.items() for codec in codecs.split()]

BROWSER_READS = {"mp4", "fragmented", "mov", "mkv", "webm", "ts"}
BROWSER_DECODES = {"h264", "vp9", "av1"}


@pytest.mark.parametrize(("container", "codec"), CASES, ids=[f"{codec}-in-{name}" for name, codec in CASES])
def test_every_container_with_every_codec(lab: Lab, make: Make, container: str, codec: str) -> None:
    path = recording(make, container, codec)
    facts = lab.probe(path)
    assert facts.get("error") is None, facts
    assert facts["durationSeconds"] == pytest.approx(SECONDS, abs=0.2)
    if container in BROWSER_READS and codec in BROWSER_DECODES:
        assert facts["way"] in ("hardware", "software")
    elif container not in BROWSER_READS or codec != "hevc":
        assert facts["way"] == "ffmpeg"
    result = lab.sample(path, INTERVAL)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    if container == "avi" or (container, codec) == ("ps", "h264"):
        assert_times_near(lab)
    else:
        assert_frames_fit(lab, path, INTERVAL)
        assert_pictures_fit(lab, path)


@pytest.mark.parametrize(("codec", "label"), [("av1", "AV1"), ("hevc", "")])
def test_a_video_that_nothing_decodes_is_called_one_and_its_codec_named(
    lab: Lab, make: Make, codec: str, label: str
) -> None:
    """Without a tag ffmpeg takes HEVC in AVI for uncompressed pictures, so it has no name."""
    path = copied(make, codec, f"untagged-{codec}.avi")
    facts = lab.probe(path)
    assert (facts.get("error"), facts["way"], facts["codecLabel"]) == (None, None, label)
    assert facts["durationSeconds"] == pytest.approx(SECONDS, abs=0.2)
    assert lab.sample(path)["error"] == "undecodable"


def recording(make: Make, container: str, codec: str) -> Path:
    suffix, _ = CONTAINERS[container]
    name = f"{codec}-in-{container}.{suffix}"
    flags = f"{FLAGS.get(container, '')} {TAGS.get((container, codec), '')}"
    if codec in QUICK:
        return make(name, f"{CODECS[codec]} -an {flags}", seconds=SECONDS, size=SIZE)
    return copied(make, codec, name, flags)


def copied(make: Make, codec: str, name: str, flags: str = "") -> Path:
    whole = make(f"{codec}.mkv", f"{CODECS[codec]} -an", seconds=SECONDS, size=SIZE)
    path = whole.with_name(name)
    ffmpeg("-i", str(whole), "-c", "copy", *flags.split(), str(path))
    return path


def assert_times_near(lab: Lab) -> None:
    """AVI has no presentation times, a program stream of H.264 few: they are known to a few frames only."""
    taken = list(lab.received.frames())
    last = SECONDS - 1 / FPS
    wanted = [INTERVAL * number for number in range(int(last / INTERVAL) + 1)]
    assert len(taken) == len(wanted)
    for time_ms, time_s in zip(taken, wanted, strict=True):
        assert time_ms / 1000 == pytest.approx(time_s, abs=INTERVAL / 2 + 3 / FPS)
