"""The task ``new_files``: a hint that a chunk has come, or that all have."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import Celery, Task
from celery.exceptions import Reject

from smartcut.core.folder import RequestFolder
from smartcut.core.messages import NewFiles
from workers.runtime.errors import RequestGoneError
from workers.runtime.loading import PluginHost
from workers.runtime.work import Work

logger = logging.getLogger(__name__)

PAUSE_S = 2.0
"""Before a message goes back into the queue because the storage or Redis fails."""


def tasks_register(app: Celery, host: PluginHost) -> None:
    @app.task(name=NewFiles.task, bind=True, shared=False)  # type: ignore[untyped-decorator]  # Celery has no types
    def new_files(task: Task, **fields: Any) -> None:
        is_redelivered = bool((task.request.delivery_info or {}).get("redelivered"))
        message_take(app, host, fields, is_redelivered=is_redelivered)


def message_take(app: Celery, host: PluginHost, fields: dict[str, Any], *, is_redelivered: bool) -> None:
    """Every outcome is an answer, a log line, or the message back in the queue."""
    try:
        message = NewFiles.model_validate(fields)
        folder, index = RequestFolder.parse(message.path)
        if (index is None) != (message.status == "uploaded"):
            raise ValueError(f"{message.path!r} does not belong to the status {message.status!r}")
    except ValueError as error:  # pydantic's is one, too
        logger.error("Dropped a message that does not keep to the schema: %s", error)
        return
    try:
        Work(app, host, message, folder, index, is_redelivered).do()
    except RequestGoneError as error:
        logger.info("Nothing to do for %s: %s", message.path, error)
    except Exception as error:
        logger.exception("%s goes back into the queue", message.path)
        time.sleep(PAUSE_S)
        raise Reject(str(error), requeue=True) from error
