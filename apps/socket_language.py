"""WebSockets speak the language of the page that opened them, as LocaleMiddleware sees to for HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.http import HttpRequest, parse_cookie
from django.utils import translation

Application = Callable[..., Awaitable[None]]


class SocketLanguage:
    """ASGI middleware."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        with translation.override(scope_language(scope)):
            await self.application(scope, receive, send)


def scope_language(scope: MutableMapping[str, Any]) -> str:
    """By the same rules as a page: the switch's cookie, then what the browser prefers."""
    headers = dict(scope["headers"])
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    return translation.get_language_from_request(request)
