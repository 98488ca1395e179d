from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from apps.editor.bodies import SegmentBody
from apps.results.models import Segment
from apps.results.services import segments_replace
from apps.upload.models import State, VideoRequest
from apps.upload.services import request_change, request_lock


class NotReady(Exception):
    """There is nothing to edit: no result yet, or no more."""


class ScoredAgain(Exception):
    """More is being looked for with the list as it is; an edit now would be lost when it is merged."""


class StaleRevision(Exception):
    """The list was made from another one than there is now."""

    def __init__(self, request: VideoRequest) -> None:
        self.request = request


@transaction.atomic
def segments_save(*, uid: UUID, revision: int, segments: Sequence[SegmentBody]) -> VideoRequest:
    """Replaces the whole list, if the window that made it had seen the latest one."""
    request = request_lock(uid)
    if request.state != State.READY and not request.is_scored_again:
        raise NotReady
    if request.revision != revision:  # first: the list may be there already, and only its answer was lost
        raise StaleRevision(request)
    if request.is_scored_again:
        raise ScoredAgain
    segments_replace(request, [Segment(request=request, **segment.model_dump()) for segment in segments])
    request_change(request)
    return request
