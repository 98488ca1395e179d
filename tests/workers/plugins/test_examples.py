"""``examples`` with real networks; what it learns is tested in test_likeness.py, without torch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from smartcut.core.segments import segments_from_scores
from tests.workers.plugins.camera import Picture, frames_film, thing_draw
from workers.plugin import Lessons
from workers.plugins._weights import package_file
from workers.plugins.examples import DIGEST_SIZE, ExamplesPlugin
from workers.runtime.calls import lessons_none, scores_make
from workers.testing import check_plugin

torch = pytest.importorskip("torch", reason="needs requirements/worker-torch.txt: make test-torch")
timm = pytest.importorskip("timm", reason="needs requirements/worker-torch.txt: make test-torch")

SMALL = "test_efficientnet"
needs_package = pytest.mark.skipif(package_file() is None, reason="the package with weights is not installed")
STEP, SECONDS = 10, 1800
BALLS, BOXES = (300, 700, 1100, 1500), (500, 900, 1300, 1700)
STAY_S = 50


def test_it_keeps_the_contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "small.pth"
    torch.manual_seed(4)
    torch.save(timm.create_model(SMALL).state_dict(), path)
    monkeypatch.setenv("SMARTCUT_NOVELTY_MODEL", SMALL)
    monkeypatch.setenv("SMARTCUT_NOVELTY_WEIGHTS", str(path))
    check_plugin(ExamplesPlugin())


def _ball(picture: Picture, x: int) -> None:
    cv2.circle(picture, (x, 250), 50, 235, -1)
    cv2.circle(picture, (x, 250), 28, 90, 12)


def _box(picture: Picture, x: int) -> None:
    for size in (0, 1):
        thing_draw(picture, x + 40 * size, 220, 40)


def _change(picture: Picture, second: int) -> None:
    for starts, draw in ((BALLS, _ball), (BOXES, _box)):
        for start in starts:
            if start <= second < start + STAY_S:
                draw(picture, 80 + (second - start) * 9)


@pytest.fixture(scope="module")
def film() -> tuple[ExamplesPlugin, Any, Any]:
    """Balls and boxes come in turn; the plugin with its packaged weights, times and digest."""
    plugin = ExamplesPlugin()
    plugin.load("cpu")
    frames = frames_film(_change, seconds=SECONDS, step=STEP)
    times = np.array([frame.time for frame in frames])
    chunks = [plugin.extract(frames[start : start + 50]) for start in range(0, len(frames), 50)]
    return plugin, times, plugin.digest(times, np.concatenate(chunks))


def _found(film: tuple[ExamplesPlugin, Any, Any], relevant: Any = (), irrelevant: Any = ()) -> set[int]:
    """Which balls and boxes are proposed; nothing else may be."""
    plugin, times, digest = film
    rows = {
        flag: [int(row) for start in starts for row in np.flatnonzero(_inside(times, start))]
        for flag, starts in ((True, relevant), (False, irrelevant))
    }
    chosen = np.array(rows[True] + rows[False], int)
    flags = np.array([True] * len(rows[True]) + [False] * len(rows[False]), bool)
    lessons = Lessons(digest[chosen], flags, np.zeros(len(chosen), int), times[chosen])
    scores = scores_make(plugin, times, digest, lessons if len(chosen) else lessons_none(digest))
    segments = segments_from_scores(
        times.tolist(), scores.values.tolist(), duration=SECONDS, interval=STEP, thresholds=plugin.thresholds
    )
    hits = [
        {start for start in (*BALLS, *BOXES) if s.start < start + STAY_S and s.stop > start} for s in segments
    ]
    assert all(hits), segments
    return set().union(*hits)


def _inside(times: Any, start: int) -> Any:
    """A segment as an analyst has it: somewhat wider than what happens."""
    return (times >= start - 4) & (times <= start + STAY_S + 4)


@needs_package
def test_untaught_it_finds_both_kinds(film: tuple[ExamplesPlugin, Any, Any]) -> None:
    assert _found(film) == {*BALLS, *BOXES}


@needs_package
def test_two_examples_of_each_kind_tell_the_others_apart(film: tuple[ExamplesPlugin, Any, Any]) -> None:
    assert _found(film, BALLS[:2], BOXES[:2]) & {*BALLS[2:], *BOXES[2:]} == set(BALLS[2:])
    assert _found(film, BOXES[:2], BALLS[:2]) & {*BALLS[2:], *BOXES[2:]} == set(BOXES[2:])


@needs_package
def test_one_relevant_example_loses_nothing(film: tuple[ExamplesPlugin, Any, Any]) -> None:
    assert _found(film, BALLS[:1]) == {*BALLS, *BOXES}


@needs_package
def test_the_digest_is_small(film: tuple[ExamplesPlugin, Any, Any]) -> None:
    digest = film[2]
    assert digest.shape == (SECONDS // STEP, DIGEST_SIZE)
    assert digest[0].nbytes < 512
