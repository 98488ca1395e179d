"""What a worker's answer does to a request. Every answer may come twice, late, or too early."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from math import isfinite
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from pydantic import ValidationError

from apps.results.evidence import Reasons, ReasonTemplate, SuppressedStretch
from apps.results.models import VERSION_LENGTH, ScoreCurve, Segment
from apps.results.reasons import DIGITS_AT_MOST
from apps.upload.models import State, VideoRequest
from apps.upload.selectors import requests_in_process
from apps.upload.services import request_finish, request_teach_end
from apps.upload.teaching import Span, is_overlapped, is_touched, proposals_of
from smartcut.core import failures
from smartcut.core import segments as core
from smartcut.core.failure_file import FailureFile
from smartcut.core.request_file import Example
from smartcut.core.scores_file import ScoresFile, Suppressed
from smartcut.core.segments import DEFAULT_RULES

logger = logging.getLogger(__name__)

ERROR_LENGTH = 500


def results_save(*, uid: UUID) -> bool:
    """Reads what the worker left in the storage and makes the request ready, once."""
    request = VideoRequest.objects.filter(pk=uid, state=State.SCORING).first()
    scores = _scores_read(request) if request else None
    return scores is not None and _results_write(uid, scores)


@transaction.atomic
def request_fail(*, uid: UUID, error: str) -> None:
    """Ends a request that the plugin could not do; one that has ended already stays as it is.

    One that was to be scored again keeps the list that it had, and does not end by what is told late of the
    time before.
    """
    request = requests_in_process().select_for_update().filter(pk=uid).first()
    if request is None or _is_about_before(request):
        return
    error = _text(error, ERROR_LENGTH)
    if request.is_scored_again:
        request_teach_end(request, error=error, keeps_features=error != failures.DIGEST_LOST)
    else:
        request_finish(request, state=State.FAILED, error=error)


def _text(text: str, length: int) -> str:
    """What a worker wrote, as the database takes it."""
    return text.replace("\0", "")[:length]


def _is_about_before(request: VideoRequest) -> bool:
    try:
        with default_storage.open(request.folder.failure) as file:
            return FailureFile.model_validate_json(file.read()).taught < request.taught
    except FileNotFoundError:
        return False
    except ValidationError as error:
        logger.error("Could not read %s: %s", request.folder.failure, error)
        return False


def segments_replace(request: VideoRequest, segments: Iterable[Segment]) -> None:
    """The whole list at once; within the transaction that locked the request."""
    Segment.objects.filter(request=request).delete()
    Segment.objects.bulk_create(segments)


def _scores_read(request: VideoRequest) -> ScoresFile | None:
    """None when there is nothing good to read: then reconcile asks the worker again."""
    try:
        with default_storage.open(request.folder.scores) as file:
            return ScoresFile.model_validate_json(file.read())
    except FileNotFoundError:
        logger.warning("There is no %s yet", request.folder.scores)
    except ValidationError as error:
        logger.error("Could not read %s: %s", request.folder.scores, error)
    return None


@transaction.atomic
def _results_write(uid: UUID, scores: ScoresFile) -> bool:
    """The request may have been cancelled, or made ready, while the file was being read."""
    request = VideoRequest.objects.select_for_update().filter(pk=uid, state=State.SCORING).first()
    if request is None or request.taught != scores.taught:
        return False  # what was there before the analyst asked again comes late
    segments = _segments(request, scores.segments)  # first: they depend on the proposals that were there
    curve = _curve(scores) | {"examples": request.examples}
    ScoreCurve.objects.update_or_create(request=request, defaults=curve)
    segments_replace(request, segments)
    request.chunks.update(is_processed=True)
    request_finish(
        request,
        state=State.READY,
        keeps_features=scores.keeps_features,
        chunks_processed=request.chunks_received,
        frames_processed=request.frames_received,
    )
    return True


def _curve(scores: ScoresFile) -> dict[str, object]:
    return {
        "times": [round(time, 3) for time in scores.times],
        "scores": [round(score, 6) for score in scores.scores],
        "reasons": _reasons(scores),
        "suppressed": [_suppressed(stretch) for stretch in scores.suppressed],
        "proposals": [(segment.start, segment.stop) for segment in scores.segments],
        "plugin_version": _text(scores.plugin_version, VERSION_LENGTH),
        "boxes": scores.boxes,
        "threshold_on": scores.thresholds.on,
        "threshold_off": scores.thresholds.off,
    }


def _reasons(scores: ScoresFile) -> Reasons:
    """Only what has one for each frame can be told."""
    if len(scores.reason) != len(scores.times):
        return Reasons(texts=_texts(scores), reason=[], amount=[])
    amount = scores.amount if len(scores.amount) == len(scores.times) else [0.0] * len(scores.times)
    return Reasons(texts=_texts(scores), reason=scores.reason, amount=[_amount(one) for one in amount])


def _texts(scores: ScoresFile) -> list[ReasonTemplate]:
    return [
        ReasonTemplate(text=one.text, digits=min(max(one.digits, 0), DIGITS_AT_MOST))
        for one in scores.reasons
    ]


def _suppressed(stretch: Suppressed) -> SuppressedStretch:
    return SuppressedStretch(
        start=round(stretch.start, 3),
        stop=round(stretch.stop, 3),
        best=round(stretch.best, 3),
        score=round(stretch.score, 6),
        reason=stretch.reason,
        amount=_amount(stretch.amount),
    )


def _amount(number: float) -> float:
    """JSON has no infinity."""
    return round(number, DIGITS_AT_MOST) if isfinite(number) else 0.0


def _segments(request: VideoRequest, found: Iterable[core.Segment]) -> list[Segment]:
    """What the analyst judged, made or changed stays as it is; new proposals come where nothing is judged."""
    kept, judged = _judged(request) if request.taught else ([], [])
    margin = max(DEFAULT_RULES.merge_gap, request.interval + DEFAULT_RULES.padding)
    new = (span for segment in found for span in _outside(segment, judged, margin))
    return kept + [Segment(request=request, start=start, stop=stop) for start, stop in new]


def _outside(segment: Span, judged: Iterable[Span], margin: float) -> Iterator[tuple[float, float]]:
    """What is left of a proposal beside judged stretches: a new event may lie close to a judged one.

    What is no longer than ``margin`` (seconds), by which segments reach beyond what was seen, is no event.
    """
    start = segment.start
    for one in sorted(judged, key=lambda span: span.start):
        if one.stop <= start or one.start >= segment.stop:
            continue
        if one.start - start > margin:
            yield start, one.start
        start = max(start, one.stop)
    if segment.stop - start > margin:
        yield start, segment.stop


def _judged(request: VideoRequest) -> tuple[list[Segment], list[Span]]:
    """The segments that stay, and with them what was deleted or cut off from proposals."""
    proposals = proposals_of(request)
    folder = request.folder.path
    learned = [one for one in map(Example.model_validate, request.examples) if one.folder == folder]
    segments = list(request.segments.all())
    kept = [one for one in segments if is_touched(one, proposals) or is_overlapped(one, learned)]
    seen = [one for one in proposals if is_overlapped(one, kept)]
    return kept, [*kept, *learned, *seen]
