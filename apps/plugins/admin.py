from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from apps.plugins.models import Plugin
from apps.plugins.selectors import heard_since
from apps.readonly_admin import ReadOnlyAdmin


@admin.register(Plugin)
class PluginAdmin(ReadOnlyAdmin):
    list_display = ["label", "plugin_name", "img_size", "is_heard", "first_seen", "last_seen"]
    list_filter = ["is_available"]
    search_fields = ["plugin_name", "label"]

    @admin.display(description=_("available"), boolean=True)
    def is_heard(self, plugin: Plugin) -> bool:
        return plugin.is_available and plugin.last_seen > heard_since()
