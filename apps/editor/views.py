"""The timeline editor's page, its one call that writes, and its exports."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from apps.api import ApiError, body_read
from apps.editor import exports, services
from apps.editor.bodies import SegmentsBody
from apps.upload.models import VideoRequest
from apps.upload.selectors import request_detail, request_get, segment_states
from apps.users.selectors import session_user


@require_safe
@never_cache
@ensure_csrf_cookie
def timeline(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = _own(request, uid)
    return render(request, "editor/timeline.html", {"object": own, "request_state": request_detail(own)})


def segments_put(request: HttpRequest, uid: UUID) -> JsonResponse:
    own = _own(request, uid)
    body = body_read(request, SegmentsBody)
    segments = body.segments_checked(own.duration)
    try:
        saved = services.segments_save(uid=uid, revision=body.revision, segments=segments)
    except services.StaleRevision as error:
        raise _stale(error.request) from None
    except services.ScoredAgain:
        message = _("More segments like yours are being looked for. Repeat the edit when they are here.")
        raise ApiError(409, "scored_again", message) from None
    except services.NotReady:
        raise ApiError(409, "not_ready", _("The video has no segments to edit yet.")) from None
    return JsonResponse({"revision": saved.revision, "segments": segment_states(saved)})


@require_safe
@never_cache
def segments_csv(request: HttpRequest, uid: UUID) -> HttpResponse:
    """``?clock`` adds the recorder's time."""
    own = _own(request, uid)
    clock_start = own.clock_start if "clock" in request.GET else ""
    content = exports.segments_csv(exports.segments_kept(own), clock_start)
    return _attachment(own, "csv", "text/csv; charset=utf-8", content)


@require_safe
@never_cache
def segments_json(request: HttpRequest, uid: UUID) -> HttpResponse:
    own = _own(request, uid)
    return _attachment(own, "json", "application/json", exports.segments_json(own))


def _own(request: HttpRequest, uid: UUID) -> VideoRequest:
    return request_get(session_user(request.session), uid)


def _stale(request: VideoRequest) -> ApiError:
    message = _("The segments have been changed in another window.")
    return ApiError(
        409, "stale_revision", message, revision=request.revision, segments=segment_states(request)
    )


def _attachment(request: VideoRequest, ending: str, content_type: str, content: str) -> HttpResponse:
    name = f"{PurePath(request.title).stem}-segments.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
