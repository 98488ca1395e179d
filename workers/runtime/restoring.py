"""Messages of a worker that was killed come back when the next one starts, not after the timeout."""

from __future__ import annotations

import json
import logging
from typing import Any

logger = logging.getLogger(__name__)


def unacked_restore(connection: Any, queue: str) -> int:
    """Puts what nobody acknowledged back at the head of ``queue``; gives how many messages.

    Kombu has no call for this. Another live worker's message in hand is delivered once more, too; all work
    may be done twice.
    """
    channel = connection.default_channel
    with channel.conn_or_acquire() as client:
        entries = client.hgetall(channel.unacked_key)
    tags = [tag for tag, entry in entries.items() if json.loads(entry)[2] == queue]
    for tag in tags:
        channel.qos.restore_by_tag(tag)
    if tags:
        logger.warning("Restored %d unfinished messages of %s", len(tags), queue)
    return len(tags)
