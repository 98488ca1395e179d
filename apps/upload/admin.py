from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.readonly_admin import ReadOnlyAdmin
from apps.upload.models import IN_PROCESS, VideoRequest
from apps.upload.services import request_cancel


@admin.register(VideoRequest)
class VideoRequestAdmin(ReadOnlyAdmin):
    list_display = [
        "title",
        "state",
        "progress",
        "plugin_name",
        "camera",
        "user_link",
        "created",
        "took",
        "error",
    ]
    list_filter = ["state", "plugin_name", "created", "finished"]
    search_fields = ["uid", "title", "camera", "error", "user__id"]
    list_select_related = ["user"]
    date_hierarchy = "created"
    actions = ["cancel"]
    readonly_fields = ["uid", "progress", "took", "user_link", "segments_link"]
    fieldsets = [
        (None, {"fields": ["uid", "title", "user_link", "state", "error", "segments_link"]}),
        (_("Video"), {"fields": ["camera", "areas", "size", "duration", "fingerprint", "video_name"]}),
        (_("Search"), {"fields": ["plugin_name", "img_size", "interval"]}),
        (
            _("Progress"),
            {
                "fields": [
                    "progress",
                    ("chunks_received", "chunks_processed", "chunks_total"),
                    ("frames_received", "frames_processed"),
                    ("bytes_received", "revision"),
                ]
            },
        ),
        (_("Times"), {"fields": ["created", "updated", "last_chunk_at", "hinted", "finished", "took"]}),
    ]

    @admin.display(description=_("progress"))
    def progress(self, request: VideoRequest) -> str:
        percent = min(100, round(100 * request.frames_processed / request.frames_expected))
        template = '<progress max="100" value="{0}"></progress> {0} %'
        return format_html(template, percent if request.finished is None else 100)

    @admin.display(description=_("took, s"))
    def took(self, request: VideoRequest) -> str:
        if request.finished is None:
            return "–"
        return f"{(request.finished - request.created).total_seconds():.0f}"

    @admin.display(description=_("user"), ordering="user")
    def user_link(self, request: VideoRequest) -> str:
        url = reverse("admin:users_user_change", args=[request.user_id])
        return format_html('<a href="{}">{}</a>', url, str(request.user_id)[:8])

    @admin.display(description=_("segments"))
    def segments_link(self, request: VideoRequest) -> str:
        url = reverse("admin:results_segment_changelist")
        return format_html(
            '<a href="{}?request__uid__exact={}">{}</a>', url, request.uid, request.segments.count()
        )

    @admin.action(description=_("Cancel the selected requests"), permissions=["cancel"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[VideoRequest]) -> None:
        running = list(queryset.filter(state__in=IN_PROCESS).values_list("pk", flat=True))
        for uid in running:
            request_cancel(uid=uid)
        message = ngettext(
            "%(count)s request was cancelled.", "%(count)s requests were cancelled.", len(running)
        )
        self.message_user(request, message % {"count": len(running)}, messages.SUCCESS)

    def has_cancel_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("upload.change_videorequest")
