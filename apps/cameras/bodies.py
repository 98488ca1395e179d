"""What the calls of this app carry."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from django.utils.translation import gettext_lazy, ngettext
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from apps.api import ApiError, Body
from apps.cameras.models import CAMERA_LENGTH
from smartcut.core.areas import AREAS_AT_MOST, Areas, area_problem

PROBLEMS = {
    "crossed": gettext_lazy("The edges of area %(number)s cross each other. Move its points apart."),
    "flat": gettext_lazy(
        "Area %(number)s is flat: nothing lies inside it. Move its points apart or delete it."
    ),
}


def name_normalize(name: object) -> object:
    """One spelling: file names from macOS have their accents apart."""
    return unicodedata.normalize("NFC", name).strip() if isinstance(name, str) else name


def _name_check(name: str) -> str:
    if not name.isprintable():
        raise ValueError("a camera's name is one line of printable characters")
    return name


CameraName = Annotated[
    str,
    BeforeValidator(name_normalize),
    StringConstraints(max_length=CAMERA_LENGTH),
    AfterValidator(_name_check),
]
"""May be empty: no camera."""


class CameraBody(Body):
    name: CameraName = Field(min_length=1)
    areas: Areas

    def areas_check(self) -> None:
        """Raises for what a polygon's fields alone do not show."""
        if len(self.areas) > AREAS_AT_MOST:
            raise ApiError(422, "too_many_areas", _too_many())
        for number, area in enumerate(self.areas, start=1):
            if problem := area_problem(area):
                raise ApiError(422, "bad_area", str(PROBLEMS[problem]) % {"number": number})


class CameraRenameBody(Body):
    name: CameraName = Field(min_length=1)
    new_name: CameraName = Field(min_length=1)


def _too_many() -> str:
    message = ngettext(
        "A camera may have %(count)s area at most.",
        "A camera may have %(count)s areas at most.",
        AREAS_AT_MOST,
    )
    return message % {"count": AREAS_AT_MOST}
