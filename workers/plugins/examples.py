"""``examples``: what is alike to the segments that the analyst marked as relevant.

Untaught it proposes what both ``motion`` and ``novelty`` see: something that moves, and that is rare here.
The two err in different places, so little is left. Where little moves, a surely moving thing does alone, as
long as the picture is not more usual than most: small things far away are hardly rare.

Each marked, added or deleted segment then teaches a probe (_probe.py) what to raise and what to lower: by
what the two say, by how the rarest places of the picture look, and by how the whole picture differs from what
is usual in its light. So a lesson of the day holds in the evening, too.

It fails on what neither of the two sees, on things of a few pixels, and on distinctions that the network does
not make (a person with and without a helmet). Weights are those of ``novelty`` (docs/novelty.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame, Lessons, Plugin, Reason, Scores
from workers.plugins._embedding import SIZE, WHOLE_SIZE, Embeddings
from workers.plugins._probe import logit_of, probe_fit, rate_of
from workers.plugins._rarity import Rarity, rarity_measure
from workers.plugins.motion import MotionPlugin
from workers.plugins.novelty import NoveltyPlugin, novelty_scores, rare_make, rareness
from workers.runtime.app import worker_app

BEFORE, MOTION, NOVELTY, RARENESS, LOOK = 0, 1, 2, 3, 4
"""Columns of the digest: the untaught score, those of the two others, how rare the frame is (0 the middle of
the video, 1 where novelty says 0.5), then the look of the rarest places and of the whole picture."""
DIGEST_SIZE = LOOK + SIZE + WHOLE_SIZE
BLOCK = 256
"""Frames read at once."""

USUAL_FACTOR = 3.0
"""Motion counts alone by what it is above its usual level, if that is above 0.5; a busy place has it off."""
HARDLY, DOUBT = (-0.2, 0.1), 2.0
"""Rareness up to which the whole doubt, and from which none, is taken off what motion says alone."""
STEEP = 3.0
"""Motion alone, when it is unsure, is no tail of anything."""

WEAK_ROWS, WEAK_WEIGHT, WEAK_SCORE = 500, 0.05, 0.5
"""Frames of this video that stand for all that is neither proposed nor judged: a little irrelevant each."""
LESSON_WEIGHT = 3.0
"""Of a stretch of lessons: as much, all in all, whether it is short or long."""
SHOWN_SHARE = 0.5
"""Of a relevant stretch only frames with so much of its strongest evidence are learned from: a segment is
wider than what happens in it."""
SEEN = 0.3
"""Evidence from which a relevant stretch counts in full."""
STRETCH_S = 60.0
"""Lessons farther apart are not one stretch."""
RIDGE_ALL, RIDGE_LOOK = 10.0, 1.0
"""A look is learned more readily than to propose more, or less, of everything."""
LOOK_SCALE = 2.0
"""Length of a usual look, as an input of the probe."""
TOLD = 0.5
"""From so much on the logit scale, a lesson is the reason."""

UNUSUAL = Reason(text="unlike the rest of the day")
LIKE = Reason(text="like what you marked as relevant")
UNLIKE = Reason(text="like what you marked as irrelevant")
REASONS = (UNUSUAL, LIKE, UNLIKE)

Array = NDArray[np.float64]


class ExamplesPlugin(Plugin):
    """Finds more of what the analyst wants, and less of what not."""

    plugin_name = "examples"
    label = "Like your examples"
    img_size = 640
    requires = ("torch", "timm")
    is_taught = True

    def load(self, device: str) -> None:
        self._motion, self._novelty = MotionPlugin(), NoveltyPlugin()
        self._motion.load(device)
        self._novelty.load(device)

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        """What the two others keep, side by side."""
        parts: dict[str, NDArray[Any]] = {
            "motion": self._motion.extract(frames),
            "novelty": self._novelty.extract(frames),
        }
        packed = np.zeros(len(frames), [(name, part.dtype, part.shape[1:]) for name, part in parts.items()])
        for name, part in parts.items():
            packed[name] = part
        return packed

    def digest(self, times: Array, features: NDArray[Any]) -> NDArray[np.float16]:
        """``(n, DIGEST_SIZE)``: 0.4 kB a frame."""
        embeddings = Embeddings(features["novelty"])
        rarity = rarity_measure(times, embeddings)
        digest = np.zeros((len(times), DIGEST_SIZE), np.float16)
        motion = _values(self._motion.score(times, features["motion"]))
        rare = rare_make(times, rarity)
        columns = before_make(motion, novelty_scores(rare), rareness(rare))
        digest[:, BEFORE:LOOK] = np.stack(columns, axis=1)
        digest[:, LOOK : LOOK + SIZE] = _rarest_look(embeddings, rarity)
        digest[:, LOOK + SIZE :] = rarity.aside
        return digest

    def score_taught(self, times: Array, digest: NDArray[Any], lessons: Lessons) -> Scores:
        """What motion and novelty agree on, moved by what was learned."""
        if not len(times):
            return Scores(np.zeros(0))
        before = _before(digest)
        if not len(lessons.times):
            return Scores(before, REASONS, np.zeros(len(times), int))
        moved = _moved(digest, lessons)
        after = rate_of(logit_of(before) + moved)
        after = np.where(np.abs(moved) < 1e-9, before, after)
        return _explained(before, after, moved)


def before_make(motion: Array, novelty: Array, rare: Array) -> tuple[Array, Array, Array, Array]:
    """The untaught score from those of the two and the rareness; with them, in the order of the digest."""
    usual = USUAL_FACTOR * max(0.0, float(logit_of(np.median(motion, keepdims=True))[0]))
    low, high = HARDLY
    doubt = DOUBT * np.clip((high - rare) / (high - low), 0, 1)
    alone = logit_of(motion) - usual - doubt
    alone = np.where(alone < 0, STEEP * alone, alone)
    return np.maximum(np.minimum(motion, novelty), rate_of(alone)), motion, novelty, rare


def _before(digest: NDArray[Any]) -> Array:
    return np.asarray(digest[:, BEFORE], np.float64)


def _values(scores: Any) -> NDArray[Any]:
    return np.asarray(scores.values if isinstance(scores, Scores) else scores)


def _rarest_look(embeddings: Embeddings, rarity: Rarity) -> NDArray[np.float16]:
    """The mean of the rarest places ``(n, SIZE)``."""
    look = np.zeros((len(rarity.rarest), SIZE), np.float16)
    for start in range(0, len(look), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(look)))
        places = np.take_along_axis(embeddings.places(rows), rarity.rarest[rows][:, :, None], axis=1)
        look[rows] = places.mean(axis=1)
    return look


def _moved(digest: NDArray[Any], lessons: Lessons) -> Array:
    """How far each frame's logit moves ``(n,)``."""
    some = digest[np.linspace(0, len(digest) - 1, min(len(digest), WEAK_ROWS)).round().astype(int)]
    middle, scale = _look_usual(some)
    weak = some[_before(some) < WEAK_SCORE]
    rows = np.concatenate([lessons.features, weak])
    is_relevant = np.concatenate([lessons.is_relevant, np.zeros(len(weak), bool)])
    weight = np.concatenate([_weights(lessons), np.full(len(weak), WEAK_WEIGHT)])
    learned = probe_fit(_inputs(rows, middle, scale), logit_of(_before(rows)), is_relevant, weight, _ridge())
    parts = np.array_split(digest, -(-len(digest) // BLOCK))
    moved = np.concatenate([_inputs(part, middle, scale) @ learned for part in parts])
    # who has only said what is wanted has not said that anything else is not, and the other way round
    lowest = -np.inf if not lessons.is_relevant.all() else 0.0
    highest = np.inf if lessons.is_relevant.any() else 0.0
    return np.asarray(np.clip(moved, lowest, highest), np.float64)


def _look_usual(rows: NDArray[Any]) -> tuple[Array, float]:
    look = np.asarray(rows[:, LOOK:], np.float64)
    middle = look.mean(axis=0)
    return middle, float(np.sqrt(((look - middle) ** 2).mean())) + 1e-6


def _inputs(digest: NDArray[Any], middle: Array, scale: float) -> Array:
    """``(n, 1 + looks)``: what the two others say is in the score of before, and not learned again."""
    look = (np.asarray(digest[:, LOOK:], np.float64) - middle) / scale
    look *= LOOK_SCALE / np.sqrt(look.shape[1])
    return np.concatenate([np.ones((len(digest), 1)), look], axis=1)


def _ridge() -> Array:
    return np.array([RIDGE_ALL] + [RIDGE_LOOK] * (DIGEST_SIZE - LOOK))


def _weights(lessons: Lessons) -> Array:
    """Each stretch weighs the same, spread over those of its frames that show why it was marked; less if none
    shows anything: what neither of the two sees looks like everything else."""
    evidence = np.asarray(lessons.features[:, [MOTION, NOVELTY]], np.float64).mean(axis=1)
    weight = np.zeros(len(evidence))
    for rows in _stretches(lessons):
        strong = evidence[rows] >= SHOWN_SHARE * evidence[rows].max()
        meant = rows[strong] if lessons.is_relevant[rows[0]] else rows
        seen = min(1.0, float(evidence[rows].max()) / SEEN) if lessons.is_relevant[rows[0]] else 1.0
        weight[meant] = LESSON_WEIGHT * seen / len(meant)
    return weight


def _stretches(lessons: Lessons) -> list[NDArray[np.intp]]:
    """Rows of one verdict and one video whose times follow each other, whatever their order."""
    order = np.lexsort((lessons.times, lessons.video, lessons.is_relevant))
    same = [lessons.is_relevant[order], lessons.video[order]]
    is_new = np.diff(lessons.times[order]) > STRETCH_S
    for values in same:
        is_new |= values[1:] != values[:-1]
    return np.split(order, np.flatnonzero(is_new) + 1)


def _explained(before: Array, after: Array, moved: Array) -> Scores:
    reason = np.where(moved > TOLD, REASONS.index(LIKE), REASONS.index(UNUSUAL))
    return Scores(
        values=after,
        reasons=REASONS,
        reason=reason,
        suppressed=np.where(moved < -TOLD, before, 0.0),
        suppressed_reason=np.full(len(before), REASONS.index(UNLIKE)),
    )


app = worker_app(ExamplesPlugin)
