from __future__ import annotations

from typing import TypedDict

from apps.results.evidence import Reasons, ReasonTemplate, SuppressedStretch, reason_at, reasons_of
from apps.results.models import ScoreCurve
from apps.results.reasons import reason_translate
from apps.upload.models import VideoRequest
from apps.upload.selectors import SegmentState
from smartcut.core.segments import Segment, Thresholds, segments_from_scores


class ThresholdsState(TypedDict):
    on: float
    off: float


class SuppressedState(TypedDict):
    start: float
    stop: float
    best: float
    score: float
    reason: str


class Scores(TypedDict):
    times: list[float]
    scores: list[float]
    reasons: Reasons
    suppressed: list[SuppressedState]
    thresholds: ThresholdsState
    plugin_version: str
    has_boxes: bool
    duration: float
    interval: float


def score_curve(request: VideoRequest) -> ScoreCurve | None:
    """Without its boxes, which are larger than all else."""
    return ScoreCurve.objects.filter(request=request).defer("boxes").select_related("request").first()


def boxes_packed(request: VideoRequest) -> bytes | None:
    """As smartcut/core/boxes.py packs them, empty without any; None before there are scores."""
    packed = ScoreCurve.objects.filter(request=request).values_list("boxes", flat=True).first()
    return None if packed is None else bytes(packed)


def scores_state(curve: ScoreCurve) -> Scores:
    """Reasons are in the user's language: those of frames as templates, those of stretches in full."""
    reasons = reasons_of(curve)
    return Scores(
        times=curve.times,
        scores=curve.scores,
        reasons=_reasons_translated(reasons),
        suppressed=[_suppressed_state(reasons, stretch) for stretch in curve.suppressed],
        thresholds=ThresholdsState(on=curve.threshold_on, off=curve.threshold_off),
        plugin_version=curve.plugin_version,
        has_boxes=ScoreCurve.objects.filter(pk=curve.pk).exclude(boxes=b"").exists(),
        duration=curve.request.duration,
        interval=curve.request.interval,
    )


def _reasons_translated(reasons: Reasons) -> Reasons:
    texts = [
        ReasonTemplate(text=reason_translate(one["text"]), digits=one["digits"]) for one in reasons["texts"]
    ]
    return Reasons(texts=texts, reason=reasons["reason"], amount=reasons["amount"])


def _suppressed_state(reasons: Reasons, stretch: SuppressedStretch) -> SuppressedState:
    return SuppressedState(
        start=stretch["start"],
        stop=stretch["stop"],
        best=stretch["best"],
        score=stretch["score"],
        reason=reason_at(reasons, stretch["reason"], stretch["amount"]),
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
    return SegmentState(start=segment.start, stop=segment.stop, label="", verdict="")
