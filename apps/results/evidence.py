"""What speaks for a segment: its best frame, how high that scored, and why. evidence.js does the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TypedDict

from apps.results.models import ScoreCurve
from apps.results.reasons import reason_format


class ReasonTemplate(TypedDict):
    text: str
    digits: int


class Reasons(TypedDict):
    """``ScoreCurve.reasons``; all three empty when the plugin gives no reasons."""

    texts: list[ReasonTemplate]
    reason: list[int]
    """For each frame an index into ``texts``, -1 for none."""
    amount: list[float]


class SuppressedStretch(TypedDict):
    """One of ``ScoreCurve.suppressed``; times in seconds."""

    start: float
    stop: float
    best: float
    score: float
    reason: int
    amount: float


class Evidence(TypedDict):
    confidence: float | None
    """Highest score inside, 0..1; None when no frame lies inside."""
    best: float | None
    """Time of that frame, seconds."""
    reason: str


def reasons_of(curve: ScoreCurve) -> Reasons:
    stored = curve.reasons
    return Reasons(
        texts=stored.get("texts", []), reason=stored.get("reason", []), amount=stored.get("amount", [])
    )


def evidence_find(curve: ScoreCurve, start: float, stop: float) -> Evidence:
    """Of equally high frames the first one counts."""
    first, after = bisect_left(curve.times, start), bisect_right(curve.times, stop)
    if first >= after:
        return Evidence(confidence=None, best=None, reason="")
    best = max(range(first, after), key=curve.scores.__getitem__)
    return Evidence(
        confidence=round(curve.scores[best], 3),
        best=curve.times[best],
        reason=_frame_reason(reasons_of(curve), best),
    )


def _frame_reason(reasons: Reasons, frame: int) -> str:
    if not reasons["reason"]:
        return ""
    return reason_at(reasons, reasons["reason"][frame], reasons["amount"][frame])


def reason_at(reasons: Reasons, index: int, amount: float) -> str:
    """In words; "" for -1."""
    if not 0 <= index < len(reasons["texts"]):
        return ""
    template = reasons["texts"][index]
    return reason_format(template["text"], amount, template["digits"])
