"""The storage of chunks: every file in it appears whole or not at all."""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

logger = logging.getLogger(__name__)

BLOCK = 64 * 1024
TEMPORARY_S = 3600
"""No call takes this long; what is older was left by a process that was killed."""


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


class TooLarge(Exception):
    """More came than may be kept."""


class ReceivedFile(File):  # type: ignore[type-arg] # generic in the stubs only
    """A temporary file on the storage's own file system.

    The file storage moves a file that names its ``temporary_file_path`` instead of copying it, so a
    worker never sees half a chunk; an S3 storage reads it, and S3 shows whole objects only.
    """

    content: IO[bytes]
    sha256: str

    def temporary_file_path(self) -> str:
        return str(self.name)


@contextmanager
def file_receive(source: Source, *, max_bytes: int) -> Iterator[ReceivedFile]:
    """Takes ``source`` block by block, so that memory does not grow with it."""
    folder = _temporary_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as temporary:
        try:
            received = ReceivedFile(temporary, name=temporary.name)
            received.content = temporary.file
            received.sha256 = _copy(source, temporary, max_bytes)
            yield received
        finally:
            Path(temporary.name).unlink(missing_ok=True)


def file_save(name: str, received: ReceivedFile) -> None:
    received.seek(0)
    default_storage.save(name, received)


def text_save(name: str, text: str) -> None:
    content = text.encode()
    with file_receive(io.BytesIO(content), max_bytes=len(content)) as received:
        file_save(name, received)


def folder_delete(uid: str) -> None:
    """Deletes all that is kept of a request. What a busy worker still adds, the next sweep finds."""
    _delete_tree(uid)


def folder_trim(uid: str, kept: Collection[str]) -> None:
    """Deletes all but the files of these names."""
    for path in _files(uid):
        if path.rsplit("/", 1)[-1] not in kept:
            default_storage.delete(path)


def temporary_sweep() -> None:
    """Others come and go meanwhile."""
    before = time.time() - TEMPORARY_S
    for file in _temporary_folder().glob("*"):
        with suppress(FileNotFoundError):
            if file.stat().st_mtime < before:
                file.unlink()


def folders_stored() -> list[str]:
    """The ``user_request_uid`` of every folder in the storage."""
    try:
        return default_storage.listdir("")[0]
    except FileNotFoundError:
        return []


def folder_age_s(uid: str) -> float:
    """Seconds since the newest file of a folder came."""
    times = [default_storage.get_modified_time(name) for name in _files(uid)]
    return (timezone.now() - max(times)).total_seconds() if times else 0.0


def _temporary_folder() -> Path:
    return Path(settings.DATA_DIR) / "tmp"


def _copy(source: Source, target: Any, max_bytes: int) -> str:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        size += len(block)
        if size > max_bytes:
            raise TooLarge
        digest.update(block)
        target.write(block)
    target.flush()
    return digest.hexdigest()


def _files(path: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(path)
    except FileNotFoundError:
        return
    for name in folders:
        yield from _files(f"{path}/{name}")
    yield from (f"{path}/{name}" for name in files)


def _delete_tree(path: str) -> None:
    try:
        folders, files = default_storage.listdir(path)
    except FileNotFoundError:
        return
    for name in folders:
        _delete_tree(f"{path}/{name}")
    for name in files:
        default_storage.delete(f"{path}/{name}")
    try:
        default_storage.delete(path)
    except OSError as error:
        logger.info("Left %s for the next sweep: %s", path, error)
