"""What can happen to a request, from its creation to its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps import push
from apps.cameras.services import camera_use
from apps.plugins.selectors import plugins_available
from apps.upload import announce, files
from apps.upload.models import IN_PROCESS, Chunk, State, VideoRequest
from apps.upload.selectors import chunks_missing, requests_in_process
from apps.upload.teaching import examples_learned, examples_of_camera, examples_own
from apps.users.models import User
from smartcut.core.folder import KEPT_NAMES
from smartcut.core.names import video_name_make_safe
from smartcut.core.request_file import Example

TITLE_LENGTH = 255


class TooManyRequests(Exception):
    """The user has as many requests in process as one may have."""


class PluginUnavailable(Exception):
    """The plugin has not announced itself lately."""


class OtherChunk(Exception):
    """A chunk of this number is there, and it is another one."""


class NotUploading(Exception):
    """The request takes no more chunks."""

    def __init__(self, state: str) -> None:
        self.state = state


class MissingChunks(Exception):
    def __init__(self, missing: list[int]) -> None:
        self.missing = missing


class SurplusChunks(Exception):
    """There are more chunks than the upload is said to have."""


class NotTeachable(Exception):
    """There is no result yet, or its plugin does not learn, or what it needs is gone."""


class NothingJudged(Exception):
    """The analyst has neither marked nor changed anything."""


@transaction.atomic
def request_create(
    *,
    user: User,
    plugin_name: str,
    file_name: str,
    size: int,
    duration: float,
    interval: float,
    fingerprint: str,
    camera: str = "",
    clock_start: str = "",
) -> VideoRequest:
    """Takes one of the user's slots and makes the request's folder; the camera's areas are those of now."""
    plugin = plugins_available().filter(pk=plugin_name).first()
    if plugin is None:
        raise PluginUnavailable
    _slot_check(user)
    request = VideoRequest.objects.create(
        user=user,
        plugin_name=plugin.plugin_name,
        img_size=plugin.img_size,
        title=_title(file_name),
        video_name=video_name_make_safe(file_name),
        size=size,
        duration=duration,
        interval=interval,
        fingerprint=fingerprint,
        camera=camera,
        areas=camera_use(user=user, name=camera),
        clock_start=clock_start,
    )
    announce.request_file_write(request)
    return request


@transaction.atomic
def chunk_store(*, uid: UUID, index: int, received: files.ReceivedFile, frames: int) -> tuple[Chunk, bool]:
    """Stores a checked chunk once; gives it, and whether it is new.

    The request's row is locked from the look at its state to the commit: of two chunks with one number
    the file that is kept and the row that is kept are the same, and none comes after a cancel.
    """
    request = request_lock(uid)
    present = Chunk.objects.filter(request=request, index=index).first()
    if present is not None:
        return _same_chunk(present, received.sha256), False
    if request.state != State.UPLOADING:
        raise NotUploading(request.state)
    files.file_save(request.folder.chunk(index), received)
    chunk = Chunk.objects.create(
        request=request, index=index, sha256=received.sha256, size=received.size, frames=frames
    )
    _count_received(request, chunk)
    transaction.on_commit(partial(announce.chunk_announce, request, index))
    return chunk, True


def upload_complete(*, uid: UUID, chunks: int) -> VideoRequest:
    """All chunks have come: from here on the worker may score. Saying it again changes nothing."""
    return _upload_complete(uid, chunks, _examples_earlier(uid))


@transaction.atomic
def _upload_complete(uid: UUID, chunks: int, earlier: list[Example]) -> VideoRequest:
    request = request_lock(uid)
    if request.state in (State.SCORING, State.READY) and request.chunks_total == chunks:
        return request
    if request.state != State.UPLOADING:
        raise NotUploading(request.state)
    if missing := chunks_missing(request, chunks):
        raise MissingChunks(missing)
    if request.chunks_received > chunks:
        raise SurplusChunks
    request_change(request, state=State.SCORING, chunks_total=chunks, examples=_dumped(earlier))
    transaction.on_commit(partial(announce.upload_announce, request))
    return request


@transaction.atomic
def chunk_process(*, uid: UUID, index: int) -> None:
    """A worker has done a chunk. It may say so twice, or late."""
    request = requests_in_process().select_for_update().filter(pk=uid).first()
    if request is None:
        return
    chunk = Chunk.objects.filter(request=request, index=index, is_processed=False).first()
    if chunk is None:
        return
    Chunk.objects.filter(pk=chunk.pk).update(is_processed=True)
    request_change(
        request,
        chunks_processed=F("chunks_processed") + 1,
        frames_processed=F("frames_processed") + chunk.frames,
    )


