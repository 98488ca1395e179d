"""The one place that pushes to open windows.

A push is a hint to look and carries no state: the consumer reads the database and sends what it finds
there. So a push that is lost, doubled or late cannot show anything wrong.
"""

from __future__ import annotations

import logging
from typing import Final, Literal, TypedDict
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

PLUGINS_GROUP: Final = "plugins"


class PluginsChanged(TypedDict):
    """The list of available plugins is another one."""

    type: Literal["plugins.changed"]


class RequestChanged(TypedDict):
    """The request has reached ``revision``."""

    type: Literal["request.changed"]
    revision: int


def request_group(uid: UUID) -> str:
    return f"request.{uid.hex}"


def plugins_push() -> None:
    _send(PLUGINS_GROUP, PluginsChanged(type="plugins.changed"))


def request_push(uid: UUID, revision: int) -> None:
    _send(request_group(uid), RequestChanged(type="request.changed", revision=revision))


def _send(group: str, payload: PluginsChanged | RequestChanged) -> None:
    """With Redis away nobody hears it: the database has it all, and windows read it when they reconnect."""
    try:
        async_to_sync(get_channel_layer().group_send)(group, payload)
    except Exception:
        logger.warning("Could not push %s to %s", payload["type"], group, exc_info=True)
