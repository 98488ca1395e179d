"""Clips cut in the browser: whole, from their keyframe on, playable, and never over another file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.videos import FPS, GOP_2, GOP_10, X264, Pixels, frames_read, rotate

AAC = "-c:a aac -shortest"

CUT = """async ({segments, template, existing, abort, folder, broken, isExact}) => {
  const {cutPlan, cutRun} = await import("/static/js/media/cutting.js");
  const file = document.querySelector("#file").files[0];
  const plan = await cutPlan(file, segments, {template, videoName: file.name, isExact});
  if (broken !== null) plan[broken].cutStart = plan[broken].cutStop + 1;
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle("clips", {create: true});
  for (const name of existing) {
    const writable = await (await directory.getFileHandle(name, {create: true})).createWritable();
    await writable.write("mine");
    await writable.close();
  }
  const controller = new AbortController();
  const progress = [];
  const handed = {};
  const options = {
    signal: controller.signal,
    onProgress(each) { progress.push(each); if (abort) controller.abort(); },
    onFile(name, blob) { handed[name] = blob; },
  };
  if (folder) options.directory = directory;
  const report = await cutRun(file, plan, options);
  const base64 = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.readAsDataURL(blob);
  });
  const files = {};
  for await (const [name, handle] of directory.entries()) files[name] = await base64(await handle.getFile());
  for (const [name, blob] of Object.entries(handed)) files[name] = await base64(blob);
  return {plan, report, files, progress, handed: Object.keys(handed)};
}"""


@dataclass
class Cut:
    plan: list[dict[str, Any]]
    clips: list[dict[str, Any]]
    files: dict[str, Path]
    progress: list[dict[str, Any]]
    handed: list[str]


@pytest.fixture
def cut(lab: Lab, tmp_path: Path) -> Any:
    def run(path: Path, segments: list[tuple[float, float]], **how: Any) -> Cut:
        lab.choose(path)
        defaults = {"template": "{video}_{start}-{stop}", "existing": [], "abort": False, "folder": True}
        defaults |= {"isExact": False}
        wanted = [{"start": start, "stop": stop} for start, stop in segments]
        answer = lab.page.evaluate(CUT, {**defaults, "broken": None, "segments": wanted, **how})
        files = {}
        for name, content in answer["files"].items():
            files[name] = tmp_path / name
            files[name].write_bytes(base64.b64decode(content))
        return Cut(answer["plan"], answer["report"]["clips"], files, answer["progress"], answer["handed"])

    return run


def test_it_works(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(5.0, 9.5), (12.0, 20.0)])
    assert sorted(done.files) == ["gop2_00.00.04-00.00.09.mp4", "gop2_00.00.12-00.00.20.mp4"]
    assert [clip["isWritten"] for clip in done.clips] == [True, True]
    assert [clip["cutStart"] for clip in done.clips] == [4.0, 12.0]
    for clip in done.clips:
        content = done.files[clip["name"]].read_bytes()
        assert (clip["bytes"], clip["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert done.progress[-1]["total"] == 1


KINDS = [
    ("gop2.mp4", f"{X264} {GOP_2} {AAC}"),
    ("gop10.mp4", f"{X264} {GOP_10} {AAC}"),
    ("fragmented.mp4", f"{X264} {GOP_2} {AAC} -movflags +frag_keyframe+empty_moov"),
    ("camera.mov", f"{X264} {GOP_2} -c:a pcm_s16le -shortest"),
    ("camera.mkv", f"{X264} {GOP_2} {AAC}"),
    ("camera.ts", f"{X264} {GOP_2} {AAC}"),
    # its clock starts again within the clip
    ("again.ts", f"{X264} {GOP_2} {AAC} -muxdelay 0 -output_ts_offset 95437"),
    ("camera.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -c:a libopus -shortest"),
    ("hevc.mp4", f"-c:v libx265 -preset ultrafast -x265-params log-level=error {GOP_2} {AAC}"),
    ("silent.mp4", f"{X264} {GOP_2} -an"),
    ("alaw.mov", f"{X264} {GOP_2} -c:a pcm_alaw -shortest"),
]


@pytest.mark.parametrize(("name", "options"), KINDS, ids=[kind[0] for kind in KINDS])
def test_a_clip_is_whole_and_starts_at_its_keyframe(cut: Any, make: Make, name: str, options: str) -> None:
    path = make(name, options, seconds=14)
    start, stop = 5.0, 8.52
    done = cut(path, [(start, stop)])
    [result] = done.clips
    assert result["error"] == ""
    assert not result["hasLostTracks"]
    [clip] = done.files.values()
    assert clip.suffix == path.suffix
    source = frames_read(path)
    keyframe = max(frame.time_s for frame in source if frame.is_key and frame.time_s <= start)
    assert result["cutStart"] == pytest.approx(keyframe, abs=0.002)
    assert_clip_covers(clip, path, keyframe, stop)
    assert audio_seconds(clip) == pytest.approx(stop - keyframe if audio_seconds(path) else 0, abs=0.15)


FILES = [
    ("mjpeg.avi", "-c:v mjpeg -q:v 5 -c:a pcm_s16le -shortest", "avi"),
    ("mpeg4.avi", "-c:v mpeg4 -q:v 5 -g 50 -c:a mp3 -shortest", "avi"),
    ("h264.avi", f"{X264} {GOP_2} -bf 0 -an", "avi"),
    ("camera.flv", f"{X264} {GOP_2} {AAC}", "flv"),
    ("camera.mpg", "-c:v mpeg2video -q:v 5 -g 25 -bf 0 -c:a mp2 -f vob -shortest", "mkv"),
]


@pytest.mark.parametrize(("name", "options", "container"), FILES, ids=[file[0] for file in FILES])
def test_clips_of_files_that_the_browser_does_not_open(
    cut: Any, make: Make, name: str, options: str, container: str
) -> None:
    path = make(name, options, seconds=14)
    segments = [(5.0, 8.5), (0.0, 2.0), (13.0, 30.0)]
    done = cut(path, segments)
    assert [clip["error"] for clip in done.clips] == ["", "", ""]
    theirs = pictures(path)
    for clip, (start, stop) in zip(done.clips, segments, strict=True):
        assert start - 2 < clip["cutStart"] <= start
        assert clip["name"].endswith(f".{container}")
        ours = pictures(done.files[clip["name"]])
        first = next(index for index, picture in enumerate(theirs) if np.array_equal(picture, ours[0]))
        # AVI has no times for frames that are shown out of order: they are known to a frame
        assert first == pytest.approx(clip["cutStart"] * 25, abs=1)
        wanted = round(min(stop, 14) * 25) - first
        assert wanted - 1 <= len(ours) <= wanted + 5
        assert all(np.array_equal(ours[index], theirs[first + index]) for index in range(wanted - 1))
        if audio_seconds(path):
            assert audio_seconds(done.files[clip["name"]]) == pytest.approx(len(ours) / 25, abs=0.2)


def assert_clip_covers(clip: Path, source: Path, cut_start: float, stop: float) -> None:
    """The clip's frames are the source's from the keyframe on, to the frame at stop or a little more."""
    frames = frames_read(clip)
    assert frames[0].time_s == pytest.approx(0, abs=0.03)
    wanted = [frame for frame in frames_read(source) if cut_start - 0.01 <= frame.time_s <= stop + 0.001]
    assert len(wanted) <= len(frames) <= len(wanted) + 3
    assert frames[0].is_key
    for position in (0, len(wanted) // 2, len(wanted) - 1):
        offset = frames[position].time_s - frames[0].time_s
        assert offset == pytest.approx(wanted[position].time_s - wanted[0].time_s, abs=0.003)
    first = sum(frame.time_s < cut_start - 0.01 for frame in frames_read(source))
    ours, theirs = pictures(clip), pictures(source)
    for position in (0, len(wanted) // 2, len(wanted) - 1):
        assert np.array_equal(ours[position], theirs[first + position])


@pytest.mark.parametrize("depth", [2, 3, 5])
@pytest.mark.parametrize("name", ["reordered.mp4", "reordered.mkv", "reordered.ts"])
def test_wherever_a_clip_ends_it_lacks_no_frame_that_is_stored_behind_a_later_one(
    cut: Any, make: Make, name: str, depth: int
) -> None:
    path = make(name, f"{X264} {GOP_2} -bf {depth} -b_strategy 0 {AAC}", seconds=14)
    recorded = [frame.time_s for frame in frames_read(path)]
    stops = [8 + number / FPS for number in range(7)]
    segments = [(10.0, 13.0), *((5.0, stop) for stop in stops)]
    done = cut(path, segments)
    for result, (_, stop) in zip(done.clips, segments, strict=True):
        assert result["error"] == ""
        assert not result["hasLostTracks"]
        wanted = [
            time - result["cutStart"] for time in recorded if result["cutStart"] - 0.01 <= time <= stop + 1e-3
        ]
        found = [frame.time_s for frame in frames_read(done.files[result["name"]])]
        assert found[: len(wanted)] == pytest.approx(
            [time - wanted[0] + found[0] for time in wanted], abs=0.003
        )
        assert len(found) <= len(wanted) + depth + 1


def pictures(path: Path) -> list[Pixels]:
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in container.decode(video=0)]


def audio_seconds(path: Path) -> float:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return 0.0
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


def test_the_frame_at_the_stop_is_in_the_clip_and_the_video_may_end_there(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(28.0, 30.0), (0.0, 0.04)])
    ending, beginning = done.files[done.clips[0]["name"]], done.files[done.clips[1]["name"]]
    assert len(frames_read(ending)) == 50
    assert 2 <= len(frames_read(beginning)) <= 5


def test_sound_goes_on_while_a_picture_stands(cut: Any, make: Make) -> None:
    standing = "-vf select='not(between(t,60,90))' -fps_mode vfr"
    path = make("standing.mp4", f"{standing} {X264} {GOP_2} {AAC}", seconds=120, size="160x90")
    done = cut(path, [(50.0, 65.0)])
    [result] = done.clips
    assert result["cutStop"] == pytest.approx(90, abs=0.1)
    [clip] = done.files.values()
    assert audio_seconds(clip) == pytest.approx(result["cutStop"] - result["cutStart"], abs=0.15)


@pytest.mark.parametrize("damage", ["overwritten", "missing"])
def test_a_damaged_stream_is_cut_before_and_behind_the_damage_as_if_it_were_whole(
    cut: Any, make: Make, tmp_path: Path, damage: str
) -> None:
    whole = make("camera.ts", f"{X264} {GOP_2} {AAC}", seconds=14)
    content = whole.read_bytes()
    middle = len(content) // 2
    filling = b"\xa5" * 4096 if damage == "overwritten" else b""
    path = tmp_path / "damaged.ts"
    path.write_bytes(content[:middle] + filling + content[middle + (len(filling) or 1000) :])
    segments = [(2.5, 5.0), (10.0, 13.0)]
    done, expected = cut(path, segments), cut(whole, segments)
    assert [clip["error"] for clip in done.clips] == ["", ""]
    assert [clip["sha256"] for clip in done.clips] == [clip["sha256"] for clip in expected.clips]


@pytest.mark.parametrize("is_exact", [False, True])
def test_a_clip_over_missing_bytes_ends_there_and_one_behind_them_is_made_by_ffmpeg(
    cut: Any, make: Make, tmp_path: Path, *, is_exact: bool
) -> None:
    whole = make("camera.mkv", f"{X264} {GOP_2} {AAC}", seconds=14)
    content = whole.read_bytes()
    middle = len(content) // 2
    path = tmp_path / "damaged.mkv"
    path.write_bytes(content[:middle] + content[middle + 1000 :])
    done = cut(path, [(2.5, 5.0), (4.5, 10.0), (10.5, 13.0)], isExact=is_exact)
    before, over, behind = done.clips
    assert (before["error"], over["error"]) == ("", "")
    assert 6 < over["cutStop"] < 8
    last = frames_read(done.files[over["name"]])[-1].time_s
    assert over["cutStart"] + last == pytest.approx(over["cutStop"], abs=0.1)
    assert behind["error"] == ""
    clip = done.files[behind["name"]]
    first = sum(frame.time_s < behind["cutStart"] - 0.01 for frame in frames_read(whole))
    ours, theirs = pictures(clip), pictures(whole)[first:]
    assert behind["cutStart"] == pytest.approx(10.5 if is_exact else 10.0, abs=0.05)
    assert behind["cutStart"] + len(ours) / FPS == pytest.approx(13, abs=0.2)
    for position in (0, 1, 2 * FPS):
        grey = np.abs(ours[position].astype(np.int16) - theirs[position]).mean()
        assert grey < 8 if is_exact else grey == 0
    assert audio_seconds(clip) == pytest.approx(len(ours) / FPS, abs=0.15)


def test_a_clip_behind_the_end_says_so(cut: Any, make: Make, tmp_path: Path) -> None:
    content = make("camera.mkv", f"{X264} {GOP_2} {AAC}", seconds=14).read_bytes()
    path = tmp_path / "short.mkv"
    path.write_bytes(content[: len(content) // 2])
    [clip] = cut(path, [(10.5, 13.0)]).clips
    assert clip["error"] == "The video has no pictures there."


def test_a_file_that_exists_is_not_overwritten(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(4.0, 6.0)], template="clip", existing=["clip.mp4", "clip (2).mp4"])
    assert [clip["name"] for clip in done.clips] == ["clip (3).mp4"]
    assert done.files["clip.mp4"].read_bytes() == b"mine"
    assert len(frames_read(done.files["clip (3).mp4"])) >= 50


def test_a_clip_that_fails_does_not_stop_the_others_and_leaves_nothing(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(4.0, 6.0), (8.0, 9.0), (10.0, 12.0)], broken=1)
    assert [clip["isWritten"] for clip in done.clips] == [True, False, True]
    assert done.clips[1]["error"] == "The clip could not be written."
    assert sorted(done.files) == ["gop2_00.00.04-00.00.06.mp4", "gop2_00.00.10-00.00.12.mp4"]


def test_cancelling_stops_and_leaves_only_whole_clips(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(4.0, 6.0), (8.0, 29.0), (10.0, 12.0)], abort=True)
    assert done.clips[-1]["code"] == "cancelled"
    written = [clip["name"] for clip in done.clips if clip["isWritten"]]
    assert sorted(done.files) == sorted(written)


def test_without_a_folder_clips_are_handed_over_for_download(cut: Any, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    done = cut(path, [(4.0, 6.0), (8.0, 9.0)], folder=False)
    assert done.handed == [clip["name"] for clip in done.plan]
    assert len(frames_read(done.files[done.handed[1]])) >= 25


def test_a_rotated_recording_stays_rotated(cut: Any, make: Make) -> None:
    plain = make("gop2.mp4", f"{X264} {GOP_2} {AAC}")
    path = rotate(plain, 90)
    done = cut(path, [(4.0, 6.0)])
    [clip] = done.files.values()
    with av.open(str(clip)) as container, av.open(str(path)) as source:
        assert next(container.decode(video=0)).rotation == next(source.decode(video=0)).rotation != 0
