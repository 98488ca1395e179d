"""``objects`` from frames to scores, with a made-up detector in a real ONNX file."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from smartcut.core.areas import Area
from smartcut.core.segments import segments_from_scores
from tests.workers.plugins.onnx_file import detector_write
from workers.plugin import Frame, Scores
from workers.plugins.objects import ObjectsPlugin
from workers.runtime.loading import PluginHost
from workers.testing import check_plugin

BLUE, RED = (255, 0, 0), (0, 0, 255)
WIDTH, HEIGHT = 320, 180


@pytest.fixture
def unloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ObjectsPlugin:
    path = tmp_path / "made-up.onnx"
    detector_write(path)
    monkeypatch.setenv("SMARTCUT_OBJECTS_WEIGHTS", str(path))
    return ObjectsPlugin()


@pytest.fixture
def plugin(unloaded: ObjectsPlugin) -> ObjectsPlugin:
    unloaded.load("cpu")
    return unloaded


Thing = tuple[int, int, tuple[int, int, int]]


def _picture(things: list[Thing]) -> NDArray[np.uint8]:
    picture = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    for left, top, color in things:
        picture[top : top + 80, left : left + 80] = color
    return picture


def _frame(time: float, things: list[Thing], areas: tuple[Area, ...] = ()) -> Frame:
    jpeg = cv2.imencode(".png", _picture(things))[1]
    return Frame(time, jpeg.tobytes(), areas)


def test_it_keeps_the_contract(unloaded: ObjectsPlugin) -> None:
    check_plugin(unloaded)


def test_it_keeps_the_contract_where_there_are_things(unloaded: ObjectsPlugin) -> None:
    frames = [_frame(float(at), [(at, 80, BLUE), (160, at, RED)]) for at in range(70)]
    check_plugin(unloaded, frames)


def _score(plugin: ObjectsPlugin, frames: list[Frame]) -> Scores:
    return plugin.score(np.array([frame.time for frame in frames]), plugin.extract(frames))


def test_a_person_is_found_with_a_reason_and_the_parked_car_is_held_back(plugin: ObjectsPlugin) -> None:
    frames = [
        _frame(float(second), [(240, 80, RED)] + ([(40, 80, BLUE)] if 600 <= second < 660 else []))
        for second in range(0, 1200, 5)
    ]
    scores = _score(plugin, frames)
    ((start, stop),) = [
        (one.start, one.stop)
        for one in segments_from_scores(
            [frame.time for frame in frames],
            scores.values.tolist(),
            duration=1200,
            interval=5,
            thresholds=plugin.thresholds,
        )
    ]
    assert 590 <= start <= 600
    assert 655 <= stop <= 670
    assert scores.reason is not None
    assert scores.amount is not None
    assert scores.suppressed is not None
    assert scores.suppressed_reason is not None
    best = scores.reasons[scores.reason[121]]
    assert (best.text, best.digits) == ("person %(amount)s", 2)
    assert scores.amount[121] > 0.8
    assert (scores.suppressed > 0.5).all()
    assert scores.reasons[scores.suppressed_reason[0]].text == "always there"
    assert scores.reason[0] == -1


def test_a_thing_counts_where_it_touches_the_ground(plugin: ObjectsPlugin) -> None:
    lower = Area(kind="ignore", points=((0, 0.6), (1, 0.6), (1, 1), (0, 1)))
    upper = Area(kind="ignore", points=((0, 0), (1, 0), (1, 0.6), (0, 0.6)))
    things: list[Thing] = [(40, 70, BLUE)]
    found = [plugin.extract([_frame(0, things, areas)])[0, 0, 4] for areas in ((), (lower,), (upper,))]
    assert found[0] > 0.8
    assert found[1] < 0.5  # parts of it that are seen higher up
    assert found[2] == found[0]


def test_boxes_are_what_is_seen_where_and_at_least_as_sure_as_its_threshold(
    plugin: ObjectsPlugin,
) -> None:
    (row,) = plugin.extract([_frame(0, [(40, 80, BLUE), (200, 20, RED)])])
    found = {box.label: box for box in reversed(plugin.boxes(row))}  # the surest of each
    assert sorted(found) == ["car", "person"]
    assert plugin.box_labels[:3] == ("person", "bicycle", "car")
    for label, (left, top) in {"person": (40, 80), "car": (200, 20)}.items():
        box = found[label]
        assert left / WIDTH < box.x + box.width / 2 < (left + 80) / WIDTH
        assert top / HEIGHT < box.y + box.height / 2 < (top + 80) / HEIGHT
        assert box.score > 0.8
    row[:, 4] = 0.39
    assert plugin.boxes(row) == []


def test_one_thing_that_is_taken_for_two_has_one_box(plugin: ObjectsPlugin) -> None:
    row = np.zeros((32, 6), np.float16)
    row[0] = (0.1, 0.1, 0.5, 0.5, 0.9, 2)
    row[1] = (0.1, 0.1, 0.49, 0.5, 0.8, 5)
    row[2] = (0.1, 0.1, 0.3, 0.5, 0.7, 0)
    row[3] = (0.9, 0.9, 1.1, 0.9, 0.6, 0)
    assert [(box.label, round(box.score, 1)) for box in plugin.boxes(row)] == [("car", 0.9), ("person", 0.7)]


def test_where_the_analyst_ignores_the_ground_nothing_is_told(plugin: ObjectsPlugin) -> None:
    left = Area(kind="ignore", points=((0, 0), (0.5, 0), (0.5, 1), (0, 1)))
    (row,) = plugin.extract([_frame(0, [(40, 80, BLUE), (200, 20, RED)], (left,))])
    assert {box.label for box in plugin.boxes(row)} == {"car"}


def test_classes_that_are_not_wanted_are_not_found(
    unloaded: ObjectsPlugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCUT_OBJECTS_CLASSES", "truck,car=0.3")
    unloaded.load("cpu")
    assert not unloaded.extract([_frame(0, [(40, 80, BLUE)])]).any()
    found = unloaded.extract([_frame(0, [(40, 80, RED)])])
    assert found[0, 0, 5] == 1


def test_a_small_thing_is_found_in_a_tile_only(
    unloaded: ObjectsPlugin, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    picture[100:140, 40:80] = BLUE
    frame = Frame(0, cv2.imencode(".png", picture)[1].tobytes())
    confidence = []
    for tiles in ("0", "2x1", "4x2"):
        monkeypatch.setenv("SMARTCUT_OBJECTS_TILES", tiles)
        unloaded.load("cpu")
        confidence.append(float(unloaded.extract([frame])[0, 0, 4]))
    assert confidence[0] < confidence[1] < confidence[2]


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "run `make weights` to download some"),
        ({"SMARTCUT_OBJECTS_WEIGHTS": "/nowhere/net.onnx"}, "there are no weights at /nowhere/net.onnx; run"),
    ],
)
def test_missing_weights_are_told_with_the_remedy(
    variables: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("workers.weights.weights_folder", lambda: tmp_path)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    problem = PluginHost(ObjectsPlugin).load_problem() or ""
    assert problem.startswith("The plugin 'objects' cannot be loaded: there are no weights at ")
    assert words in problem
    assert "\n" not in problem


def test_wrong_settings_are_told(unloaded: ObjectsPlugin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_OBJECTS_TILES", "many")
    assert "it must be like 2x1" in (PluginHost(ObjectsPlugin).load_problem() or "")
    monkeypatch.setenv("SMARTCUT_OBJECTS_TILES", "0")
    monkeypatch.setenv("SMARTCUT_OBJECTS_CLASSES", "unicorn")
    assert "it knows person, bicycle, car" in (PluginHost(ObjectsPlugin).load_problem() or "")
