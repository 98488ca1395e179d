"""WebSockets on the real ASGI application, as a browser opens them.

Channels has a communicator of its own, which needs daphne to be installed.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator
from django.test import Client

from smartcut.asgi import application

communicator: Any = ApplicationCommunicator  # it has no types
ORIGIN = b"http://localhost:8000"


class Window:
    """One open page's socket."""

    def __init__(self, path: str, client: Client | None, origin: bytes) -> None:
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in (client or Client()).cookies.items())
        headers = [(b"origin", origin), (b"cookie", cookies.encode())]
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": headers,
            "subprotocols": [],
        }
        self.communicator = communicator(application, scope)

    async def connect(self) -> bool:
        await self.communicator.send_input({"type": "websocket.connect"})
        return bool((await self.receive())["type"] == "websocket.accept")

    async def receive(self) -> Any:
        return await self.communicator.receive_output(timeout=30)

    async def receive_json(self) -> Any:
        message = await self.receive()
        assert message["type"] == "websocket.send", message
        return json.loads(message["text"])

    async def hears_nothing(self, seconds: float = 0.3) -> bool:
        return bool(await self.communicator.receive_nothing(timeout=seconds))

    async def say(self, content: Any) -> None:
        await self.communicator.send_input({"type": "websocket.receive", "text": json.dumps(content)})

    async def leave(self) -> None:
        await self.communicator.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.communicator.wait(timeout=30)


@asynccontextmanager
async def window_open(path: str, client: Client | None = None) -> AsyncIterator[Window]:
    window = Window(path, client, ORIGIN)
    assert await window.connect()
    try:
        yield window
    finally:
        await window.leave()


async def is_refused(path: str, client: Client | None = None, origin: bytes = ORIGIN) -> bool:
    """Closed before it was accepted: the browser gets a 403 and no frame."""
    window = Window(path, client, origin)
    return not await window.connect()
