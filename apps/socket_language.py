"""WebSockets speak the language of the page that opened them, as LocaleMiddleware sees to for HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.http import HttpRequest
from django.utils import translation

Application = Callable[..., Awaitable[None]]


class SocketLanguage:
    """ASGI middleware; it needs the cookies that the session's middleware has read."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        with translation.override(_language(scope)):
            await self.application(scope, receive, send)


def _language(scope: dict[str, Any]) -> str:
    """By the same rules as a page: the switch's cookie, then what the browser prefers."""
    request = HttpRequest()
    request.COOKIES = scope["cookies"]
    wished = dict(scope["headers"]).get(b"accept-language", b"")
    request.META["HTTP_ACCEPT_LANGUAGE"] = wished.decode("latin-1")
    return translation.get_language_from_request(request)
