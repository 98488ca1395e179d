from __future__ import annotations

from typing import Any

from django.utils import timezone

from apps.cameras.models import Camera
from apps.users.models import User
from smartcut.core.areas import Areas


def camera_save(*, user: User, name: str, areas: Areas) -> Camera:
    """Sets the areas of a camera, which may be new. Requests that have begun keep those they had."""
    values = {"areas": [area.model_dump(mode="json") for area in areas], "updated": timezone.now()}
    return Camera.objects.update_or_create(user=user, name=name, defaults=values)[0]


def camera_use(*, user: User, name: str) -> list[Any]:
    """Remembers a camera by its name, "" for none; gives the areas that it has now."""
    if not name:
        return []
    now = timezone.now()
    areas: list[Any] = Camera.objects.update_or_create(user=user, name=name, defaults={"updated": now})[
        0
    ].areas
    return areas
