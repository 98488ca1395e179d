from __future__ import annotations

from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from apps.plugins.selectors import plugin_states
from apps.push import PLUGINS_GROUP, PluginsChanged


class PluginsConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Sends the available plugins on connect and whenever the list changes."""

    groups = [PLUGINS_GROUP]

    async def connect(self) -> None:
        await self.accept()
        await self._send_plugins()

    async def plugins_changed(self, event: PluginsChanged) -> None:
        await self._send_plugins()

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Nothing is expected from windows."""

    async def _send_plugins(self) -> None:
        plugins = await database_sync_to_async(plugin_states)()
        await self.send_json({"type": "plugins", "plugins": plugins})
