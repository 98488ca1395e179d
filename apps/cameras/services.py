from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.cameras.models import CAMERAS_AT_MOST, Camera
from apps.users.models import User
from smartcut.core.areas import Areas


class TooManyCameras(Exception):
    """The user has as many cameras as one may have."""


class NoCamera(Exception):
    """The user has no camera of that name, or none any more."""


class CameraExists(Exception):
    """Another camera of the user has that name."""


@transaction.atomic
def camera_save(*, user: User, name: str, areas: Areas) -> Camera:
    """Sets the areas of a camera, which may be new. Requests that have begun keep those they had."""
    if not _has_room(user, name):
        raise TooManyCameras
    values = {"areas": [area.model_dump(mode="json") for area in areas], "updated": timezone.now()}
    return Camera.objects.update_or_create(user=user, name=name, defaults=values)[0]


@transaction.atomic
def camera_use(*, user: User, name: str) -> list[Any]:
    """Remembers a camera by its name, "" for none, while there is room; gives the areas that it has now."""
    if not name or not _has_room(user, name):
        return []
    now = timezone.now()
    areas: list[Any] = Camera.objects.update_or_create(user=user, name=name, defaults={"updated": now})[
        0
    ].areas
    return areas


@transaction.atomic
def camera_rename(*, user: User, name: str, new_name: str) -> Camera:
    """Its videos go along, so that later ones go on learning from them; each keeps the areas it had."""
    camera = Camera.objects.select_for_update().filter(user=user, name=name).first()
    if camera is None:
        raise NoCamera
    camera.name = new_name
    try:
        with transaction.atomic():
            camera.save(update_fields=["name"])
    except IntegrityError:
        raise CameraExists from None
    # by their related name: the app that owns them lies further along the journey
    user.requests.filter(camera=name).update(camera=new_name)
    return camera


def camera_delete(*, user: User, name: str) -> None:
    """Its name is not offered any more and its areas are gone; videos keep theirs. Twice is as once."""
    Camera.objects.filter(user=user, name=name).delete()


def _has_room(user: User, name: str) -> bool:
    """The lock on the user's row makes parallel calls of one user count one after another."""
    User.objects.select_for_update().get(pk=user.pk)
    cameras = Camera.objects.filter(user=user)
    return cameras.filter(name=name).exists() or cameras.count() < CAMERAS_AT_MOST
