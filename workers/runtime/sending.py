"""Messages that must get out although Redis may be away for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

PAUSES_S = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0)
"""Longer than a restart of Redis takes, and well inside a task's time."""


def send_patiently(send: Callable[[], None], pauses_s: tuple[float, ...] = PAUSES_S) -> None:
    """Calls ``send`` again after each pause while Redis is away; raises when it stays away."""
    for pause_s in pauses_s:
        try:
            return send()
        except OperationalError as error:
            logger.warning("Redis is away, sending again in %s s: %s", pause_s, error)
            time.sleep(pause_s)
    return send()
