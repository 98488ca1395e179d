"""What a plugin breaks becomes a sentence that says where and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from celery.exceptions import SoftTimeLimitExceeded
from numpy.typing import NDArray

from workers.plugin import Frame, Lessons, Plugin, Reason, Scores
from workers.runtime.calls import features_extract, scores_make
from workers.runtime.errors import RequestFailedError

FRAMES = [Frame(1.5, b"not a JPEG"), Frame(2.5, b"not a JPEG")]
TIMES = np.array([1.5, 2.5])


class Free(Plugin):
    """Does what it is made with."""

    plugin_name = "free"
    label = "Free"

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return self.call()  # type: ignore[no-any-return]

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        return self.call()  # type: ignore[no-any-return]


def overtime() -> None:
    raise SoftTimeLimitExceeded


def unreadable() -> None:
    FRAMES[0].gray()


def wordless() -> None:
    raise RuntimeError


def test_what_a_plugin_gives_is_handed_on() -> None:
    assert features_extract(Free(lambda: [1, 2]), FRAMES, "000000.zip").tolist() == [1, 2]
    assert scores_make(Free(lambda: [0, 1]), TIMES, TIMES).values.tolist() == [0.0, 1.0]


def test_a_video_without_frames_is_not_given_to_the_plugin() -> None:
    assert scores_make(Free(wordless), np.zeros(0), np.zeros(0)).values.tolist() == []


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (overtime, r"Free took longer than 1800 s \(chunk 000017\.zip, .*larger interval"),
        (unreadable, r"the frame at 1\.500 s is not a readable JPEG; please try another"),
        (wordless, r"frames from 1\.500 s to 2\.500 s\): RuntimeError; please"),
        (lambda: [1], r"extract gave features of shape \(1,\) for 2 frames"),
        (lambda: None, r"extract gave features of shape \(\) for 2 frames"),
        (lambda: [{}, {}], "Python objects"),
    ],
)
def test_an_extract_that_fails_is_told_with_the_chunk(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(RequestFailedError, match=words):
        features_extract(Free(call), FRAMES, "000017.zip")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (overtime, r"took longer than 1800 s \(all 2 frames\)"),
        (wordless, r"all 2 frames\): RuntimeError"),
        (lambda: [0.5], r"score gave scores of shape \(1,\) for 2 frames"),
        (lambda: [[0.5], [0.5]], r"array of shape \(2, 1\); it must be \(2,\)"),
        (lambda: [0.5, 1.01], r"the score of the frame at 2\.500 s is 1\.01, not 0 to 1"),
        (lambda: [-0.01, 0], r"the frame at 1\.500 s is -0\.01"),
        (lambda: [0, np.nan], r"the frame at 2\.500 s is nan"),
        (lambda: [np.inf, 0], r"the frame at 1\.500 s is inf"),
        (lambda: ["high", "low"], "could not convert string"),
    ],
)
def test_a_score_that_fails_is_told_with_the_frame(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(RequestFailedError, match=words):
        scores_make(Free(call), TIMES, TIMES)


REASONS = (Reason(text="person %(amount)s", digits=2),)
HALVES = np.full(2, 0.5)


def test_reasons_are_handed_on() -> None:
    scores = Scores(HALVES, REASONS, np.array([0, -1]), np.array([0.91, 0]))
    assert scores_make(Free(lambda: scores), TIMES, TIMES) is scores


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        (Scores(HALVES, REASONS, np.array([0, 1])), "a reason that is not among its 1 reasons"),
        (Scores(HALVES, REASONS, np.array([-2, 0])), "a reason that is not among"),
        (Scores(HALVES, REASONS, np.array([0])), r"values of reason of shape \(1,\) for 2 frames"),
        (Scores(HALVES, amount=np.array([0, np.nan])), "gave amount that is not a finite number"),
        (
            Scores(HALVES, suppressed=np.array([0, 2.0])),
            r"the suppressed score of the frame at 2\.500 s is 2\.0",
        ),
        (Scores(HALVES, suppressed_reason=np.array([0, 0])), "suppressed_reason that is not among its 0"),
    ],
)
def test_reasons_that_cannot_be_shown_are_told(scores: Scores, words: str) -> None:
    with pytest.raises(RequestFailedError, match=words):
        scores_make(Free(lambda: scores), TIMES, TIMES)


class Taught(Free):
    is_taught = True

    def score_taught(self, times: Any, features: Any, lessons: Lessons) -> NDArray[np.float64]:
        return np.full(len(times), lessons.is_relevant.mean() if len(lessons.times) else 0.25)


def test_a_plugin_that_learns_is_given_the_lessons_and_none_at_first() -> None:
    lessons = Lessons(TIMES, np.array([True, False]), np.array([0, 0]), TIMES)
    assert scores_make(Taught(wordless), TIMES, TIMES, lessons).values.tolist() == [0.5, 0.5]
    assert scores_make(Taught(wordless), TIMES, TIMES).values.tolist() == [0.25, 0.25]
