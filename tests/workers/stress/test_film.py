"""Stress footage is a camera's video whose truth fits what is to be seen."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from workers.evaluation.truth import truth_read
from workers.stress.__main__ import main
from workers.stress.film import FPS, Film, stress_video_write
from workers.stress.kinds import KINDS
from workers.stress.scene import HEIGHT, WIDTH

SECONDS = 100.0


def _pictures(path: Path) -> NDArray[np.uint8]:
    with av.open(str(path)) as container:
        return np.stack([frame.to_ndarray(format="gray") for frame in container.decode(video=0)])


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_a_decodable_video_with_a_truth(kind: str, tmp_path: Path) -> None:
    truth = truth_read(stress_video_write(tmp_path / "clip.mp4", kind, duration_s=3.0))
    pictures = _pictures(tmp_path / "clip.mp4")
    assert pictures.shape == (3 * FPS, HEIGHT, WIDTH)
    assert truth.duration == 3.0
    assert pictures.std(axis=(1, 2)).min() > 3  # something is to be seen at all times


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_tells_of_events_apart_from_each_other_and_of_the_disturbance(kind: str) -> None:
    truth = Film(kind, 1, 600.0).truth()
    assert len(truth["events"]) >= 4
    spans = [(event["start"], event["stop"]) for event in truth["events"]]
    assert all(0 < start < stop < 600 for start, stop in spans)
    assert all(later[0] - earlier[1] >= 15 for earlier, later in pairwise(spans))
    is_plain = kind in ("quiet", "pulsing", "stays", "slow", "small")
    assert is_plain == (not truth["nuisances"])
    assert {nuisance["kind"] for nuisance in truth["nuisances"]} <= {kind}


@pytest.mark.parametrize("kind", ["quiet", "stays"])
def test_an_event_shows_in_the_picture_and_nowhere_else(kind: str) -> None:
    film = Film(kind, 1, SECONDS)
    (event,) = film.truth()["events"]

    def picture(time: float) -> NDArray[np.float64]:
        return film._picture(time)[:HEIGHT].astype(float)

    empty = picture(event["start"] - 5)
    changed = [
        np.mean(np.abs(picture(time) - empty) > 25)
        for time in ((event["start"] + event["stop"]) / 2, event["start"] - 4)
    ]
    assert changed[0] > 0.0005 > changed[1]


def test_a_disturbance_shows_while_the_truth_says_so() -> None:
    film = Film("rain", 1, SECONDS)
    span = film.truth()["nuisances"][0]
    rainy, dry = (
        [film._picture(time + step)[:HEIGHT].astype(float) for step in (0.0, 0.2)]
        for time in ((span["start"] + span["stop"]) / 2, span["stop"] + 2)
    )
    streaks = [np.mean(np.abs(second - first) > 20) for first, second in (rainy, dry)]
    assert streaks[0] > 10 * streaks[1]


def test_the_same_seed_shows_the_same_and_another_one_another_scene(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        stress_video_write(tmp_path / f"{name}.mp4", "leaves", seed=seed, duration_s=2.0)
    one, again, other = (_pictures(tmp_path / f"{name}.mp4") for name in ("one", "again", "other"))
    assert np.array_equal(one, again)
    assert np.abs(one.astype(int) - other).mean() > 5


def test_a_starved_encoder_pulses_with_its_keyframes(tmp_path: Path) -> None:
    stress_video_write(tmp_path / "clip.mp4", "pulsing", duration_s=30.0)
    with av.open(str(tmp_path / "clip.mp4")) as container:
        frames = list(container.decode(video=0))
        assert [frame.time for frame in frames if frame.key_frame] == [0.0, 12.0, 24.0]
    assert (tmp_path / "clip.mp4").stat().st_size < 30 * 90_000 / 8


def test_the_command_leaves_the_clip_and_its_truth_only(tmp_path: Path) -> None:
    main(["snow", str(tmp_path / "new" / "clip.mp4"), "--seed", "3", "--duration", "2"])
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["clip.json", "clip.mp4"]
    assert json.loads((tmp_path / "new" / "clip.json").read_text())["duration"] == 2.0
