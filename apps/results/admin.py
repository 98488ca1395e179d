from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.readonly_admin import ReadOnlyAdmin
from apps.results.models import Segment
from smartcut.core.timecode import timecode_format


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    """To look at: an edit here would go past the revision that keeps windows together."""

    list_display = ["request_link", "start_time", "stop_time", "length", "label", "verdict"]
    list_filter = ["verdict", "request__plugin_name", "request__created"]
    search_fields = ["label", "request__title", "request__uid"]
    list_select_related = ["request"]
    list_display_links = ["start_time"]

    @admin.display(description=_("request"), ordering="request__title")
    def request_link(self, segment: Segment) -> str:
        url = reverse("admin:upload_videorequest_change", args=[segment.request_id])
        return format_html('<a href="{}">{}</a>', url, segment.request)

    @admin.display(description=_("start"), ordering="start")
    def start_time(self, segment: Segment) -> str:
        return timecode_format(segment.start)

    @admin.display(description=_("stop"), ordering="stop")
    def stop_time(self, segment: Segment) -> str:
        return timecode_format(segment.stop)

    @admin.display(description=_("length, s"))
    def length(self, segment: Segment) -> str:
        return f"{segment.stop - segment.start:.1f}"
