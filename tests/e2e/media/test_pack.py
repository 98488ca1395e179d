"""Dataset packs written in the browser: the right frames at full size, and what is said of them."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.packs import SEGMENTS, Packed, pack_make
from tests.e2e.media.videos import (
    GOP_2,
    GOP_10,
    X264,
    ffmpeg,
    frames_read,
    jpeg_read,
    pictures_read,
    rotate,
    rotation_read,
)

LENGTH_S = 30.0
MARGIN_S = 1.0

BESIDE = {"annotations/instances_default.json", "labels.csv", "manifest.json"}


@pytest.fixture
def pack(lab: Lab) -> Packed:
    return partial(pack_make, lab)


def rows_of(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["labels.csv"].decode())))


def time_ms(name: str) -> int:
    """``…_00.00.05.040.jpg`` in milliseconds."""
    hours, minutes, seconds, rest = (
        int(part) for part in name.removesuffix(".jpg").rsplit("_", 1)[1].split(".")
    )
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def assert_pictures_fit(path: Path, files: dict[str, bytes], size: tuple[int, int], turns: int = 0) -> None:
    """Each picture has the full size and is PyAV's frame of the time in its name, not a neighbour."""
    names = [name for name in files if name.endswith(".jpg")]
    originals = pictures_read(path, [time_ms(name) for name in names])
    for name in names:
        picture = jpeg_read(files[name])
        assert (picture.shape[1], picture.shape[0]) == size
        distances = [
            float(np.mean(cv2.absdiff(picture, np.ascontiguousarray(np.rot90(original, turns)))))
            for original in originals[time_ms(name)]
        ]
        assert distances[0] < 6
        assert distances[0] == min(distances)


def test_it_works(pack: Packed, make: Make) -> None:
    path = make("gop10.mp4", f"{X264} {GOP_10} -an")
    done = pack(path, "every", 2, rejected=4)
    files = done.unpacked("handed back")
    assert done.report == {"pictures": 9, "rejected": 4, "failed": 0, "name": "gop10_pack.zip"}
    assert_pictures_fit(path, files, (640, 360))
    rows = rows_of(files)
    assert set(files) == {*BESIDE, *(f"images/{row['filepath']}" for row in rows)}
    wanted = [row for row in rows if row["kind"] == "segment"]
    assert [float(row["time"]) for row in wanted] == [5, 7, 9, 20, 22]
    assert wanted[0] == {
        "filepath": "gop10_00.00.05.000.jpg",
        "kind": "segment",
        "time": "5.000",
        "timecode": "00:00:05.000",
        "clock": "2023-06-14T09:30:05.000",
        "segment": "1",
        "segment_start": "5.000",
        "segment_stop": "9.500",
        "label": "a “van”, =red",
        "verdict": "",
        "score": "0.0600",
        "threshold": "0.5000",
        "plugin": "motion",
        "plugin_version": "1.2",
        "camera": "Gate",
        "video": "gop10.mp4",
        "fingerprint": "ab12",
        "width": "640",
        "height": "360",
        "boxes": "",
        "boxes_time": "",
    }
    for row in rows:
        assert float(row["time"]) == pytest.approx(time_ms(row["filepath"]) / 1000)
    for row in (row for row in rows if row["kind"] == "rejected"):
        assert row["segment"] == row["label"] == ""
        # the frame on the screen at a time may have come a frame earlier
        assert_rejected(float(row["time"]) + 0.04)


def assert_rejected(time_s: float) -> None:
    assert not any(start - MARGIN_S + 0.04 < time_s < stop + MARGIN_S for start, stop in SEGMENTS)


