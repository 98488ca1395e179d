from __future__ import annotations

from typing import TypedDict

from apps.results.models import ScoreCurve
from apps.upload.models import VideoRequest
from apps.upload.selectors import SegmentState
from smartcut.core.segments import Segment, Thresholds, segments_from_scores


class ThresholdsState(TypedDict):
    on: float
    off: float


class Scores(TypedDict):
    times: list[float]
    scores: list[float]
    thresholds: ThresholdsState
    duration: float
    interval: float


def score_curve(request: VideoRequest) -> ScoreCurve | None:
    return ScoreCurve.objects.filter(request=request).select_related("request").first()


def scores_state(curve: ScoreCurve) -> Scores:
    return Scores(
        times=curve.times,
        scores=curve.scores,
        thresholds=ThresholdsState(on=curve.threshold_on, off=curve.threshold_off),
        duration=curve.request.duration,
        interval=curve.request.interval,
    )


def thresholds_moved(curve: ScoreCurve, on: float) -> Thresholds:
    """``off`` keeps its ratio to ``on``."""
    ratio = curve.threshold_off / curve.threshold_on if curve.threshold_on else 1.0
    return Thresholds(on=on, off=min(on, on * ratio))


def segments_proposed(curve: ScoreCurve, thresholds: Thresholds) -> list[SegmentState]:
    """The segments that the plugin would have found at these thresholds."""
    segments = segments_from_scores(
        curve.times,
        curve.scores,
        duration=curve.request.duration,
        interval=curve.request.interval,
        thresholds=thresholds,
    )
    return [_state(segment) for segment in segments]


def _state(segment: Segment) -> SegmentState:
    return SegmentState(start=segment.start, stop=segment.stop, label="")
