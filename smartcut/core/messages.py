"""The messages between web and workers: each is the keyword arguments of a Celery task.

Examples of all of them stand in docs/messages.md.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, model_validator

from smartcut.core import queues
from smartcut.core.segments import Segment


class Message(BaseModel):
    """A message; ``task`` is the name of the Celery task that takes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: ClassVar[str]

    def kwargs(self) -> dict[str, Any]:
        """The fields on the wire."""
        return self.model_dump(mode="json", exclude_none=True)


class StartedPlugins(Message):
    task: ClassVar[str] = "started_plugins"

    plugin_name: str
    label: str
    img_size: int
    """Longest side of the frames that the plugin wants, in pixels."""


class StoppedPlugins(Message):
    task: ClassVar[str] = "stopped_plugins"

    plugin_name: str


class NewFiles(Message):
    """A chunk has come, or all have: exactly the path that belongs to the status is given."""

    task: ClassVar[str] = "new_files"

    status: Literal["in-progress", "uploaded"]
    user_id: str
    last_zipped_chunk_path: str | None = None
    zipped_chunks_path: str | None = None

    @model_validator(mode="after")
    def _check_path(self) -> NewFiles:
        given = (self.last_zipped_chunk_path is not None, self.zipped_chunks_path is not None)
        if given != (self.status == "in-progress", self.status == "uploaded"):
            raise ValueError(f"status {self.status!r} needs its own path and no other")
        return self

    @property
    def path(self) -> str:
        return self.last_zipped_chunk_path or self.zipped_chunks_path or ""


class Answer(Message):
    """What all messages about one request have in common."""

    user_id: str
    user_request_uid: str
    video_name: str
    plugin_name: str


class ProcessedFiles(Answer):
    task: ClassVar[str] = "processed_files"

    timestamps: list[Segment]


class ProcessedChunk(Answer):
    task: ClassVar[str] = "processed_chunk"

    processed_chunk: str
    """File name of the chunk, ``000017.zip``."""


class FailedFiles(Answer):
    task: ClassVar[str] = "failed_files"

    error: str
    """One sentence for the analyst."""


class TaskSender(Protocol):
    """The part of a Celery app that sends."""

    def send_task(self, name: str, **options: Any) -> Any: ...


def message_send(app: TaskSender, message: Message, queue: str, **options: Any) -> None:
    """Puts ``message`` on ``queue``; raises what Celery raises when Redis is away."""
    app.send_task(message.task, kwargs=message.kwargs(), queue=queue, **options)


def announcement_send(app: TaskSender, message: StartedPlugins | StoppedPlugins) -> None:
    """Expires soon, so that a backlog of old announcements cannot bring a plugin back."""
    queue = queues.STARTED_PLUGINS if isinstance(message, StartedPlugins) else queues.STOPPED_PLUGINS
    message_send(app, message, queue, expires=queues.AVAILABLE_S)


def answer_send(app: TaskSender, message: Answer) -> None:
    message_send(app, message, queues.PROCESSED_FILES)


def new_files_send(app: TaskSender, message: NewFiles, plugin_name: str) -> None:
    message_send(app, message, queues.new_files(plugin_name))
