"""Redis itself, for the little that neither Celery nor Channels does."""

from django.conf import settings
from redis import Redis


def redis_client() -> Redis:
    """Gives up soon: whoever asks can do without."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
