"""A plugin that learns is measured on what it was not taught."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.workers.sample_plugin import SamplePlugin, TaughtPlugin
from workers.evaluation.teaching import OWN, Film, examples_of, following_measure, half_measure
from workers.evaluation.truth import Stretch, Truth, truth_part
from workers.plugin import Plugin
from workers.runtime.features import Features

THING, GLARE, HINT = 0.9, 0.7, 0.2
"""How bright frames are with something, with a lamp, and with something that is hardly to be seen."""


def film(*, is_late: bool = False) -> Film:
    """Of 400 s, with a thing, a lamp and a hint in each half."""
    brightness = np.full(400, 0.05)
    events = []
    for start in (0, 200):
        for at, value in ((20, THING), (80, GLARE), (140, HINT)):
            at += 10 * is_late
            brightness[start + at : start + at + 20] = value
            if value != GLARE:
                events.append(Stretch(start=start + at, stop=start + at + 20))
    times = np.arange(400, dtype=np.float64)
    truth = Truth(duration=400, events=events)
    return Film(Path("camera.mp4"), truth, Features(times, brightness), interval_s=1.0)


def test_the_analyst_marks_what_is_proposed_and_adds_what_is_missed() -> None:
    examples = examples_of(TaughtPlugin(), film(), OWN, stop=200)
    assert [(round(one.start), round(one.stop), one.is_relevant) for one in examples] == [
        (18, 41, True), (78, 101, False), (140, 160, True),
    ]  # fmt: skip


@pytest.mark.parametrize(("count", "found", "false"), [(0, 1, 1), (2, 1, 0), (3, 2, 0), (None, 2, 0)])
def test_taught_by_the_first_half_it_is_better_on_the_second(
    count: int | None, found: int, false: int
) -> None:
    plugin = TaughtPlugin()
    measured = half_measure(plugin, film(), plugin.thresholds, at_most=count)
    counts = measured.counts
    assert (counts.events, counts.found, counts.false_segments) == (2, found, false)
    assert counts.cells == 400
    assert len(measured.sweep) == 19


def test_a_plugin_that_does_not_learn_is_measured_on_the_second_half_alone() -> None:
    plugin = SamplePlugin()
    counts = half_measure(plugin, film(), plugin.thresholds).counts
    assert (counts.events, counts.found, counts.false_segments) == (2, 1, 1)


def test_taught_by_another_video_it_is_better_on_the_whole() -> None:
    plugin: Plugin = TaughtPlugin()
    counts = following_measure(plugin, film(is_late=True), film(), plugin.thresholds).counts
    assert (counts.events, counts.found, counts.false_segments, counts.cells) == (4, 4, 0, 800)


def test_a_part_of_the_truth_has_its_own_times_and_doubts_what_is_cut() -> None:
    spans = [Stretch(start=10, stop=30), Stretch(start=40, stop=60), Stretch(start=70, stop=90)]
    part = truth_part(Truth(duration=100, events=spans, nuisances=spans[:2]), 50, 100)
    assert part.duration == 50
    assert [(one.start, one.stop) for one in part.events] == [(20, 40)]
    assert [(one.start, one.stop) for one in part.ignore] == [(0, 10)]
    assert [(one.start, one.stop) for one in part.nuisances] == [(0, 10)]
