from __future__ import annotations

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http import Http404

from apps.push import RequestChanged, request_group
from apps.upload.models import VideoRequest
from apps.upload.selectors import RequestState, request_get, request_state
from apps.users.selectors import session_user


class RequestConsumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]
    """Sends a request's state to its owner's windows: on connect, and after each change."""

    uid: UUID
    group = ""
    revision = 0

    async def connect(self) -> None:
        self.uid = self.scope["url_route"]["kwargs"]["uid"]
        if await self._state() is None:
            await self.close()
            return
        # the group first: a change between the two would be missed otherwise
        self.group = request_group(self.uid)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self._send_state()

    async def disconnect(self, code: int) -> None:
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def request_changed(self, event: RequestChanged) -> None:
        if event["revision"] > self.revision:
            await self._send_state()

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Nothing is expected from windows."""

    async def _send_state(self) -> None:
        state = await self._state()
        if state is None:
            await self.close()
            return
        self.revision = state["revision"]
        await self.send_json({"type": "request", "request": state})

    @database_sync_to_async  # type: ignore[untyped-decorator]
    def _state(self) -> RequestState | None:
        try:
            return request_state(own_request(self.scope, self.uid))
        except Http404:
            return None


def own_request(scope: dict[str, Any], uid: UUID) -> VideoRequest:
    return request_get(session_user(scope["session"]), uid)
