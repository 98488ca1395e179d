"""``examples``'s scores from digests made up: no torch needed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workers.plugin import Lessons, Scores
from workers.plugins.examples import (
    DIGEST_SIZE,
    LESSON_WEIGHT,
    LIKE,
    LOOK,
    MOTION,
    NOVELTY,
    REASONS,
    UNLIKE,
    UNUSUAL,
    ExamplesPlugin,
    _weights,
    before_make,
)
from workers.runtime.calls import lessons_none, scores_make

COUNT = 400
random = np.random.default_rng(12)
VAN, PERSON = (random.normal(0, 0.1, DIGEST_SIZE - LOOK) for _ in range(2))
VANS, PERSONS = range(0, COUNT, 40), range(20, COUNT, 40)


class Day:
    """Vans and persons come in turn, five frames each; ``motion`` and ``novelty`` see both alike."""

    def __init__(self) -> None:
        self.times = np.arange(COUNT, dtype=np.float64) * np.float64(5)
        self.motion, self.novelty, self.rare = np.full(COUNT, 0.05), np.zeros(COUNT), np.zeros(COUNT)
        self.look = random.normal(0, 0.02, (COUNT, DIGEST_SIZE - LOOK))
        for starts, look in ((VANS, VAN), (PERSONS, PERSON)):
            for start in starts:
                self.put(start, look)

    def put(self, start: int, look: NDArray[Any], motion: float = 0.6, novelty: float = 0.6) -> None:
        rows = slice(start, start + 5)
        self.motion[rows], self.novelty[rows], self.rare[rows] = motion, novelty, 1.2
        self.look[rows] += look

    def digest(self) -> NDArray[np.float16]:
        scores = np.stack(before_make(self.motion, self.novelty, self.rare), axis=1)
        return np.concatenate([scores, self.look], axis=1).astype(np.float16)

    def scores(self, relevant: Any = (), irrelevant: Any = (), *, padding: int = 2) -> Scores:
        """Lessons are the stretches that begin so, with some of what is around them."""
        digest = self.digest()
        rows = {
            flag: [row for start in starts for row in range(max(start - padding, 0), start + 5 + padding)]
            for flag, starts in ((True, relevant), (False, irrelevant))
        }
        chosen = np.array(rows[True] + rows[False], int)
        flags = np.array([True] * len(rows[True]) + [False] * len(rows[False]), bool)
        lessons = Lessons(digest[chosen], flags, np.zeros(len(chosen), int), self.times[chosen])
        return scores_make(ExamplesPlugin(), self.times, digest, lessons)


def best(scores: Scores, starts: Any) -> list[float]:
    return [float(scores.values[start : start + 5].max()) for start in starts]


def test_untaught_it_says_what_both_say() -> None:
    scores = Day().scores()
    assert best(scores, VANS) == pytest.approx([0.6] * 10, abs=0.01)
    assert scores.values.min() < 0.1
    assert scores.reasons[int(scores.reason[0] if scores.reason is not None else -1)] == UNUSUAL


def test_taught_it_finds_more_of_the_same_and_less_of_the_other() -> None:
    scores = Day().scores(VANS[:2], PERSONS[:2])
    assert min(best(scores, VANS[2:])) > 0.7
    assert max(best(scores, PERSONS[2:])) < 0.5
    assert scores.reason is not None
    assert scores.suppressed is not None
    assert scores.suppressed_reason is not None
    assert REASONS[int(scores.reason[VANS[5]])] == LIKE
    assert REASONS[int(scores.suppressed_reason[PERSONS[5]])] == UNLIKE
    assert scores.suppressed[PERSONS[5]] == pytest.approx(0.6, abs=0.01)
    assert scores.suppressed[VANS[5]] == 0


def test_it_finds_what_was_just_below_the_threshold() -> None:
    day = Day()
    for start in VANS[4:]:
        day.put(start, np.zeros_like(VAN), motion=0.4)
    assert max(best(day.scores(), VANS[4:])) < 0.5
    assert min(best(day.scores(VANS[:3], PERSONS[:1]), VANS[4:])) > 0.5


def test_the_more_is_judged_the_better() -> None:
    day = Day()
    gaps = [
        np.mean(best(scores, VANS[6:])) - np.mean(best(scores, PERSONS[6:]))
        for scores in (day.scores(VANS[:count], PERSONS[:count]) for count in (0, 1, 2, 5))
    ]
    assert gaps == sorted(gaps)
    assert gaps[-1] > 0.5


@pytest.mark.parametrize("relevant", [VANS[:1], VANS[:3]])
def test_only_relevant_lessons_lose_nothing(relevant: range) -> None:
    scores = Day().scores(relevant)
    assert min(best(scores, [*VANS, *PERSONS])) > 0.5
    assert np.median(scores.values) < 0.1


def test_only_irrelevant_lessons_lower_their_like_alone() -> None:
    scores = Day().scores((), PERSONS[:2])
    assert max(best(scores, PERSONS[2:])) < 0.5
    assert min(best(scores, VANS)) > 0.45


def test_a_relevant_stretch_in_which_nothing_is_seen_raises_nothing() -> None:
    quiet = [8, 28, 48]
    scores = Day().scores(quiet)
    assert np.quantile(scores.values, 0.7) < 0.1
    assert min(best(scores, [*VANS, *PERSONS])) > 0.5


def test_lessons_of_another_light_hold() -> None:
    """Looks are relative to what is usual in their light, so only scores differ there."""
    day, evening = Day(), Day()
    evening.motion = np.minimum(evening.motion, 0.55)
    digest = day.digest()
    rows = [row for start in VANS for row in range(start, start + 5)]
    others = [row for start in PERSONS for row in range(start, start + 5)]
    lessons = Lessons(
        digest[rows + others],
        np.array([True] * len(rows) + [False] * len(others)),
        np.ones(len(rows + others), int),
        day.times[rows + others],
    )
    scores = scores_make(ExamplesPlugin(), evening.times, evening.digest(), lessons)
    assert min(best(scores, VANS)) > 0.7
    assert max(best(scores, PERSONS)) < 0.4


def test_where_all_moves_motion_alone_proposes_nothing() -> None:
    motion, novelty, rare = np.full(100, 0.9), np.zeros(100), np.full(100, 0.5)
    assert before_make(motion, novelty, rare)[0].max() < 0.1


def test_where_little_moves_a_sure_motion_does_alone_unless_the_picture_is_usual() -> None:
    motion, novelty = np.full(100, 0.02), np.zeros(100)
    motion[50:54] = 0.7
    motion[60:64] = 0.7
    motion[70:74] = 0.4
    rare = np.zeros(100)
    rare[50:54], rare[60:64], rare[70:74] = 0.3, -0.3, 0.5
    before = before_make(motion, novelty, rare)[0]
    assert before[50:54].min() > 0.5
    assert max(before[60:64].max(), before[70:74].max()) < 0.3


def test_no_frames_and_no_lessons_are_no_problem() -> None:
    plugin, none = ExamplesPlugin(), np.zeros((0, DIGEST_SIZE), np.float16)
    assert plugin.score_taught(np.zeros(0), none, lessons_none(none)).values.shape == (0,)
    one = np.zeros((1, DIGEST_SIZE), np.float16)
    lessons = Lessons(one, np.array([True]), np.array([1]), np.zeros(1))
    assert plugin.score_taught(np.zeros(1), one, lessons).values.shape == (1,)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, COUNT - 8), st.booleans()), max_size=12), st.randoms())
def test_any_lessons_give_scores_and_their_order_changes_nothing(
    marks: list[tuple[int, bool]], shuffle: Any
) -> None:
    day = Day()
    results = []
    for _ in range(2):
        relevant = [start for start, flag in marks if flag]
        irrelevant = [start for start, flag in marks if not flag]
        shuffle.shuffle(relevant)
        shuffle.shuffle(irrelevant)
        results.append(day.scores(relevant, irrelevant).values)
    assert results[0] == pytest.approx(results[1], abs=1e-6)
    assert np.isfinite(results[0]).all()


def test_lessons_of_two_videos_at_the_same_time_weigh_as_much_each() -> None:
    """A second of one video says nothing of the same second of another."""
    digest = np.zeros((4, DIGEST_SIZE), np.float16)
    digest[:, MOTION : NOVELTY + 1] = 1
    lessons = Lessons(digest, np.ones(4, bool), np.array([1, 1, 1, 2]), np.array([10.0, 11.0, 12.0, 10.0]))
    weights = _weights(lessons)
    assert weights[3] == weights[:3].sum() == LESSON_WEIGHT
