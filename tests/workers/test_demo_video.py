"""The demo clip is a camera's video with a truth that belongs to it."""

import json
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from workers.demo_video import demo_video_write, main

DURATION_S = 40.0


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.mp4"
    demo_video_write(path, DURATION_S)
    return path


def _pictures(path: Path) -> tuple[list[float], NDArray[np.uint8]]:
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [frame.time for frame in frames if frame.key_frame], np.stack(
        [frame.to_ndarray(format="gray") for frame in frames]
    )


def test_it_works(clip: Path) -> None:
    with av.open(str(clip)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert (stream.width, stream.height) == (640, 360)
        assert stream.average_rate is not None
        assert float(stream.average_rate) == 10
        assert stream.frames == DURATION_S * 10


def test_keyframes_stand_every_two_seconds(clip: Path) -> None:
    keys, _ = _pictures(clip)
    assert keys == [2.0 * index for index in range(20)]


def test_the_truth_holds_four_events_apart_from_each_other(clip: Path) -> None:
    truth = json.loads(clip.with_suffix(".json").read_text())
    assert truth["duration"] == DURATION_S
    assert [event["kind"] for event in truth["events"]] == ["person", "vehicle", "vehicle", "person"]
    stops = [0.0, *(event["stop"] for event in truth["events"])]
    starts = [*(event["start"] for event in truth["events"]), DURATION_S]
    assert all(start > stop for stop, start in zip(stops, starts, strict=True))
    assert truth["nuisances"]


def test_events_show_in_the_picture_and_nowhere_else(clip: Path) -> None:
    _, pictures = _pictures(clip)
    truth = json.loads(clip.with_suffix(".json").read_text())
    scene = np.median(pictures[::10], axis=0)
    for event in truth["events"]:
        middle = pictures[round((event["start"] + event["stop"]) * 5)].astype(float)
        before = pictures[round(event["start"] * 10) - 3].astype(float)
        ground = slice(60, None)  # below the clock and most of the sky
        changed = [np.mean(np.abs(image - scene)[ground] > 40) for image in (middle, before)]
        assert changed[0] > 0.002 > changed[1]


def test_the_same_call_shows_the_same_pictures(clip: Path, tmp_path: Path) -> None:
    demo_video_write(tmp_path / "again.mp4", DURATION_S)
    assert np.array_equal(_pictures(clip)[1], _pictures(tmp_path / "again.mp4")[1])


def test_the_command_leaves_the_clip_and_its_truth_only(tmp_path: Path) -> None:
    main([str(tmp_path / "new" / "clip.mp4"), "--duration", "12"])
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["clip.json", "clip.mp4"]


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "demo.mp4").mkdir()
    with pytest.raises(OSError, match="demo"):
        demo_video_write(tmp_path / "demo.mp4", 2.0)
    assert [path.name for path in tmp_path.iterdir()] == ["demo.mp4"]
