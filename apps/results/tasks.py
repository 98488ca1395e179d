from __future__ import annotations

import logging
from uuid import UUID

from apps.results import services
from apps.tasks import message_task
from apps.upload.models import VideoRequest
from apps.upload.services import chunk_process
from smartcut.core.messages import Answer, FailedFiles, ProcessedChunk, ProcessedFiles

logger = logging.getLogger(__name__)


@message_task(ProcessedFiles)
def processed_files(message: ProcessedFiles) -> None:
    if request := answered_request(message):
        services.results_save(uid=request.uid)


@message_task(ProcessedChunk)
def processed_chunk(message: ProcessedChunk) -> None:
    index = message.processed_chunk.removesuffix(".zip")
    if (request := answered_request(message)) and index.isdecimal():
        chunk_process(uid=request.uid, index=int(index))


@message_task(FailedFiles)
def failed_files(message: FailedFiles) -> None:
    if request := answered_request(message):
        services.request_fail(uid=request.uid, error=message.error)


def answered_request(message: Answer) -> VideoRequest | None:
    """The request that an answer is about; who sees the result is decided by the row, not by the message."""
    request = _request(message.user_request_uid)
    sender = (message.user_id, message.plugin_name)
    if request is None or (str(request.user_id), request.plugin_name) != sender:
        logger.warning("Dropped %s: no such request as %r", message.task, message.user_request_uid)
        return None
    return request


def _request(uid: str) -> VideoRequest | None:
    try:
        return VideoRequest.objects.filter(pk=UUID(uid)).first()
    except ValueError:
        return None
