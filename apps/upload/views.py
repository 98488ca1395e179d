"""The start page, and the calls that bring a video's frames to the server."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from apps.api import body_read
from apps.cameras.selectors import camera_states
from apps.plugins.selectors import plugin_states
from apps.upload import files, refusals, selectors, services
from apps.upload.bodies import ClockBody, RequestBody, UploadedBody
from apps.upload.demo import demo_path
from apps.upload.models import VideoRequest
from apps.users.selectors import session_user
from apps.users.services import request_user
from smartcut.core import limits
from smartcut.core.chunks import ChunkError, chunk_check


@require_safe
@never_cache
@ensure_csrf_cookie
def start(request: HttpRequest) -> HttpResponse:
    """Makes the session, so that several videos dropped at once belong to one user."""
    user = request_user(request)
    context = {
        "limits": page_limits(),
        "plugins": plugin_states(),
        "requests": selectors.request_states(user),
        "cameras": camera_states(user),
        "has_demo": demo_path().exists(),
    }
    return render(request, "upload/start.html", context)


def request_list(request: HttpRequest) -> JsonResponse:
    user = session_user(request.session)
    return JsonResponse({"requests": selectors.request_states(user) if user else []})


def request_create(request: HttpRequest) -> JsonResponse:
    body = body_read(request, RequestBody)
    body.limits_check()
    try:
        created = services.request_create(
            user=request_user(request),
            plugin_name=body.plugin_name,
            file_name=body.video_name,
            size=body.size,
            duration=body.duration,
            interval=body.interval,
            fingerprint=body.fingerprint,
            camera=body.camera,
            clock_start=body.clock_start,
        )
    except services.PluginUnavailable:
        raise refusals.plugin_unavailable() from None
    except services.TooManyRequests:
        raise refusals.too_many_requests() from None
    return JsonResponse(_created(created), status=201)


def request_detail(request: HttpRequest, uid: UUID) -> JsonResponse:
    return JsonResponse(selectors.request_detail(_own(request, uid)))


def clock_put(request: HttpRequest, uid: UUID) -> JsonResponse:
    own = _own(request, uid)
    body = body_read(request, ClockBody)
    changed = services.clock_set(uid=own.uid, clock_start=body.clock_start)
    return JsonResponse({"clock_start": changed.clock_start, "revision": changed.revision})


def request_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    services.request_cancel(uid=_own(request, uid).uid)
    return HttpResponse(status=204)


def chunk_put(request: HttpRequest, uid: UUID, index: int) -> JsonResponse:
    own = _own(request, uid)
    if index >= own.chunks_at_most:
        raise refusals.chunk_out_of_range()
    try:
        with files.file_receive(request, max_bytes=limits.MAX_CHUNK_BYTES) as received:
            times = chunk_check(received.content, img_size=own.img_size)
            chunk, is_new = services.chunk_store(uid=uid, index=index, received=received, frames=len(times))
    except files.TooLarge:
        raise refusals.chunk_too_large() from None
    except ChunkError as error:
        raise refusals.bad_chunk(error) from error
    except services.OtherChunk:
        raise refusals.other_chunk() from None
    except services.NotUploading as error:
        raise refusals.not_uploading(error) from error
    return JsonResponse(_stored(uid, chunk.index, chunk.frames), status=201 if is_new else 200)


def upload_complete(request: HttpRequest, uid: UUID) -> JsonResponse:
    own = _own(request, uid)
    body = body_read(request, UploadedBody)
    if body.chunks > own.chunks_at_most:
        raise refusals.too_many_chunks()
    try:
        completed = services.upload_complete(uid=uid, chunks=body.chunks)
    except services.MissingChunks as error:
        raise refusals.missing_chunks(error) from error
    except services.SurplusChunks:
        raise refusals.surplus_chunks() from None
    except services.NotUploading as error:
        raise refusals.not_uploading(error) from error
    return JsonResponse({"state": completed.state}, status=202)


def request_teach(request: HttpRequest, uid: UUID) -> JsonResponse:
    own = _own(request, uid)
    try:
        taught = services.request_teach(uid=own.uid)
    except services.NotTeachable:
        raise refusals.not_teachable() from None
    except services.NothingJudged:
        raise refusals.nothing_judged() from None
    except services.PluginUnavailable:
        raise refusals.plugin_unavailable() from None
    except services.TooManyRequests:
        raise refusals.too_many_requests() from None
    return JsonResponse({"state": taught.state, "revision": taught.revision}, status=202)


def request_teach_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    services.request_teach_cancel(uid=_own(request, uid).uid)
    return HttpResponse(status=204)


def page_limits() -> dict[str, float]:
    return {
        "max_size_bytes": settings.MAX_SIZE_BYTES,
        "max_duration_s": settings.MAX_DURATION_S,
        "max_requests": settings.MAX_REQUESTS_IN_PROCESS,
        "min_interval_s": limits.MIN_INTERVAL_S,
        "max_interval_s": limits.MAX_INTERVAL_S,
        "default_interval_s": limits.DEFAULT_INTERVAL_S,
        "chunk_frames": limits.CHUNK_FRAMES,
    }


def _own(request: HttpRequest, uid: UUID) -> VideoRequest:
    return selectors.request_get(session_user(request.session), uid)


def _created(request: VideoRequest) -> dict[str, Any]:
    return {
        "user_request_uid": str(request.uid),
        "video_name": request.video_name,
        "plugin_name": request.plugin_name,
        "img_size": request.img_size,
        "chunk_frames": limits.CHUNK_FRAMES,
        "interval": request.interval,
        "max_chunk_bytes": limits.MAX_CHUNK_BYTES,
        "camera": request.camera,
        "areas": request.areas,
        "clock_start": request.clock_start,
        "revision": request.revision,
        "state": request.state,
        "url": request.get_absolute_url(),
    }


def _stored(uid: UUID, index: int, frames: int) -> dict[str, int]:
    """``ahead`` as of now, not of when the call began: it is the browser's brake."""
    ahead = VideoRequest.objects.get(pk=uid).ahead
    return {"index": index, "frames": frames, "ahead": ahead}
