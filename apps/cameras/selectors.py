"""The cameras of a user."""

from __future__ import annotations

from typing import Any, TypedDict

from apps.cameras.models import Camera
from apps.users.models import User


class CameraState(TypedDict):
    name: str
    areas: list[Any]


def camera_states(user: User | None) -> list[CameraState]:
    """The one used last comes first."""
    if user is None:
        return []
    return [camera_state(camera) for camera in Camera.objects.filter(user=user)]


def camera_state(camera: Camera) -> CameraState:
    return CameraState(name=camera.name, areas=camera.areas)