def test_the_json_says_what_the_table_says(pack: Packed, make: Make) -> None:
    done = pack(make("gop2.mp4", f"{X264} {GOP_2} -an"), "count", 3, rejected=2)
    files = done.unpacked("handed back")
    manifest = json.loads(files["manifest.json"])
    assert manifest["version"] == 1
    assert manifest["source"]["fingerprint"] == "ab12"
    assert manifest["choice"] == {"mode": "count", "amount": 3, "rejected": 2}
    assert manifest["failed"] == []
    rows = rows_of(files)
    assert len(manifest["pictures"]) == len(rows) == 8
    for picture, row in zip(manifest["pictures"], rows, strict=True):
        assert picture["file"] == f"images/{row['filepath']}"
        assert picture["kind"] == row["kind"]
        assert f"{picture['time']:.3f}" == row["time"]
        assert picture["clock"] == row["clock"]
        assert str((picture["segment"] or {}).get("number", "")) == row["segment"]


def test_boxes_are_those_of_the_sampled_frame_on_the_picture(pack: Packed, make: Make) -> None:
    """Sampled every 2 s but asked for every second, so pictures at odd seconds are too far from any."""
    frames = [[6, 0, *[9000] * 5], [20, 1, 9123, 2500, 5000, 1000, 100], [22]]
    boxes = {"labels": ["person", "van"], "frames": frames}
    done = pack(make("gop2.mp4", f"{X264} {GOP_2} -an"), "every", 2, boxes=boxes)
    files = done.unpacked("handed back")
    coco = json.loads(files["annotations/instances_default.json"])
    rows = rows_of(files)
    assert [(row["time"], row["boxes"], row["boxes_time"]) for row in rows] == [
        ("5.000", "", ""),
        ("7.000", "", ""),
        ("9.000", "", ""),
        ("20.000", "1", "20.000"),
        ("22.000", "0", "22.000"),
    ]
    assert [image["file_name"] for image in coco["images"]] == [row["filepath"] for row in rows]
    assert [category["name"] for category in coco["categories"]] == ["person", "van"]
    (found,) = coco["annotations"]
    assert coco["images"][found["image_id"] - 1]["file_name"] == "gop2_00.00.20.000.jpg"
    assert (found["category_id"], found["score"]) == (2, 0.9123)
    assert found["bbox"] == [160, 180, 64, 3.6]


KINDS = [
    ("camera.ts", f"{X264} {GOP_2} -an"),
    ("camera.mkv", f"{X264} {GOP_2} -an"),
    ("camera.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 50 -an"),
    ("hd.mp4", f"-vf scale=1920:1080 {X264} {GOP_10} -an"),
    # read by ffmpeg in WebAssembly
    ("camera.avi", "-c:v mjpeg -q:v 3 -an"),
    ("mpeg4.avi", "-c:v mpeg4 -q:v 3 -g 50 -an"),
    ("camera.flv", f"{X264} {GOP_2} -an"),
    ("hevc.mp4", f"-c:v libx265 -preset ultrafast -x265-params log-level=error {GOP_2} -an"),
]


@pytest.mark.parametrize(("name", "options"), KINDS, ids=[kind[0] for kind in KINDS])
def test_every_kind_of_recording_gives_its_frames_at_full_size(
    pack: Packed, make: Make, name: str, options: str
) -> None:
    path = make(name, options, seconds=26)
    done = pack(path, "every", 0.7)
    assert done.report["failed"] == 0
    assert done.report["pictures"] == 7 + 6
    size = (1920, 1080) if name == "hd.mp4" else (640, 360)
    assert_pictures_fit(path, done.unpacked("handed back"), size)


def test_what_follows_the_keyframe_of_an_open_gop_is_right(pack: Packed, make: Make) -> None:
    """Chromium refuses some frames that follow a mere recovery point, ffmpeg does not."""
    path = make("open-gop.mp4", f"{X264} -g 50 -x264-params open-gop=1:scenecut=0 -an", seconds=14)
    done = pack(path, "every", 1, segments=[(0.0, 14.0)])
    assert (done.report["pictures"], done.report["failed"]) == (14, 0)
    assert_pictures_fit(path, done.unpacked("handed back"), (640, 360))


def test_the_most_different_ones_of_a_file_that_the_browser_does_not_read(pack: Packed, make: Make) -> None:
    done = pack(make("camera.avi", "-c:v mjpeg -q:v 3 -an", seconds=26), "different", 3)
    assert (done.report["pictures"], done.report["failed"]) == (3, 0)


