"""Asks the running web process how all of SmartCut is."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings

Health = dict[str, Any]


def health_read() -> Health:
    """The answer of ``/healthz``; ``{}`` while the web process does not answer."""
    connection = HTTPConnection(_connect_host(), settings.PORT, timeout=5)
    try:
        connection.request("GET", "/healthz", headers=_headers())
        answer = json.loads(connection.getresponse().read())
    except (OSError, HTTPException, ValueError):
        return {}
    finally:
        connection.close()
    return answer if isinstance(answer, dict) else {}


def is_green(health: Health) -> bool:
    return health.get("status") == "ok"


def troubles(health: Health) -> str:
    """What is not well, in words."""
    if not health:
        return "the web process does not answer"
    parts = [f"{name}: {state}" for name, state in health.items() if state not in ("ok", "degraded")]
    return ", ".join(parts)


def address() -> str:
    """Where a person on this machine opens SmartCut."""
    host = "localhost" if settings.BIND in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.BIND  # noqa: S104
    return f"http://{host}:{settings.PORT}/"


def _connect_host() -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BIND, str(settings.BIND))  # noqa: S104


def _headers() -> dict[str, str]:
    host = next((host for host in settings.ALLOWED_HOSTS if "*" not in host), "localhost")
    return {"Host": host.lstrip("."), **({"X-Forwarded-Proto": "https"} if settings.IS_HTTPS else {})}
