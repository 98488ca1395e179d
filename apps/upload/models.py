"""A request and its chunks."""

from __future__ import annotations

import math
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.cameras.models import CAMERA_LENGTH
from apps.users.models import User
from smartcut.core.clock import CLOCK_LENGTH
from smartcut.core.folder import RequestFolder, chunk_name
from smartcut.core.limits import CHUNK_FRAMES


class State(models.TextChoices):
    UPLOADING = "uploading", _("Uploading")
    SCORING = "scoring", _("Scoring")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


IN_PROCESS = (State.UPLOADING, State.SCORING)


class VideoRequest(models.Model):
    """One video given to one plugin at one interval.

    The counters repeat what the chunks say, so that a window's state is one row; they change together
    with the chunks, in one transaction.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="requests", verbose_name=_("user"))
    plugin_name = models.CharField(_("plugin"), max_length=50)
    img_size = models.PositiveIntegerField(_("frame size, pixels"))
    title = models.CharField(_("title"), max_length=255, help_text=_("The file's own name."))
    video_name = models.CharField(_("name in the storage"), max_length=100)
    size = models.PositiveBigIntegerField(_("size, bytes"))
    duration = models.FloatField(_("duration, s"))
    interval = models.FloatField(_("interval, s"))
    fingerprint = models.CharField(_("fingerprint"), max_length=128)
    camera = models.CharField(
        _("camera"),
        max_length=CAMERA_LENGTH,
        blank=True,
        default="",
        help_text=_("A name that the user gave."),
    )
    areas = models.JSONField(
        _("areas"),
        default=list,
        blank=True,
        help_text=_("Of the camera, as they were when the search began."),
    )
    clock_start = models.CharField(
        _("start of the recording"),
        max_length=CLOCK_LENGTH,
        blank=True,
        default="",
        help_text=_("By the recorder's own clock, without a time zone; empty when it is not known."),
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADING)
    error = models.CharField(_("error"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(
        _("revision"), default=1, help_text=_("Grows with every change that a window shows.")
    )
    chunks_total = models.PositiveIntegerField(_("chunks in all"), null=True, blank=True)
    chunks_received = models.PositiveIntegerField(_("chunks received"), default=0)
    chunks_processed = models.PositiveIntegerField(_("chunks processed"), default=0)
    frames_received = models.PositiveIntegerField(_("frames received"), default=0)
    frames_processed = models.PositiveIntegerField(_("frames processed"), default=0)
    bytes_received = models.PositiveBigIntegerField(_("bytes received"), default=0)

    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated = models.DateTimeField(_("updated"), default=timezone.now, editable=False)
    last_chunk_at = models.DateTimeField(_("last chunk"), null=True, blank=True, editable=False)
    hinted = models.DateTimeField(_("worker reminded"), null=True, blank=True, editable=False)
    finished = models.DateTimeField(_("finished"), null=True, blank=True, editable=False)
    keeps_features = models.BooleanField(
        _("keeps features"),
        default=False,
        help_text=_("They stay in the storage when the request is ready, so that its plugin can learn."),
    )
    taught = models.PositiveIntegerField(
        _("times taught"), default=0, help_text=_("How often the user asked for more like what was judged.")
    )
    examples = models.JSONField(
        _("examples"),
        default=list,
        blank=True,
        help_text=_("Judged stretches that the plugin learned from last, of this video and earlier ones."),
    )

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-created"]
        indexes = [
            models.Index(fields=["user", "-created"], name="request_user_created"),
            models.Index(fields=["state", "updated"], name="request_state_updated"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="request_state_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="request_size_positive"),
            models.CheckConstraint(condition=Q(duration__gt=0), name="request_duration_positive"),
            models.CheckConstraint(condition=Q(interval__gt=0), name="request_interval_positive"),
            models.CheckConstraint(
                condition=Q(chunks_processed__lte=F("chunks_received"))
                & Q(frames_processed__lte=F("frames_received")),
                name="request_processed_were_received",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_PROCESS) | Q(finished__isnull=False),
                name="request_finished_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCORING) | Q(chunks_total=F("chunks_received")),
                name="request_scoring_has_all_chunks",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("editor:timeline", args=[self.uid])

    @property
    def is_in_process(self) -> bool:
        return self.state in IN_PROCESS

    @property
    def is_scored_again(self) -> bool:
        """Its plugin learns from what the analyst judged; the list of before is still there."""
        return self.state == State.SCORING and self.taught > 0

    @property
    def frames_expected(self) -> int:
        """One for each k·interval before the end."""
        return max(1, math.ceil(self.duration / self.interval - 1e-9))

    @property
    def chunks_at_most(self) -> int:
        """The browser may count one frame more: one at the very end."""
        return self.frames_expected // CHUNK_FRAMES + 1

    @property
    def ahead(self) -> int:
        """Chunks stored and not yet processed: the browser waits when they are many."""
        return self.chunks_received - self.chunks_processed

    @property
    def folder(self) -> RequestFolder:
        return RequestFolder(str(self.uid), self.video_name)


class Chunk(models.Model):
    """A zip of frames that lies in the storage, or lay there until the request was done."""

    request = models.ForeignKey(VideoRequest, models.CASCADE, related_name="chunks")
    index = models.PositiveIntegerField(_("number"))
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size, bytes"))
    frames = models.PositiveSmallIntegerField(_("frames"))
    is_processed = models.BooleanField(_("processed"), default=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("chunk")
        verbose_name_plural = _("chunks")
        ordering = ["request", "index"]
        constraints = [
            models.UniqueConstraint(fields=["request", "index"], name="chunk_once_in_request"),
            models.CheckConstraint(
                condition=Q(frames__gte=1, frames__lte=CHUNK_FRAMES), name="chunk_frames_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return chunk_name(self.index)
