"""A camera, as its user names it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.users.models import User

CAMERA_LENGTH = 100
CAMERAS_AT_MOST = 500
"""Of one user: all of them come with the start page."""


class Camera(models.Model):
    """What videos of one view have in common: a name, and the areas drawn on its picture."""

    user = models.ForeignKey(User, models.CASCADE, related_name="cameras", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=CAMERA_LENGTH)
    areas = models.JSONField(_("areas"), default=list, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated = models.DateTimeField(_("updated"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")
        ordering = ["-updated"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="camera_once_for_user"),
            models.CheckConstraint(condition=~models.Q(name=""), name="camera_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
