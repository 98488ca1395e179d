"""Which plugins there are now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone

from apps.plugins.labels import label_translate
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
    states = [_state(plugin) for plugin in plugins_available()]
    return sorted(states, key=lambda state: (state["plugin_name"] != DEFAULT_PLUGIN, state["label"]))


def plugin_labels() -> dict[str, str]:
    """The labels of all plugins ever seen, by name."""
    labels = Plugin.objects.values_list("plugin_name", "label")
    return {name: label_translate(label) for name, label in labels}


def heard_since() -> datetime:
    return timezone.now() - timedelta(seconds=AVAILABLE_S)


def _state(plugin: Plugin) -> PluginState:
    label = label_translate(plugin.label)
    return PluginState(plugin_name=plugin.plugin_name, label=label, img_size=plugin.img_size)