def test_pictures_of_a_rotated_recording_stand_upright(pack: Packed, make: Make) -> None:
    path = rotate(make("gop2.mp4", f"{X264} {GOP_2} -an"), 90)
    files = pack(path, "count", 2).unpacked("handed back")
    assert_pictures_fit(path, files, (360, 640), rotation_read(path) // 90)


def test_the_most_different_ones_are_one_of_each_scene(pack: Packed, tmp_path: Path) -> None:
    """Three still scenes with noise: more than three pictures would be near-duplicates."""
    path = tmp_path / "scenes.mp4"
    scenes = [("smptebars", 0), ("mandelbrot=end_scale=0.2:start_scale=0.2", 1), ("rgbtestsrc", 2)]
    inputs = [word for source, _ in scenes for word in ("-f", "lavfi", "-t", "4", "-i", _sized(source))]
    joined = "".join(f"[{number}:v]fps=25,format=yuv420p,setsar=1[v{number}];" for _, number in scenes)
    joined += "[v0][v1][v2]concat=n=3:v=1,noise=alls=6:allf=t[v]"
    ffmpeg(*inputs, "-filter_complex", joined, "-map", "[v]", *X264.split(), *GOP_2.split(), str(path))
    done = pack(path, "different", 12, segments=[(0.0, 6.0), (6.0, 11.5)])
    times = [float(row["time"]) for row in rows_of(done.unpacked("handed back"))]
    assert [time // 4 for time in times] == [0, 1, 2]
    assert [each["phase"] for each in done.progress[:1] + done.progress[-1:]] == ["comparing", "writing"]


def _sized(source: str) -> str:
    return f"{source}{':' if '=' in source else '='}size=640x360"


def test_a_pack_in_a_folder_never_goes_over_an_older_one(pack: Packed, make: Make) -> None:
    path = make("gop2.mp4", f"{X264} {GOP_2} -an")
    pack(path, "count", 1, kind="folder")
    done = pack(path, "count", 2, kind="folder")
    assert done.report["name"] == "gop2_pack (2)"
    first, second = ({name for name in done.files if name.startswith(f"{folder}/")} for folder in _FOLDERS)
    assert len(first) == len(BESIDE) + 2
    assert len(second) == len(BESIDE) + 4
    inside = {name.removeprefix(f"{_FOLDERS[1]}/"): done.files[name] for name in second}
    assert_pictures_fit(path, inside, (640, 360))
    assert {f"images/{row['filepath']}" for row in rows_of(inside)} < set(inside)


_FOLDERS = ("gop2_pack", "gop2_pack (2)")


def test_a_zip_is_streamed_into_the_file_that_was_chosen(pack: Packed, make: Make) -> None:
    done = pack(make("gop2.mp4", f"{X264} {GOP_2} -an"), "count", 2, kind="zip")
    assert "handed back" not in done.files
    assert len(done.unpacked("pack.zip")) == len(BESIDE) + 4


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_a_pack_that_is_stopped_leaves_nothing(pack: Packed, make: Make, kind: str) -> None:
    done = pack(make("gop2.mp4", f"{X264} {GOP_2} -an"), "every", 0.1, kind=kind, abort=True)
    assert done.report == {"error": "cancelled", "detail": ""}
    assert not [name for name, content in done.files.items() if content]


def test_a_damaged_place_costs_its_own_pictures_only(pack: Packed, make: Make, tmp_path: Path) -> None:
    whole = make("gop2.mp4", f"{X264} {GOP_2} -an")
    content = bytearray(whole.read_bytes())
    middle = len(content) * 7 // 30
    content[middle : middle + 40_000] = b"\x55" * 40_000
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    done = pack(path, "every", 1)
    files = done.unpacked("handed back")
    manifest = json.loads(files["manifest.json"])
    assert done.report["pictures"] + len(manifest["failed"]) == 5 + 4
    assert [row["time"] for row in rows_of(files)][-4:] == ["20.000", "21.000", "22.000", "23.000"]
    assert frames_read(whole)
