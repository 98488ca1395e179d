"""What beat repairs: hints that were lost, and requests that were left."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from redis.exceptions import RedisError

from apps.redis_client import redis_client
from apps.upload import announce, files
from apps.upload.models import Chunk, State, VideoRequest
from apps.upload.selectors import requests_in_process
from apps.upload.services import request_finish
from apps.users.services import users_forget
from smartcut.core.folder import KEPT_NAMES
from smartcut.core.queues import new_files

logger = logging.getLogger(__name__)

NO_NEWS = timedelta(seconds=20)
HINTS_AT_ONCE = 40


def requests_reconcile() -> int:
    """Reminds the workers of requests without news; gives how many requests."""
    stale = [request for request in requests_stale() if _is_queue_empty(request.plugin_name)]
    return sum(request_remind(request) for request in stale)


def requests_stale() -> QuerySet[VideoRequest]:
    """In process, with work left, and neither changed nor reminded of lately."""
    before = timezone.now() - NO_NEWS
    quiet = Q(updated__lt=before) & (Q(hinted__isnull=True) | Q(hinted__lt=before))
    has_work = Q(state=State.SCORING) | Q(chunks_processed__lt=F("chunks_received"))
    return requests_in_process().filter(quiet & has_work)


def request_remind(request: VideoRequest) -> bool:
    """Sends the hints of a request again, whichever may have been lost."""
    VideoRequest.objects.filter(pk=request.pk).update(hinted=timezone.now())
    if request.state == State.SCORING:
        return announce.upload_announce(request) and _chunks_remind(request)
    announce.request_file_write(request)
    return _chunks_remind(request)


def requests_expire() -> int:
    """Ends what nobody went on with, and deletes what is left in the storage; gives how many."""
    before = timezone.now() - timedelta(seconds=settings.EXPIRE_AFTER_S)
    idle = list(_uploads_left(before).values_list("pk", flat=True))
    expired = sum(_expire(uid, before) for uid in idle)
    _digests_forget()
    _folders_sweep()
    files.temporary_sweep()
    users_forget()
    return expired


def _chunks_remind(request: VideoRequest) -> bool:
    waiting = Chunk.objects.filter(request=request, is_processed=False).order_by("index")
    indexes = list(waiting.values_list("index", flat=True)[:HINTS_AT_ONCE])
    return all(announce.chunk_announce(request, index) for index in indexes)


def _is_queue_empty(plugin_name: str) -> bool:
    """While hints lie in the queue, more would only make it longer."""
    try:
        with redis_client() as redis:
            return bool(redis.llen(new_files(plugin_name)) == 0)
    except RedisError as error:
        logger.warning("Could not look at the queue of %s: %s", plugin_name, error)
        return False


def _uploads_left(before: datetime) -> QuerySet[VideoRequest]:
    """Only uploads: one that is complete waits for its plugin, however long that is away."""
    return VideoRequest.objects.filter(state=State.UPLOADING, updated__lt=before)


@transaction.atomic
def _expire(uid: UUID, before: datetime) -> bool:
    """Looks again under the lock: the browser may be back."""
    request = _uploads_left(before).select_for_update().filter(pk=uid).first()
    if request is None:
        return False
    request_finish(request, state=State.EXPIRED)
    return True


def _digests_forget() -> None:
    """Nobody has worked on these for long: the plugins learn from newer ones."""
    before = timezone.now() - timedelta(days=settings.KEEP_FEATURES_DAYS)
    for uid in list(_digests_old(before).values_list("pk", flat=True)):
        _digest_forget(uid, before)


def _digests_old(before: datetime) -> QuerySet[VideoRequest]:
    return VideoRequest.objects.filter(state=State.READY, keeps_features=True, updated__lt=before)


@transaction.atomic
def _digest_forget(uid: UUID, before: datetime) -> None:
    request = _digests_old(before).select_for_update().filter(pk=uid).first()
    if request is not None:
        request_finish(request, state=State.READY)


def _folders_sweep() -> None:
    ready = VideoRequest.objects.filter(state=State.READY, keeps_features=True)
    learned = set(map(str, ready.values_list("pk", flat=True)))
    for name in files.folders_stored():
        if name in learned:
            files.folder_trim(name, KEPT_NAMES)
        elif not _is_folder_needed(name):
            files.folder_delete(name)


def _is_folder_needed(name: str) -> bool:
    """A folder without a row may belong to a request that is being created just now."""
    try:
        request = VideoRequest.objects.filter(pk=UUID(name)).first()
    except ValueError:
        return True
    if request is None:
        return files.folder_age_s(name) < settings.EXPIRE_AFTER_S
    return request.is_in_process or (request.state == State.READY and request.keeps_features)
