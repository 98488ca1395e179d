"""The workers' only door to Django: its storage, and the settings that both sides share.

Django is imported when the first file is touched, not before: a plugin's module loads without it.
No apps are set up, so no database is needed.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING

from workers.runtime.errors import RequestGoneError

if TYPE_CHECKING:
    from django.core.files.storage import Storage

SETTINGS_MODULE = "smartcut.settings"


def redis_url() -> str:
    _settings_choose()
    from django.conf import settings

    return str(settings.REDIS_URL)


def file_names(folder: str) -> set[str]:
    """Names of the files in ``folder``; a folder that is gone has none."""
    try:
        return set(_storage().listdir(folder)[1])
    except FileNotFoundError:
        return set()


def file_exists(path: str) -> bool:
    return _storage().exists(path)


def file_read(path: str) -> bytes:
    """Raises ``RequestGoneError`` when the file is not there."""
    try:
        with _storage().open(path) as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise RequestGoneError(f"{path} is not in the storage") from None


def file_write(path: str, content: bytes) -> None:
    """Writes all or nothing, over what was there; raises ``RequestGoneError`` if the folder is gone."""
    storage = _storage()
    try:
        local = Path(storage.path(path))
    except NotImplementedError:  # an object store has no paths, and writes all or nothing by itself
        from django.core.files.base import ContentFile

        storage.save(path, ContentFile(content))
    else:
        _local_write(local, content)


def file_delete(path: str) -> None:
    _storage().delete(path)


def data_folder() -> Path:
    _settings_choose()
    from django.conf import settings

    return Path(settings.DATA_DIR)


def temporary_file() -> IO[bytes]:
    """A file without a name in the data folder: the system's own folder is often memory, or small."""
    folder = data_folder() / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


@cache
def _storage() -> Storage:
    _settings_choose()
    from django.core.files.storage import storages

    return storages["default"]


def _settings_choose() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)


def _local_write(path: Path, content: bytes) -> None:
    """The folder is not made here: a cancelled request must not come back as an orphan."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except FileNotFoundError:
        raise RequestGoneError(f"{path.parent} is not there any more") from None
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
