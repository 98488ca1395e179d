"""The same frames are chosen as by the browser: its own plan is run by node on the same times and files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.evaluation.plan import FrameIndex, picks_make
from workers.evaluation.sampling import frames_sample

ROOT = Path(__file__).resolve().parents[3]
NODE = Path(sys.executable).with_name("node")

Case = dict[str, Any]


def case(times: list[float], keys: list[float], interval: float) -> Case:
    return {"times": times, "isKey": [time in keys for time in times], "interval": interval}


WRITTEN: dict[str, tuple[Case, list[float]]] = {
    "keyframes near": (case([k / 5 for k in range(100)], [0, 4, 10, 14], 5.0), [0, 4, 10, 14]),
    "no keyframe near": (case([0, 1, 2, 3, 4, 5, 6], [0], 3.0), [0, 3, 6]),
    "first frame late": (case([2.0, 3.0, 6.0, 9.0], [2.0, 6.0], 5.0), [2, 6]),
    "first frame very late": (
        case([600, 600.04, 605, 900], [600, 600.04, 605, 900], 5.0),
        [0, 250, 600, 605, 900],
    ),
    "last frame a moment early": (case([0, 2.5, 4.9999], [0], 5.0), [0, 5]),
    "interval that is no binary fraction": (case([0, 0.1, 0.2, 0.3], [0], 0.1), [0, 0.1, 0.2, 0.3]),
    "keyframe before zero": (case([-1, -0.5, 0.0, 0.5, 2], [-1, 2], 2.0), [0, 2]),
    "picture that stands still": (case([0, 1, 900], [0, 900], 5.0), [0, 1, 250, 500, 900]),
    "no keyframe at the start": (case([0, 1, 2, 3, 4], [2], 1.0), [2, 3, 4]),
    "no keyframe": (case([0, 1, 2], [], 1.0), []),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_it_works(name: str) -> None:
    given_case, expected = WRITTEN[name]
    assert picked(given_case) == pytest.approx([1000 * time for time in expected], abs=0.1)
    assert browser_picks([given_case]) == [picked(given_case)]


def test_a_video_without_frames_has_none() -> None:
    assert picks_make(FrameIndex(0.0, [], []), 1.0) == []


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Frames a few milliseconds to minutes apart, some of them before zero."""
    steps = draw(st.lists(st.integers(1, 400) | st.integers(400, 60_000), max_size=60))
    unit = draw(st.sampled_from([0.001, 1 / 90, 1 / 25, 1001 / 30000]))
    start = draw(st.integers(-300, 3000))
    times = [(start + sum(steps[:count])) * unit for count in range(len(steps) + 1)]
    interval = draw(st.sampled_from([0.1, 0.2, 0.7, 1.0, 2.5, 5.0, 10.0]))
    times = [time for time in times if time <= 300 * interval] or [0.0]
    is_key = draw(st.lists(st.booleans(), min_size=len(times), max_size=len(times)))
    return {"times": times, "isKey": is_key, "interval": interval}


@settings(max_examples=15, deadline=None)
@given(st.lists(cases(), min_size=20, max_size=60))
def test_any_times_give_the_frames_that_the_browser_takes(many: list[Case]) -> None:
    for one, browser in zip(many, browser_picks(many), strict=True):
        assert picked(one) == browser, one


SCENE = "-f lavfi -i testsrc2=size=160x90:rate=25:duration=11 -pix_fmt yuv420p"
FILES = {
    "plain.mp4": "-c:v libx264 -g 50",
    "stream.ts": "-c:v libx264 -g 100 -output_ts_offset 20000",
    "b-frames.ts": "-c:v libx264 -bf 3 -g 60 -sc_threshold 0",
    "late.mp4": "-c:v libx264 -g 50 -bf 3 -output_ts_offset 3",
    "clip.mkv": "-c:v libx264 -g 70",
    "clip.webm": "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 30",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan")
    for name, options in FILES.items():
        ffmpeg(*SCENE.split(), *options.split(), str(folder / name))
    # begins between keyframes, which only the edit list says
    ffmpeg("-ss", "3.02", "-i", str(folder / "plain.mp4"), "-c", "copy", str(folder / "edited.mp4"))
    return folder


@pytest.mark.parametrize("name", [*FILES, "edited.mp4"])
@pytest.mark.parametrize("interval", [0.5, 3.0, 5.0])
def test_a_file_gives_the_frames_that_the_browser_takes(folder: Path, name: str, interval: float) -> None:
    path = folder / name
    times = [round(frame.time * 1000) for frame in frames_sample(path, interval, 64)]
    assert browser_picks([{"path": str(path), "interval": interval}]) == [times]


def picked(one: Case) -> list[int]:
    keys = [time for time, is_key in zip(one["times"], one["isKey"], strict=True) if is_key]
    index = FrameIndex(one["times"][0], one["times"], keys)
    return [round(pick.name_s * 1000) for pick in picks_make(index, one["interval"])]


def browser_picks(many: list[Case]) -> list[list[int]]:
    command = [str(NODE), "--import", "./tests/js/static-imports.mjs", "tests/js/media/picks.js"]
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(many), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: list[list[int]] = json.loads(done.stdout)
    return answer


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True, timeout=60)
