"""What the analyst has judged, as the examples that a plugin learns from.

Segments and scores are read by their related names: the app that owns them lies further along the journey.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, Protocol

from django.db.models import Q

from apps.upload.models import State, VideoRequest
from smartcut.core.request_file import Example
from smartcut.core.segments import Segment

EARLIER_AT_MOST = 8
"""Earlier videos of the camera that are learned from, the newest."""
EXAMPLES_AT_MOST = 500
"""Of one video."""
SAME_S = 0.0015
"""Browsers round to a millisecond."""

IRRELEVANT = "irrelevant"


class Span(Protocol):
    @property
    def start(self) -> float: ...
    @property
    def stop(self) -> float: ...


def examples_own(request: VideoRequest) -> list[Example]:
    """What the list says by now, and of what was learned before that which it does not gainsay."""
    segments = list(request.segments.all())
    proposals = proposals_of(request)
    earlier = _earlier(request)
    judged = _verdicts(segments, proposals, is_first=not earlier)
    deleted = [(span, False) for span in proposals if not is_overlapped(span, segments)]
    made = [_example(request, span, is_relevant=is_relevant) for span, is_relevant in judged + deleted]
    return (made + _not_gainsaid(earlier, made, segments))[:EXAMPLES_AT_MOST]


def examples_of_camera(request: VideoRequest) -> list[Example]:
    """What the user has judged in earlier videos of the camera, and in searches of the same video."""
    if not VideoRequest.objects.filter(_same_plugin(request), keeps_features=True).exists():
        return []
    alike = Q(fingerprint=request.fingerprint)
    if request.camera:
        alike |= Q(camera=request.camera)
    earlier = VideoRequest.objects.filter(
        alike, _same_plugin(request), state=State.READY, keeps_features=True, img_size=request.img_size
    )
    newest = earlier.exclude(pk=request.pk).order_by("-updated")[:EARLIER_AT_MOST]
    return list(chain.from_iterable(examples_own(one) for one in newest.prefetch_related("segments")))


def proposals_of(request: VideoRequest) -> list[Segment]:
    """What the plugin proposed at its own thresholds; the curve, which may be that of a day, stays unread."""
    return [Segment(start=start, stop=stop) for start, stop in _beside_curve(request, "proposals")]


def examples_learned(request: VideoRequest) -> list[Any]:
    """What the plugin had learned from when it made the present scores, as it is stored."""
    return _beside_curve(request, "examples")


def is_touched(segment: Any, proposals: Iterable[Span]) -> bool:
    """Whether the analyst has made, changed, named or judged it: it is not just as it was proposed."""
    return bool(segment.verdict or segment.label) or not any(_is_same(segment, one) for one in proposals)


def is_overlapped(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < other.stop and other.start < span.stop for other in others)


def _beside_curve(request: VideoRequest, field: str) -> list[Any]:
    stored = VideoRequest.objects.filter(pk=request.pk).values_list(f"score_curve__{field}", flat=True)
    return stored.first() or []


def _same_plugin(request: VideoRequest) -> Q:
    return Q(user=request.user_id, plugin_name=request.plugin_name)


def _verdicts(
    segments: Sequence[Any], proposals: Sequence[Span], *, is_first: bool
) -> list[tuple[Any, bool]]:
    """Relevant is what was marked, made or changed. Of a first list that was edited and in which nothing is
    marked, all that was left in it is: the analyst has gone through it. A later one has unseen proposals."""
    touched = [segment for segment in segments if is_touched(segment, proposals)]
    is_edited = bool(touched) or any(not is_overlapped(one, segments) for one in proposals)
    has_verdicts = any(segment.verdict for segment in segments)
    meant = segments if is_first and is_edited and not has_verdicts else touched
    return [(segment, segment.verdict != IRRELEVANT) for segment in meant]


def _earlier(request: VideoRequest) -> list[Example]:
    """Of this video, what was learned before: a deleted proposal is none of the proposals any more."""
    stored = map(Example.model_validate, request.examples)
    return [one for one in stored if one.folder == request.folder.path]


def _not_gainsaid(
    earlier: Iterable[Example], made: Sequence[Span], segments: Sequence[Span]
) -> list[Example]:
    open_ones = [one for one in earlier if not is_overlapped(one, made)]
    return [one for one in open_ones if is_overlapped(one, segments) == one.is_relevant]


def _example(request: VideoRequest, span: Span, *, is_relevant: bool) -> Example:
    return Example(folder=request.folder.path, start=span.start, stop=span.stop, is_relevant=is_relevant)


def _is_same(one: Span, other: Span) -> bool:
    return abs(one.start - other.start) < SAME_S and abs(one.stop - other.stop) < SAME_S