def request_teach(*, uid: UUID) -> VideoRequest:
    """Scores a ready video again with what the analyst has judged; asking twice asks once."""
    return _request_teach(uid, _examples_earlier(uid))


@transaction.atomic
def _request_teach(uid: UUID, earlier: list[Example]) -> VideoRequest:
    request = request_lock(uid)
    if request.is_scored_again:
        return request
    if request.state != State.READY or not request.keeps_features:
        raise NotTeachable
    if not plugins_available().filter(pk=request.plugin_name).exists():
        raise PluginUnavailable
    own = examples_own(request)
    if not own:
        raise NothingJudged
    _slot_check(request.user)
    examples = _dumped(own + earlier)
    request_change(request, state=State.SCORING, taught=request.taught + 1, examples=examples, error="")
    transaction.on_commit(partial(announce.upload_announce, request))
    return request


@transaction.atomic
def clock_set(*, uid: UUID, clock_start: str) -> VideoRequest:
    """When the recording began, ``""`` for not known; saying it again changes nothing."""
    request = request_lock(uid)
    if request.clock_start != clock_start:
        request_change(request, clock_start=clock_start)
    return request


@transaction.atomic
def request_cancel(*, uid: UUID) -> None:
    """Frees the slot, deletes files and results; a ready request disappears from the list."""
    request = request_lock(uid)
    if request.state != State.CANCELLED:
        _results_delete(request)
        request_finish(request, state=State.CANCELLED)


@transaction.atomic
def request_teach_cancel(*, uid: UUID) -> None:
    """Looks for no more; the list is as it was. Nothing happens when the answer is there already."""
    request = request_lock(uid)
    if request.is_scored_again:
        request_teach_end(request)


def request_teach_end(request: VideoRequest, **values: Any) -> None:
    """Ready again, and nothing was learned; ``taught`` stays, so that a late answer is known."""
    request_change(request, state=State.READY, examples=examples_learned(request), **values)


def request_lock(uid: UUID) -> VideoRequest:
    return VideoRequest.objects.select_for_update().get(pk=uid)


def request_finish(request: VideoRequest, *, keeps_features: bool = False, **values: Any) -> None:
    """Ends a locked request: windows hear of it, then its files go, but for what its plugin learns from."""
    values |= {"finished": request.finished or timezone.now(), "keeps_features": keeps_features}
    request_change(request, **values)
    if keeps_features:
        transaction.on_commit(partial(files.folder_trim, str(request.uid), KEPT_NAMES))
    else:
        transaction.on_commit(partial(files.folder_delete, str(request.uid)))


def request_change(request: VideoRequest, **values: Any) -> None:
    """The one way to change what windows show of a locked request: the revision grows with it."""
    values |= {"revision": request.revision + 1, "updated": timezone.now()}
    VideoRequest.objects.filter(pk=request.pk).update(**values)
    request.refresh_from_db()
    transaction.on_commit(partial(push.request_push, request.uid, request.revision))


def _results_delete(request: VideoRequest) -> None:
    """By their related names: the app that owns them lies further along the journey."""
    request.segments.all().delete()
    if hasattr(request, "score_curve"):
        request.score_curve.delete()


def _examples_earlier(uid: UUID) -> list[Example]:
    """Of other videos. Read before anything is locked: it takes a while and need not be of this moment."""
    return examples_of_camera(VideoRequest.objects.get(pk=uid))


def _dumped(examples: list[Example]) -> list[dict[str, Any]]:
    return [example.model_dump() for example in examples]


def _slot_check(user: User) -> None:
    """The lock on the user's row makes parallel calls of one user count one after another."""
    User.objects.select_for_update().get(pk=user.pk)
    running = VideoRequest.objects.filter(user=user, state__in=IN_PROCESS).count()
    if running >= settings.MAX_REQUESTS_IN_PROCESS:
        raise TooManyRequests


def _title(file_name: str) -> str:
    """The real base name, without what neither screen nor database can show."""
    base = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    shown: Callable[[str], bool] = str.isprintable
    return "".join(filter(shown, base))[:TITLE_LENGTH] or "video"


def _same_chunk(present: Chunk, sha256: str) -> Chunk:
    if present.sha256 != sha256:
        raise OtherChunk
    return present


def _count_received(request: VideoRequest, chunk: Chunk) -> None:
    request_change(
        request,
        chunks_received=F("chunks_received") + 1,
        frames_received=F("frames_received") + chunk.frames,
        bytes_received=F("bytes_received") + chunk.size,
        last_chunk_at=timezone.now(),
    )
