from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from apps.api import ApiError
from apps.results import selectors
from apps.results.models import ScoreCurve
from apps.upload.selectors import request_get
from apps.users.selectors import session_user


def scores(request: HttpRequest, uid: UUID) -> JsonResponse:
    return JsonResponse(selectors.scores_state(_curve(request, uid)))


def proposals(request: HttpRequest, uid: UUID) -> JsonResponse:
    curve = _curve(request, uid)
    thresholds = selectors.thresholds_moved(curve, _threshold(request.GET.get("on", "")))
    segments = selectors.segments_proposed(curve, thresholds)
    return JsonResponse({"segments": segments, "thresholds": thresholds.model_dump()})


def boxes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Packed as they are kept: the browser unpacks them without being asked to."""
    packed = selectors.boxes_packed(request_get(session_user(request.session), uid))
    if packed is None:
        raise _no_scores()
    if not packed:
        return JsonResponse({"labels": [], "frames": []})
    return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": "gzip"})


def _curve(request: HttpRequest, uid: UUID) -> ScoreCurve:
    curve = selectors.score_curve(request_get(session_user(request.session), uid))
    if curve is None:
        raise _no_scores()
    return curve


def _no_scores() -> ApiError:
    return ApiError(404, "no_scores", _("The video has not been scored yet."))


def _threshold(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ApiError(422, "invalid", _("The threshold must be a number from 0 to 1."))
    return value
