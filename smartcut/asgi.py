"""HTTP and WebSockets in one process."""

import os
import warnings
from typing import Any

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import SessionMiddlewareStack
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcut.settings")
# WhiteNoise gives its small files in synchronous pieces, which is fine
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators", Warning)
django_application = get_asgi_application()

from apps.body_limit import BodyLimit  # noqa: E402 - the apps must be loaded first
from apps.plugins.consumers import PluginsConsumer  # noqa: E402
from apps.results.consumers import RequestConsumer  # noqa: E402
from apps.socket_language import SocketLanguage  # noqa: E402


async def socket_close(scope: Any, receive: Any, send: Any) -> None:
    """For an address that nothing listens at."""
    await send({"type": "websocket.close"})


sockets = URLRouter(
    [
        path("ws/plugins/", PluginsConsumer.as_asgi()),
        path("ws/requests/<uuid:uid>/", RequestConsumer.as_asgi()),
        re_path("", socket_close),  # type: ignore[arg-type]
    ]
)
application = ProtocolTypeRouter(
    {
        "http": BodyLimit(django_application),
        "websocket": AllowedHostsOriginValidator(SessionMiddlewareStack(SocketLanguage(sockets))),
    }
)
