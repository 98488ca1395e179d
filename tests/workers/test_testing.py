"""check_plugin passes a good plugin and says in words what a bad one does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.workers.sample_plugin import SamplePlugin, TaughtPlugin
from workers.plugin import Box, Frame, Lessons, Plugin
from workers.testing import _check_import, check_plugin, frames_make


class Bright(Plugin):
    plugin_name = "bright"
    label = "Bright"
    img_size = 64

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return np.array([frame.gray().mean() / 255 for frame in frames], np.float64)


def test_a_good_plugin_passes() -> None:
    check_plugin(SamplePlugin())


def test_a_good_plugin_that_tells_boxes_passes() -> None:
    check_plugin(Boxed())


def test_it_takes_the_frames_of_the_author() -> None:
    check_plugin(Bright(), frames_make(count=60, img_size=64))


def test_a_good_plugin_that_learns_passes() -> None:
    check_plugin(TaughtPlugin())


class LastLessonCounts(TaughtPlugin):
    def score_taught(self, times: Any, digest: Any, lessons: Lessons) -> NDArray[Any]:
        return np.full(len(times), lessons.times[-1] / 1000 if len(lessons.times) else 0.0)


class NeedsBoth(TaughtPlugin):
    def score_taught(self, times: Any, digest: Any, lessons: Lessons) -> NDArray[Any]:
        if len(lessons.times) and not lessons.is_relevant.any():
            raise ValueError("there is nothing relevant")
        return np.zeros(len(times))


class ShortDigest(TaughtPlugin):
    def digest(self, times: Any, features: Any) -> NDArray[Any]:
        return np.asarray(features[1:])


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (LastLessonCounts, "other scores for the lessons in reverse order"),
        (NeedsBoth, "there is nothing relevant"),
        (ShortDigest, "digest gave a digest of shape"),
    ],
)
def test_what_a_plugin_that_learns_breaks_is_told(plugin: type[Plugin], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_plugin(plugin())


class ShoutingName(Bright):
    plugin_name = "Bright Ones"


class NoLabel(Bright):
    label = ""


class LongName(Bright):
    plugin_name = "x" * 51


class LongLabel(Bright):
    label = "x" * 101


class TinyFrames(Bright):
    img_size = 8


class HugeFrames(Bright):
    img_size = 1921


class RemembersTheLastFrame(Bright):
    last = 0.0

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        means = np.diff(super().extract(frames), prepend=self.last)
        self.last = float(means[-1])
        return np.abs(means)


class RemembersBesideALargeNumber(RemembersTheLastFrame):
    beside = 1e6

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return np.column_stack([super().extract(frames), np.full(len(frames), self.beside)])

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(features[:, 0])


class RemembersInAField(RemembersBesideALargeNumber):
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        rows = super().extract(frames)
        return np.array([tuple(row) for row in rows], [("change", float), ("other", float)])


class Infinite(RemembersBesideALargeNumber):
    beside = np.inf


class NotANumberInAField(RemembersInAField):
    beside = np.nan


class ComparesWithTheFirstOfTheChunk(Bright):
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        means = super().extract(frames)
        return np.asarray(np.abs(means - means[0]))


class ShapeOfTheChunk(Bright):
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return np.zeros((len(frames), len(frames)))


class OneFeatureTooFew(Bright):
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return super().extract(frames)[1:]


class KeepsPictures(Bright):
    def __init__(self) -> None:
        self.pictures: list[NDArray[Any]] = []

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        self.pictures += [frame.bgr() for frame in frames]
        return super().extract(frames)


class Percent(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(features) * 100


class NotANumber(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.full(len(times), np.nan)


class ScoresInAColumn(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.zeros((len(times), 1))


class WritesIntoTheFeatures(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        features *= 0.5
        return np.asarray(features)


class NeedsTwoFrames(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(features, np.float64) * float(times[1] > 0)


class ScoresNothingAsOne(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(features) if len(times) else np.zeros(1)


class CountsItsCalls(Bright):
    calls = 0

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        self.calls += 1
        return np.full(len(times), 1 / self.calls)


class Boxed(Bright):
    box_labels: tuple[str, ...] = ("lamp",)

    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("lamp", float(row), 0.5, 0.25, 0.5, 0.5)]


class OtherLabel(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("sun", 0.5, 0, 0, 1, 1)]


class BoxOutside(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("lamp", 0.5, 0.6, 0, 0.5, 1)]


class BoxWithoutSize(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("lamp", 0.5, 0.6, 0, float("nan"), 1)]


class UnsureOfItsBox(Boxed):
    def boxes(self, row: NDArray[Any]) -> list[Box]:
        return [Box("lamp", float("nan"), 0, 0, 1, 1)]


class CountsItsBoxes(Boxed):
    calls = 0

    def boxes(self, row: NDArray[Any]) -> list[Box]:
        self.calls += 1
        return [Box("lamp", 1 / self.calls, 0, 0, 1, 1)]


class SameLabels(Boxed):
    box_labels = ("lamp", "lamp")


class ComparesAllWithAll(Bright):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        distances: NDArray[np.float64] = np.abs(features[:, None] - features[None])
        return np.clip(distances.mean(axis=1), 0, 1) if len(times) else np.zeros(0)


class ComparesBits(Bright):
    """A byte a pair: 9 MB for 3000 frames, 7.5 GB for a day."""

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        is_brighter = features[:, None] > features[None]
        return np.asarray(is_brighter.mean(axis=1), np.float64) if len(times) else np.zeros(0)


class ComparesBitsBesideABuffer(ComparesBits):
    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        buffer = np.zeros(20 * 1024**2, np.uint8)
        return np.asarray(super().score(times, features) + buffer[0])


class LoadsTheWeb(Bright):
    def load(self, device: str) -> None:
        import django.db  # noqa: F401


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (ShoutingName, "plugin_name must be a lower-case word"),
        (NoLabel, "label must say"),
        (LongName, "plugin_name must have at most 50 letters, not 51"),
        (LongLabel, "label must have at most 100 letters"),
        (TinyFrames, "img_size must be at least 16"),
        (HugeFrames, "img_size must be at most 1920"),
        (RemembersTheLastFrame, "remember nothing"),
        (RemembersBesideALargeNumber, "remember nothing"),
        (RemembersInAField, "remember nothing"),
        (Infinite, r"the features of the frame at 0\.000 s are not finite: .*inf"),
        (NotANumberInAField, r"the features of the frame at 0\.000 s are not finite: nan"),
        (ComparesWithTheFirstOfTheChunk, "chunk alone, each for itself"),
        (ShapeOfTheChunk, "one shape and type in all chunks"),
        (OneFeatureTooFew, r"features of shape \(49,\) for 50 frames"),
        (KeepsPictures, r"extract keeps \d+ kB of each chunk"),
        (Percent, r"the score of the frame at 0\.000 s is \d+\.\d+, not 0 to 1"),
        (NotANumber, "is nan, not 0 to 1"),
        (ScoresInAColumn, r"array of shape \(120, 1\)"),
        (WritesIntoTheFeatures, "read-only"),
        (NeedsTwoFrames, "all 1 frames"),
        (ScoresNothingAsOne, "without frames"),
        (CountsItsCalls, "when called again"),
        (OtherLabel, r"the frame at 0\.000 s: boxes gave a 'sun', which is not among box_labels"),
        (BoxOutside, "inside the picture"),
        (BoxWithoutSize, "must have a size"),
        (UnsureOfItsBox, "a score of nan, not 0 to 1"),
        (CountsItsBoxes, "others for the same row"),
        (SameLabels, "each name once"),
        (ComparesAllWithAll, r"would take \d+ MB for 86400 frames"),
        (ComparesBits, r"would take 7\d\d\d MB for 86400 frames"),
        (ComparesBitsBesideABuffer, r"would take 7\d\d\d MB for 86400 frames"),
        (LoadsTheWeb, r"loading tests\.workers\.test_testing imports django\.conf, django\.db"),
    ],
)
def test_a_broken_contract_is_told_in_words(plugin: type[Plugin], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_plugin(plugin())


def test_a_plugin_that_brings_the_web_along_is_refused() -> None:
    with pytest.raises(AssertionError, match=r"imports django\.apps"):
        _check_import("django.contrib.admin")


def test_a_plugin_that_cannot_be_imported_alone_is_refused() -> None:
    with pytest.raises(AssertionError, match="cannot be imported by itself"):
        _check_import("workers.plugins.nowhere")
