from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from apps.readonly_admin import ReadOnlyAdmin
from apps.users.models import User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ["id", "created", "last_seen", "requests_link"]
    list_filter = ["created", "last_seen"]
    search_fields = ["id"]
    date_hierarchy = "last_seen"

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users: QuerySet[User] = super().get_queryset(request)
        return users.annotate(requests_count=Count("requests"))

    @admin.display(description=_("requests"), ordering="requests_count")
    def requests_link(self, user: User) -> str:
        url = reverse("admin:upload_videorequest_changelist")
        return format_html('<a href="{}?user__id__exact={}">{}</a>', url, user.pk, user.requests.count())
