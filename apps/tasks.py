"""Tasks that take a message of smartcut/core/messages.py."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ValidationError

from smartcut.celery import task
from smartcut.core.messages import Message

logger = logging.getLogger(__name__)

AnyMessage = TypeVar("AnyMessage", bound=Message)


def message_task(
    model: type[AnyMessage],
) -> Callable[[Callable[[AnyMessage], None]], Callable[..., None]]:
    """Registers the task that takes ``model``; what does not read as one is logged and dropped."""

    def register(take: Callable[[AnyMessage], None]) -> Callable[..., None]:
        def run(**kwargs: Any) -> None:
            try:
                message = model.model_validate(kwargs)
            except ValidationError as error:
                logger.error("Dropped a message that is not %s: %s", model.task, error)
                return
            take(message)

        run.__module__ = take.__module__
        return task(model.task)(run)

    return register
