from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from apps.api import body_read
from apps.cameras.bodies import CameraBody
from apps.cameras.selectors import camera_state, camera_states
from apps.cameras.services import camera_save
from apps.users.selectors import session_user
from apps.users.services import request_user


def camera_list(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"cameras": camera_states(session_user(request.session))})


def camera_put(request: HttpRequest) -> JsonResponse:
    body = body_read(request, CameraBody)
    body.areas_check()
    saved = camera_save(user=request_user(request), name=body.name, areas=body.areas)
    return JsonResponse(camera_state(saved))
