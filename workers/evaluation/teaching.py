"""How much a plugin that learns is better for it: taught by one part of the truth, measured on another.

The analyst of the measurement sees what the plugin proposes untaught, marks what touches an event as relevant
and all else as irrelevant, and adds the events that were missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path

from smartcut.core.areas import Areas
from smartcut.core.folder import RequestFolder
from smartcut.core.request_file import Example
from smartcut.core.segments import Segment, Thresholds, segments_from_scores
from workers.evaluation.measure import SWEEP, Measured, chunks_extract, thresholds_at
from workers.evaluation.metrics import counts_make, nuisance_seconds
from workers.evaluation.truth import Stretch, Truth, spans_part, truth_part, truth_read
from workers.plugin import Lessons, Plugin
from workers.runtime.calls import known_make, lessons_none, scores_make
from workers.runtime.features import Features, features_join
from workers.runtime.lessons import lessons_from

OWN, OTHER = RequestFolder("own", "video"), RequestFolder("other", "video")


@dataclass(frozen=True)
class Film:
    """A video as a plugin knows it: its features, or its digest."""

    video: Path
    truth: Truth
    known: Features
    interval_s: float


def film_read(plugin: Plugin, video: Path, truth: Path, interval_s: float, areas: Areas = ()) -> Film:
    with features_join(chunks_extract(plugin, video, interval_s, areas)) as joined:
        known = Features(joined.times, known_make(plugin, joined.times, joined.features))
        if not plugin.is_taught:  # the join ends with the block
            known = Features(joined.times, known.features.copy())
        return Film(video, truth_read(truth), known, interval_s)


def half_measure(
    plugin: Plugin, film: Film, thresholds: Thresholds, *, at_most: int | None = None
) -> Measured:
    """The second half, taught by the first; of a plugin that does not learn just the second half."""
    middle = film.truth.duration / 2
    examples = examples_of(plugin, film, OWN, stop=middle)[:at_most]
    lessons = lessons_from(OWN, examples, lambda _: None, film.known)
    return _measure(plugin, film, lessons, thresholds, start=middle)


def following_measure(
    plugin: Plugin, film: Film, before: Film, thresholds: Thresholds, *, at_most: int | None = None
) -> Measured:
    """A whole video, taught by another one of the same camera."""
    examples = examples_of(plugin, before, OTHER, stop=before.truth.duration)[:at_most]
    lessons = lessons_from(OWN, examples, lambda _: before.known, film.known)
    return _measure(plugin, film, lessons, thresholds, start=0.0)


def examples_of(plugin: Plugin, film: Film, folder: RequestFolder, *, stop: float) -> list[Example]:
    """Relevant and irrelevant in turn, so that the first few are of both kinds."""
    if not plugin.is_taught:
        return []
    scores = _scores(plugin, film, lessons_none(film.known.features))
    seen = [one for one in _segments(film, scores, plugin.thresholds) if one.stop <= stop]
    events = [event for event in film.truth.events if event.stop <= stop]
    right = [one for one in seen if _is_touched(one, [*film.truth.events, *film.truth.ignore])]
    wrong = [one for one in seen if one not in right]
    added = [event for event in events if not _is_touched(event, seen)]
    spans = [(one.start, one.stop) for one in right] + [(one.start, one.stop) for one in added]
    relevant = [_example(folder, *span, is_relevant=True) for span in spans]
    irrelevant = [_example(folder, one.start, one.stop, is_relevant=False) for one in wrong]
    pairs = zip_longest(relevant, irrelevant)
    return [one for one in chain.from_iterable(pairs) if one is not None]


def _example(folder: RequestFolder, start: float, stop: float, *, is_relevant: bool) -> Example:
    return Example(folder=folder.path, start=start, stop=stop, is_relevant=is_relevant)


def _is_touched(span: Segment | Stretch, others: Sequence[Segment | Stretch]) -> bool:
    return any(span.start < other.stop and other.start < span.stop for other in others)


def _measure(
    plugin: Plugin, film: Film, lessons: Lessons, thresholds: Thresholds, *, start: float
) -> Measured:
    stop = film.truth.duration
    truth = truth_part(film.truth, start, stop)
    cuts = [thresholds, *(thresholds_at(plugin.thresholds, on) for on in SWEEP)]
    scores = _scores(plugin, film, lessons)
    found = [spans_part(_segments(film, scores, cut), start, stop) for cut in cuts]
    counts = [counts_make(truth, segments, film.interval_s) for segments in found]
    return Measured(film.video, found[0], counts[0], counts[1:], nuisance_seconds(truth, found[0]))


def _scores(plugin: Plugin, film: Film, lessons: Lessons) -> list[float]:
    scores: list[float] = scores_make(plugin, film.known.times, film.known.features, lessons).values.tolist()
    return scores


def _segments(film: Film, scores: list[float], thresholds: Thresholds) -> list[Segment]:
    return segments_from_scores(
        film.known.times.tolist(),
        scores,
        duration=film.truth.duration,
        interval=film.interval_s,
        thresholds=thresholds,
    )
