"""What a window may know of a request."""

from __future__ import annotations

from typing import Any, TypedDict
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.plugins.selectors import plugin_labels, plugins_available
from apps.upload.failures import failure_translate
from apps.upload.models import IN_PROCESS, Chunk, State, VideoRequest
from apps.upload.teaching import examples_own
from apps.users.models import User

LISTED = 100


class Progress(TypedDict):
    frames_expected: int
    frames_received: int
    frames_processed: int
    chunks_received: int
    chunks_processed: int
    chunks_total: int | None


class SegmentState(TypedDict):
    start: float
    stop: float
    label: str
    verdict: str


class RequestState(TypedDict):
    user_request_uid: str
    plugin_name: str
    plugin_label: str
    is_plugin_available: bool
    video_name: str
    title: str
    size: int
    duration: float
    interval: float
    fingerprint: str
    img_size: int
    keeps_features: bool
    is_scored_again: bool
    is_judged: bool
    camera: str
    areas: list[Any]
    clock_start: str
    state: str
    error: str
    revision: int
    created: str
    url: str
    progress: Progress
    ahead: int
    segments: list[SegmentState]


class RequestDetail(RequestState):
    received_chunks: list[int]


def request_get(user: User | None, uid: UUID) -> VideoRequest:
    """The user's own request; anybody else's does not exist for them."""
    if user is None:
        raise Http404
    try:
        return VideoRequest.objects.get(user=user, uid=uid)
    except VideoRequest.DoesNotExist:
        raise Http404 from None


def requests_listed(user: User) -> QuerySet[VideoRequest]:
    """Newest first; what the user removed is gone from the list."""
    requests = VideoRequest.objects.filter(user=user).exclude(state=State.CANCELLED)
    return requests.prefetch_related("segments").order_by("-created")[:LISTED]


def requests_in_process() -> QuerySet[VideoRequest]:
    return VideoRequest.objects.filter(state__in=IN_PROCESS)


def request_states(user: User) -> list[RequestState]:
    labels, available = plugin_labels(), _names_available()
    return [_state(request, labels, available) for request in requests_listed(user)]


def request_state(request: VideoRequest) -> RequestState:
    """With whether there is anything to learn from, which would take too long for a list of requests."""
    state = _state(request, plugin_labels(), _names_available())
    is_teachable = request.keeps_features and request.state == State.READY
    state["is_judged"] = is_teachable and bool(examples_own(request))
    return state


def request_detail(request: VideoRequest) -> RequestDetail:
    return RequestDetail(**request_state(request), received_chunks=chunks_received(request))


def chunks_received(request: VideoRequest) -> list[int]:
    chunks = Chunk.objects.filter(request=request).order_by("index")
    return list(chunks.values_list("index", flat=True))


def chunks_missing(request: VideoRequest, chunks: int) -> list[int]:
    return sorted(set(range(chunks)) - set(chunks_received(request)))


def _names_available() -> set[str]:
    return set(plugins_available().values_list("plugin_name", flat=True))


def _state(request: VideoRequest, labels: dict[str, str], available: set[str]) -> RequestState:
    return RequestState(
        user_request_uid=str(request.uid),
        plugin_name=request.plugin_name,
        plugin_label=labels.get(request.plugin_name, request.plugin_name),
        is_plugin_available=request.plugin_name in available,
        video_name=request.video_name,
        title=request.title,
        size=request.size,
        duration=request.duration,
        interval=request.interval,
        fingerprint=request.fingerprint,
        img_size=request.img_size,
        keeps_features=request.keeps_features,
        is_scored_again=request.is_scored_again,
        is_judged=False,
        camera=request.camera,
        areas=request.areas,
        clock_start=request.clock_start,
        state=request.state,
        error=failure_translate(request.error),
        revision=request.revision,
        created=request.created.isoformat(),
        url=request.get_absolute_url(),
        progress=_progress(request),
        ahead=request.ahead if request.is_in_process else 0,
        segments=segment_states(request),
    )


def _progress(request: VideoRequest) -> Progress:
    return Progress(
        frames_expected=request.frames_expected,
        frames_received=request.frames_received,
        frames_processed=request.frames_processed,
        chunks_received=request.chunks_received,
        chunks_processed=request.chunks_processed,
        chunks_total=request.chunks_total,
    )


def segment_states(request: VideoRequest) -> list[SegmentState]:
    """By their related name: the app that owns them lies further along the journey."""
    return [
        SegmentState(start=s.start, stop=s.stop, label=s.label, verdict=s.verdict)
        for s in request.segments.all()
    ]
