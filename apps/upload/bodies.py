"""What the calls of this app carry."""

from __future__ import annotations

from typing import Annotated

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import AfterValidator, Field

from apps.api import ApiError, Body
from apps.cameras.bodies import CameraName
from smartcut.core.clock import clock_check
from smartcut.core.limits import MAX_INTERVAL_S, MIN_INTERVAL_S

ClockStart = Annotated[str, AfterValidator(clock_check)]


class RequestBody(Body):
    plugin_name: str = Field(min_length=1, max_length=50)
    video_name: str = Field(min_length=1, max_length=1000)
    size: int = Field(gt=0, lt=2**63)
    duration: float = Field(gt=0)
    interval: float = Field(ge=MIN_INTERVAL_S, le=MAX_INTERVAL_S)
    fingerprint: str = Field(pattern=r"^[\w.:-]{1,128}$")
    camera: CameraName = ""
    clock_start: ClockStart = ""

    def limits_check(self) -> None:
        """Raises when the video is beyond what the pilot takes."""
        if self.size > settings.MAX_SIZE_BYTES:
            raise ApiError(422, "too_large", _too_large())
        if self.duration > settings.MAX_DURATION_S:
            raise ApiError(422, "too_long", _too_long())


class ClockBody(Body):
    clock_start: ClockStart


class UploadedBody(Body):
    chunks: int = Field(ge=1)


def _too_large() -> str:
    gigabytes = f"{settings.MAX_SIZE_BYTES / 1024**3:g}"
    return _("The video is larger than %(gigabytes)s GB. Cut it into parts and search in each.") % {
        "gigabytes": gigabytes
    }


def _too_long() -> str:
    hours = settings.MAX_DURATION_S / 3600
    message = ngettext(
        "The video is longer than %(hours)s hour. Cut it into parts and search in each.",
        "The video is longer than %(hours)s hours. Cut it into parts and search in each.",
        round(hours),
    )
    return message % {"hours": f"{hours:g}"}
