"""What a plugin found, and what the analyst made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.upload.models import VideoRequest
from smartcut.core.segments import Thresholds

LABEL_LENGTH = 100
VERSION_LENGTH = 100


class ScoreCurve(models.Model):
    """The score of each frame: the curve over the timeline, and what thresholds are moved on."""

    request = models.OneToOneField(
        VideoRequest, models.CASCADE, primary_key=True, related_name="score_curve", verbose_name=_("request")
    )
    times = models.JSONField(_("times, s"), default=list)
    scores = models.JSONField(_("scores"), default=list)
    reasons = models.JSONField(
        _("reasons"),
        default=dict,
        blank=True,
        help_text=_("Texts, and for each frame an index and a number."),
    )
    suppressed = models.JSONField(
        _("suppressed stretches"), default=list, blank=True, help_text=_("What the plugin saw and held back.")
    )
    proposals = models.JSONField(
        _("proposals"),
        default=list,
        blank=True,
        help_text=_("Start and stop of each, at these thresholds: to be read without the curve."),
    )
    examples = models.JSONField(
        _("examples"), default=list, blank=True, help_text=_("What the plugin had learned from.")
    )
    # empty when it is not known
    plugin_version = models.CharField(_("plugin version"), max_length=VERSION_LENGTH, blank=True)
    # as smartcut/core/boxes.py packs them; empty without any
    boxes = models.BinaryField(_("boxes"), default=b"", blank=True)
    threshold_on = models.FloatField(_("threshold on"))
    threshold_off = models.FloatField(_("threshold off"))

    class Meta:
        verbose_name = _("score curve")
        verbose_name_plural = _("score curves")
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_off__gte=0)
                & Q(threshold_off__lte=F("threshold_on"))
                & Q(threshold_on__lte=1),
                name="score_curve_thresholds_ordered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def thresholds(self) -> Thresholds:
        return Thresholds(on=self.threshold_on, off=self.threshold_off)


class Verdict(models.TextChoices):
    """What the analyst said of a segment; an irrelevant one is neither cut nor exported."""

    NONE = "", _("not judged")
    RELEVANT = "relevant", _("relevant")
    IRRELEVANT = "irrelevant", _("irrelevant")


class Segment(models.Model):
    """A stretch of the video worth keeping; the segments of a request do not overlap."""

    request = models.ForeignKey(
        VideoRequest, models.CASCADE, related_name="segments", verbose_name=_("request")
    )
    start = models.FloatField(_("start, s"))
    stop = models.FloatField(_("stop, s"))
    label = models.CharField(_("label"), max_length=LABEL_LENGTH, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True, default=Verdict.NONE)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["request", "start"]
        constraints = [
            models.UniqueConstraint(fields=["request", "start"], name="segment_starts_once"),
            models.CheckConstraint(condition=Q(start__gte=0), name="segment_starts_in_video"),
            models.CheckConstraint(condition=Q(stop__gt=F("start")), name="segment_stops_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.start:.3f}–{self.stop:.3f}"
