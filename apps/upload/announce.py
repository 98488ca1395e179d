"""Tells a plugin's workers that there is something to do.

A message is a hint: with Redis away it is lost, and reconcile (maintenance.py) sends another.
"""

from __future__ import annotations

import logging

from kombu.exceptions import OperationalError

from apps.upload import files
from apps.upload.models import VideoRequest
from smartcut.celery import app
from smartcut.core.messages import NewFiles, new_files_send
from smartcut.core.request_file import RequestFile

logger = logging.getLogger(__name__)


def chunk_announce(request: VideoRequest, index: int) -> bool:
    message = NewFiles(
        status="in-progress",
        user_id=str(request.user_id),
        last_zipped_chunk_path=request.folder.chunk(index),
    )
    return _send(request, message)


def upload_announce(request: VideoRequest) -> bool:
    """Writes how many chunks there are, and only then says that all have come."""
    request_file_write(request)
    message = NewFiles(
        status="uploaded", user_id=str(request.user_id), zipped_chunks_path=request.folder.path
    )
    return _send(request, message)


def request_file_write(request: VideoRequest) -> None:
    content = RequestFile(
        plugin_name=request.plugin_name,
        duration=request.duration,
        interval=request.interval,
        chunks=request.chunks_total,
        examples=request.examples,
        taught=request.taught,
        camera=request.camera,
        areas=request.areas,
    )
    files.text_save(request.folder.request, content.model_dump_json())


def _send(request: VideoRequest, message: NewFiles) -> bool:
    try:
        new_files_send(app, message, request.plugin_name)
    except OperationalError as error:
        logger.warning("Could not announce %s, will be reminded of: %s", message.path, error)
        return False
    return True
