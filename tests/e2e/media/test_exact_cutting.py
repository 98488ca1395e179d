"""Exact clips: the first frame is the one asked for, nothing is hidden before it, what can be is copied."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_cutting import AAC, Cut, audio_seconds, cut, pictures
from tests.e2e.media.videos import (
    FPS,
    GOP_2,
    GOP_10,
    X264,
    Pixels,
    ffmpeg,
    frames_read,
    rotate,
    rotation_read,
    scene,
)

__all__ = ["cut"]

START, STOP = 5.0, 8.52
VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -c:a libopus -shortest"
AV1 = "-c:v libaom-av1 -usage realtime -cpu-used 8 -g 50 -c:a libopus -shortest"
HEVC = f"-c:v libx265 -preset ultrafast -x265-params log-level=error {GOP_2} {AAC}"

KINDS = [
    ("gop2.mp4", f"{X264} {GOP_2} {AAC}", "head"),
    ("gop10.mp4", f"{X264} {GOP_10} {AAC}", "whole"),
    ("fragmented.mp4", f"{X264} {GOP_2} {AAC} -movflags +frag_keyframe+empty_moov", "head"),
    ("baseline.mp4", f"-c:v libx264 -profile:v baseline -pix_fmt yuv420p {GOP_2} -an", "head"),
    ("no-aspect.mp4", f"-vf setsar=0 {X264} {GOP_2} {AAC}", "head"),
    ("wide-pixels.mp4", f"-vf setsar=16/11 {X264} {GOP_2} {AAC}", "head"),
    ("full-range.mp4", f"-vf scale=out_range=full {X264} -color_range pc {GOP_2} {AAC}", "head"),
    ("camera.mov", f"{X264} {GOP_2} -c:a pcm_s16le -shortest", "head"),
    ("camera.mkv", f"{X264} {GOP_2} {AAC}", "head"),
    ("camera.ts", f"{X264} {GOP_2} {AAC}", "head"),
    ("camera.webm", VP9, "head"),
    ("av1.mp4", AV1, "head"),
]
BY_FFMPEG = [
    ("hevc.mp4", HEVC, "mp4"),
    ("hevc.mkv", HEVC, "mp4"),
    ("hevc.ts", HEVC, "mp4"),
    ("mpeg4.mp4", f"-c:v mpeg4 -q:v 3 -g 50 {AAC}", "mp4"),
    ("mpeg4.avi", "-c:v mpeg4 -q:v 3 -g 50 -bf 0 -c:a mp3 -shortest", "mp4"),
    ("mjpeg.avi", "-c:v mjpeg -q:v 3 -c:a pcm_s16le -shortest", "mkv"),
    ("camera.flv", f"{X264} {GOP_2} {AAC}", "mp4"),
    ("camera.mpg", "-c:v mpeg2video -q:v 3 -g 25 -bf 0 -c:a mp2 -f vob -shortest", "mkv"),
    ("wide-pixels.avi", "-vf setsar=16/11 -c:v mpeg4 -q:v 3 -g 50 -an", "mp4"),
]


@pytest.mark.parametrize(("name", "options", "container"), BY_FFMPEG, ids=[kind[0] for kind in BY_FFMPEG])
def test_what_the_browser_does_not_decode_is_encoded_by_ffmpeg(
    cut: Any, make: Make, name: str, options: str, container: str
) -> None:
    path = make(name, options, seconds=14)
    clip = exact_clip(cut, path, "whole")
    assert clip.suffix == f".{container}"
    assert facts(clip)[0]["codec_name"] == "h264"
    assert facts(clip)[0]["sample_aspect_ratio"] == facts(path)[0]["sample_aspect_ratio"]


def test_ffmpeg_tells_how_far_it_is_and_can_be_stopped(cut: Any, make: Make) -> None:
    path = make("large.avi", "-vf scale=1920:1080 -c:v mpeg4 -q:v 5 -g 50 -an", seconds=14)
    done: Cut = cut(path, [(0.0, 13.0), (1.0, 2.0)], isExact=True, abort=True)
    assert 0 <= done.progress[0]["fraction"] < 1
    assert [clip["code"] for clip in done.clips] == ["cancelled", "cancelled"]
    assert done.files == {}
    again: Cut = cut(path, [(1.0, 2.0)], isExact=True)
    assert again.clips[0]["error"] == ""
    assert len(pictures(again.files[again.clips[0]["name"]])) == FPS + 1


@pytest.mark.parametrize(("name", "options", "way"), KINDS, ids=[kind[0] for kind in KINDS])
def test_an_exact_clip_has_the_frames_asked_for_and_no_others(
    cut: Any, make: Make, name: str, options: str, way: str
) -> None:
    path = make(name, options, seconds=14)
    assert exact_clip(cut, path, way).suffix == path.suffix


def exact_clip(cut: Any, path: Path, way: str) -> Path:
    """The clip of START to STOP, made in that way: with the frames asked for, all sound, and no others."""
    done: Cut = cut(path, [(START, STOP)], isExact=True)
    [result] = done.clips
    assert (result["error"], result["way"], result["hasLostTracks"]) == ("", way, False)
    [clip] = done.files.values()
    assert_frames_are_the_wanted(clip, path)
    assert_nothing_is_hidden(clip)
    assert audio_seconds(clip) == pytest.approx(STOP - START if audio_seconds(path) else 0, abs=0.15)
    assert complaints(clip) == ""
    return clip


def assert_frames_are_the_wanted(clip: Path, source: Path) -> None:
    recorded, cut_frames = frames_read(source), frames_read(clip)
    first = max(number for number, frame in enumerate(recorded) if frame.time_s <= START + 1e-3)
    wanted = [frame for frame in recorded[first:] if frame.time_s <= STOP + 1e-3]
    assert len(wanted) <= len(cut_frames) <= len(wanted) + 3
    assert cut_frames[0].time_s == pytest.approx(0, abs=0.002)
    for frame, recorded_frame in zip(cut_frames, wanted, strict=False):
        assert frame.time_s == pytest.approx(recorded_frame.time_s - wanted[0].time_s, abs=0.003)
    ours, theirs = pictures(clip), pictures(source)
    for position in (0, 1, len(wanted) // 2, len(wanted) - 1):
        around = theirs[max(0, first + position - 1) : first + position + 2]
        distances = [difference(ours[position], picture) for picture in around]
        middle = min(1, first + position)
        assert distances[middle] == min(distances)
        assert distances[middle] < 8


def difference(ours: Pixels, theirs: Pixels) -> float:
    """Mean over the grey levels."""
    return float(np.abs(ours.astype(np.int16) - theirs).mean())


def assert_nothing_is_hidden(clip: Path) -> None:
    """Without regard to edit lists there are as many frames, and the first is the same."""
    counts = []
    for options in ({}, {"ignore_editlist": "1"} if clip.suffix in {".mp4", ".mov"} else {}):
        with av.open(str(clip), options=options) as container:
            shown = list(container.decode(video=0))
        counts.append((len(shown), shown[0].to_ndarray(format="gray").tobytes()))
    assert counts[0] == counts[1]
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    assert len(packets) == counts[0][0]
    assert packets[0].is_keyframe


def complaints(clip: Path) -> str:
    """The errors of ffmpeg when it decodes all of it."""
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", str(clip), "-f", "null", "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stderr


def test_what_follows_the_next_keyframe_is_the_same_to_the_bit(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done: Cut = cut(path, [(5.0, 9.5)], isExact=True)
    [clip] = done.files.values()
    ours, theirs = pictures(clip), pictures(path)
    head = FPS
    for position in (head, head + 20, len(ours) - 1):
        assert np.array_equal(ours[position], theirs[5 * FPS + position])
    assert not np.array_equal(ours[0], theirs[5 * FPS])


def test_a_clip_that_starts_at_a_keyframe_is_only_copied(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done: Cut = cut(path, [(12.0, 14.0)], isExact=True)
    assert done.clips[0]["way"] == "copied"
    [clip] = done.files.values()
    assert np.array_equal(pictures(clip)[0], pictures(path)[12 * FPS])


def test_a_jump_back_and_forth_shows_the_right_pictures(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    [clip] = cut(path, [(5.0, 11.5)], isExact=True).files.values()
    theirs = pictures(path)
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        for second in (0.0, 3.0, 0.0, 5.0):
            container.seek(int(second / (stream.time_base or 1)), stream=stream)
            frame = next(container.decode(stream))
            number = round(float(frame.time) * FPS) + 5 * FPS
            assert difference(np.asarray(frame.to_ndarray(format="gray")), theirs[number]) < 8


@pytest.mark.parametrize("is_exact", [True, False])
def test_colours_pixels_language_and_rotation_are_kept(cut: Any, make: Make, *, is_exact: bool) -> None:
    colours = "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv"
    language = "-metadata:s:a:0 language=deu -metadata:s:v:0 language=fra"
    plain = make("marked.mp4", f"-vf setsar=3/2 {X264} {GOP_2} {AAC} {colours} {language}", seconds=14)
    path = rotate(plain, 90)
    [clip] = cut(path, [(START, STOP)], isExact=is_exact).files.values()
    assert facts(clip) == facts(path)
    assert rotation_read(clip) == rotation_read(path) != 0


def facts(path: Path) -> list[Any]:
    """What players go by, of each stream."""
    keys = "color_range,color_space,color_transfer,color_primaries,sample_aspect_ratio,width,height"
    entries = f"stream={keys},codec_name,codec_tag_string:stream_tags=language"
    command = ["ffprobe", "-v", "error", "-show_entries", entries, "-of", "json", str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    return list(json.loads(answer.stdout)["streams"])


def test_brightness_does_not_jump_where_the_copy_begins(cut: Any, make: Make) -> None:
    options = f"-vf scale=out_range=full {X264} -color_range pc {GOP_2} {AAC}"
    path = make("full-range.mp4", options, seconds=14)
    [clip] = cut(path, [(START, STOP)], isExact=True).files.values()
    with av.open(str(clip)) as container:
        shown = list(container.decode(video=0))
    assert {frame.color_range for frame in shown} == {2}
    means = [float(frame.to_ndarray(format="rgb24").mean()) for frame in shown]
    assert abs(means[FPS - 1] - means[FPS]) < 1


@pytest.mark.parametrize(("is_exact", "at_s"), [(True, 2.0), (False, 3.0)])
def test_sound_stays_with_its_picture(cut: Any, tmp_path: Path, *, is_exact: bool, at_s: float) -> None:
    """A flash and a click at second 7 are still together."""
    path = tmp_path / "flash.mp4"
    box = "drawbox=color=white:t=fill:enable='between(t,7,7.2)'"
    video = f"color=black:size=320x180:rate={FPS}:duration=12,{box}"
    sound = "aevalsrc='if(between(t,7,7.2),sin(2*PI*1000*t),0)':sample_rate=48000:duration=12"
    inputs = ["-f", "lavfi", "-i", video, "-f", "lavfi", "-i", sound]
    ffmpeg(*inputs, *f"{X264} {GOP_2} {AAC}".split(), str(path))
    [clip] = cut(path, [(START, 9.0)], isExact=is_exact).files.values()
    assert flash_s(clip) == pytest.approx(at_s, abs=0.001)
    assert click_s(clip) == pytest.approx(at_s, abs=0.03)


def flash_s(path: Path) -> float:
    with av.open(str(path)) as container:
        return next(
            float(frame.time)
            for frame in container.decode(video=0)
            if frame.to_ndarray(format="gray").mean() > 128
        )


def click_s(path: Path) -> float:
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            loud = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.1)
            if loud.size:
                return float(frame.time or 0) + float(loud[0]) / frame.sample_rate
    raise AssertionError("no click")


def test_an_exact_clip_that_fails_does_not_stop_the_others_and_leaves_nothing(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done: Cut = cut(path, [(5.0, 6.0), (8.5, 9.0), (11.0, 12.0)], broken=1, isExact=True)
    assert [clip["isWritten"] for clip in done.clips] == [True, False, True]
    assert done.clips[1]["error"]
    assert sorted(done.files) == [done.clips[0]["name"], done.clips[2]["name"]]


def test_where_the_browser_cannot_encode_ffmpeg_does(lab: Lab, cut: Any, make: Make) -> None:
    lab.worker_patch("cutter.worker.js", "delete self.VideoEncoder;")
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done: Cut = cut(path, [(5.0, 6.5), (12.0, 14.0)], isExact=True)
    assert [clip["way"] for clip in done.clips] == ["whole", "copied"]
    ours, theirs = pictures(done.files[done.clips[0]["name"]]), pictures(path)
    assert all(
        difference(ours[number], theirs[5 * FPS + number]) < 8 for number in (0, 1, FPS, len(ours) - 1)
    )


def test_where_nothing_can_encode_only_what_needs_it_is_not_cut(lab: Lab, cut: Any, make: Make) -> None:
    lab.worker_patch("cutter.worker.js", "delete self.VideoEncoder;")
    lab.lose("ffmpeg-core.js")
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done: Cut = cut(path, [(5.0, 6.5), (12.0, 14.0)], isExact=True)
    assert [clip["code"] for clip in done.clips] == ["cannot_encode", ""]
    assert list(done.files) == [done.clips[1]["name"]]


def test_what_nothing_can_decode_cannot_be_cut_exactly(lab: Lab, cut: Any, make: Make) -> None:
    lab.lose("ffmpeg-core.js")
    with pytest.raises(Exception, match="can only be cut at keyframes"):
        cut(make("hevc.mp4", HEVC, seconds=14), [(START, STOP)], isExact=True)


def test_hevc_is_copied_as_apple_plays_it(cut: Any, make: Make) -> None:
    [clip] = cut(make("hevc.mp4", HEVC, seconds=14), [(START, STOP)]).files.values()
    assert facts(clip)[0]["codec_tag_string"] == "hvc1"


def test_a_variable_frame_rate_stays_variable(cut: Any, tmp_path: Path) -> None:
    path = tmp_path / "variable.mp4"
    drop = "-vf select='not(between(mod(n\\,7)\\,2\\,3))' -fps_mode vfr"
    ffmpeg(*scene(14), *f"{drop} {X264} -g 30 -keyint_min 30 -sc_threshold 0 {AAC}".split(), str(path))
    [clip] = cut(path, [(START, STOP)], isExact=True).files.values()
    assert_frames_are_the_wanted(clip, path)
