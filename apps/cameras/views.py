from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.api import ApiError, body_read
from apps.cameras import services
from apps.cameras.bodies import CameraBody, CameraRenameBody, name_normalize
from apps.cameras.models import CAMERAS_AT_MOST
from apps.cameras.selectors import camera_state, camera_states
from apps.users.selectors import session_user
from apps.users.services import request_user


def camera_list(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"cameras": camera_states(session_user(request.session))})


def camera_put(request: HttpRequest) -> JsonResponse:
    body = body_read(request, CameraBody)
    body.areas_check()
    try:
        saved = services.camera_save(user=request_user(request), name=body.name, areas=body.areas)
    except services.TooManyCameras:
        raise ApiError(422, "too_many_cameras", _too_many()) from None
    return JsonResponse(camera_state(saved))


def camera_rename(request: HttpRequest) -> JsonResponse:
    body = body_read(request, CameraRenameBody)
    user = session_user(request.session)
    try:
        if user is None:
            raise services.NoCamera
        renamed = services.camera_rename(user=user, name=body.name, new_name=body.new_name)
    except services.NoCamera:
        raise ApiError(404, "no_camera", _("There is no camera of that name any more.")) from None
    except services.CameraExists:
        message = _("Another camera is called %(name)s already. Choose another name.")
        raise ApiError(409, "camera_exists", message % {"name": body.new_name}) from None
    return JsonResponse(camera_state(renamed))


def camera_delete(request: HttpRequest) -> HttpResponse:
    user = session_user(request.session)
    if user is not None:
        services.camera_delete(user=user, name=str(name_normalize(request.GET.get("name", ""))))
    return HttpResponse(status=204)


def _too_many() -> str:
    message = ngettext(
        "You may have %(count)s camera at most. Delete one that you no longer need.",
        "You may have %(count)s cameras at most. Delete one that you no longer need.",
        CAMERAS_AT_MOST,
    )
    return message % {"count": CAMERAS_AT_MOST}
