"""Which plugins there are now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from apps.plugins.models import Plugin
from smartcut.core.queues import AVAILABLE_S

DEFAULT_PLUGIN = "motion"


class PluginState(TypedDict):
    plugin_name: str
    label: str
    img_size: int


def plugins_available() -> QuerySet[Plugin]:
    """Looks at the clock too, so that the list is right even when nobody sweeps."""
    return Plugin.objects.filter(is_available=True, last_seen__gt=heard_since())


def plugin_states() -> list[PluginState]:
    """The available plugins as windows see them: the default first, then by label."""
    plugins = sorted(plugins_available(), key=lambda plugin: (plugin.pk != DEFAULT_PLUGIN, plugin.label))
    return [
        PluginState(plugin_name=plugin.plugin_name, label=plugin.label, img_size=plugin.img_size)
        for plugin in plugins
    ]


def plugin_labels() -> dict[str, str]:
    """The labels of all plugins ever seen, by name."""
    return dict(Plugin.objects.values_list("plugin_name", "label"))


def heard_since() -> datetime:
    return timezone.now() - timedelta(seconds=AVAILABLE_S)
