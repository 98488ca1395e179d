from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.cameras.models import Camera
from apps.readonly_admin import ReadOnlyAdmin


@admin.register(Camera)
class CameraAdmin(ReadOnlyAdmin):
    list_display = ["name", "areas_count", "user_link", "created", "updated"]
    list_filter = ["updated"]
    search_fields = ["name", "user__id"]
    list_select_related = ["user"]
    date_hierarchy = "updated"
    readonly_fields = ["user_link", "areas_count"]
    fields = ["name", "user_link", "areas_count", "areas", "created", "updated"]

    @admin.display(description=_("areas"))
    def areas_count(self, camera: Camera) -> int:
        return len(camera.areas)

    @admin.display(description=_("user"), ordering="user")
    def user_link(self, camera: Camera) -> str:
        url = reverse("admin:users_user_change", args=[camera.user_id])
        return format_html('<a href="{}">{}</a>', url, str(camera.user_id)[:8])
