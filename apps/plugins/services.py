from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps import push
from apps.plugins.models import Plugin
from apps.plugins.selectors import heard_since, plugin_states


@transaction.atomic
def plugin_start(*, plugin_name: str, label: str, img_size: int) -> None:
    """Takes an announcement: the first one, or the one that comes every few seconds."""
    before = plugin_states()
    values = {"label": label, "img_size": img_size, "is_available": True, "last_seen": timezone.now()}
    plugin = Plugin(plugin_name=plugin_name, **values)
    plugin.clean_fields()
    Plugin.objects.update_or_create(plugin_name=plugin_name, defaults=values)
    if plugin_states() != before:
        transaction.on_commit(push.plugins_push)


@transaction.atomic
def plugin_stop(*, plugin_name: str) -> None:
    """Takes a goodbye. Another worker of the same plugin brings it back with its next announcement."""
    if Plugin.objects.filter(plugin_name=plugin_name, is_available=True).update(is_available=False):
        transaction.on_commit(push.plugins_push)


@transaction.atomic
def plugins_sweep() -> None:
    """Marks the plugins that fell silent."""
    silent = Plugin.objects.filter(is_available=True, last_seen__lte=heard_since())
    if silent.update(is_available=False):
        transaction.on_commit(push.plugins_push)
