"""Refuses bodies that no call may have before they fill the disk.

Django under ASGI writes the whole body into a temporary file before any view can look at its length.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from apps.socket_language import scope_language
from smartcut.core.limits import MAX_CHUNK_BYTES

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

MAX_BODY_BYTES = 2 * MAX_CHUNK_BYTES
"""Twice a chunk: what is a little too large gets the view's sentence in the user's language."""


class BodyLimit:
    """ASGI middleware for HTTP."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _length_said(scope) > MAX_BODY_BYTES:
            await _refuse(scope, send)
            return
        await self.application(scope, _counted(receive), send)


def _length_said(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0


def _counted(receive: Receive) -> Receive:
    """A body without a length ends as if the browser had gone, once it is too long."""
    received = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        return message if received <= MAX_BODY_BYTES else {"type": "http.disconnect"}

    return counted


async def _refuse(scope: Scope, send: Send) -> None:
    with translation.override(scope_language(scope)):
        answer = {"error": {"code": "chunk_too_large", "message": _("The data sent is too large.")}}
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})
