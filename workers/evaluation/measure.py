"""Runs a plugin on a video as its worker does, and counts what it finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from smartcut.core.areas import Areas
from smartcut.core.limits import CHUNK_FRAMES
from smartcut.core.segments import Segment, Thresholds, segments_from_scores
from workers.evaluation.metrics import Counts, counts_make, metrics_make, nuisance_seconds
from workers.evaluation.sampling import frames_sample
from workers.evaluation.truth import Truth, truth_read
from workers.plugin import Plugin
from workers.runtime.calls import features_extract, known_make, scores_make
from workers.runtime.features import Features, features_join

SWEEP = tuple(round(0.05 * step, 2) for step in range(1, 20))
"""Thresholds at which the curve is measured."""


@dataclass(frozen=True)
class Measured:
    """What a plugin found in one video."""

    video: Path
    segments: list[Segment]
    counts: Counts
    sweep: list[Counts] = field(repr=False)
    """At each threshold of ``SWEEP``."""
    nuisances: dict[str, tuple[float, float]]


def video_measure(
    plugin: Plugin,
    video: Path,
    truth_path: Path,
    interval_s: float,
    *,
    thresholds: Thresholds | None = None,
    areas: Areas = (),
) -> Measured:
    """Segments come at ``thresholds``, by default those of the plugin; ``areas`` are those of the camera."""
    truth = truth_read(truth_path)
    with features_join(chunks_extract(plugin, video, interval_s, areas)) as joined:
        known = known_make(plugin, joined.times, joined.features)
        scores = scores_make(plugin, joined.times, known)
        cut = _Cut(joined.times.tolist(), scores.values.tolist(), truth, interval_s)
    segments = cut.at(thresholds or plugin.thresholds)
    sweep = [cut.at(thresholds_at(plugin.thresholds, on)) for on in SWEEP]
    return Measured(
        video=video,
        segments=segments,
        counts=counts_make(truth, segments, interval_s),
        sweep=[counts_make(truth, found, interval_s) for found in sweep],
        nuisances=nuisance_seconds(truth, segments),
    )


def thresholds_at(default: Thresholds, on: float | None) -> Thresholds:
    """``default`` moved so that it begins at ``on``; ``off`` keeps its ratio."""
    if on is None:
        return default
    return Thresholds(on=on, off=on * (default.off / default.on if default.on else 1.0))


def curve_make(sweep: Sequence[Counts]) -> dict[str, Any]:
    """Recall over ``fpr_c15`` at all thresholds: the area under it, and the point farthest from chance.

    None where there are no events, or no time away from them: then there is no curve.
    """
    rates = [metrics_make(counts) for counts in sweep]
    points = [(on, r["fpr_c15"], r["recall"]) for on, r in zip(SWEEP, rates, strict=True)]
    drawn = [(on, fpr, recall) for on, fpr, recall in points if fpr is not None and recall is not None]
    if not drawn:
        return {"area": None, "best": None}
    best = max(drawn, key=lambda point: point[2] - point[1])
    line = sorted([(0.0, 0.0), (1.0, 1.0), *((fpr, recall) for _, fpr, recall in drawn)])
    area = float(np.trapezoid([recall for _, recall in line], [fpr for fpr, _ in line]))
    return {"area": area, "best": dict(zip(("threshold", "fpr_c15", "recall"), best, strict=True))}


@dataclass(frozen=True)
class _Cut:
    times: list[float]
    scores: list[float]
    truth: Truth
    interval_s: float

    def at(self, thresholds: Thresholds) -> list[Segment]:
        return segments_from_scores(
            self.times,
            self.scores,
            duration=self.truth.duration,
            interval=self.interval_s,
            thresholds=thresholds,
        )


def chunks_extract(plugin: Plugin, video: Path, interval_s: float, areas: Areas = ()) -> Iterator[Features]:
    """The frames of a video as its worker would get them, through ``extract``."""
    sampled = frames_sample(video, interval_s, plugin.img_size)
    frames = (replace(frame, areas=areas) for frame in sampled)
    while chunk := list(islice(frames, CHUNK_FRAMES)):
        times = np.array([frame.time for frame in chunk])
        yield Features(times, features_extract(plugin, chunk, f"at {times[0]:.0f} s"))
