from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages

from workers.runtime import storage
from workers.runtime.errors import RequestGoneError

WORKERS = Path(storage.__file__).parents[1]


class ObjectStore(Storage):
    """Like an object store: no paths, no folders, and writing over what is there."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        self.objects[name] = content.read()
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if name not in self.objects:
            raise FileNotFoundError(name)
        return ContentFile(self.objects[name])

    def exists(self, name: str) -> bool:
        return name in self.objects

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return [], [name.removeprefix(f"{path}/") for name in self.objects if name.startswith(f"{path}/")]


@pytest.fixture(params=["files", "objects"])
def folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with one file in it, in either kind of storage."""
    if request.param == "objects":
        store = ObjectStore()
        monkeypatch.setattr(storage, "_storage", lambda: store)
    path = str(uuid.uuid4())
    storage._storage().save(f"{path}/there", ContentFile(b"1"))
    return path


def test_what_was_written_is_read(folder: str) -> None:
    storage.file_write(f"{folder}/file", b"first")
    storage.file_write(f"{folder}/file", b"second")
    assert storage.file_read(f"{folder}/file") == b"second"
    assert storage.file_exists(f"{folder}/file")
    assert storage.file_names(folder) == {"file", "there"}


def test_a_deleted_file_is_gone_and_may_be_deleted_again(folder: str) -> None:
    storage.file_delete(f"{folder}/there")
    storage.file_delete(f"{folder}/there")
    assert not storage.file_exists(f"{folder}/there")
    with pytest.raises(RequestGoneError, match="there is not in the storage"):
        storage.file_read(f"{folder}/there")


def test_a_folder_that_is_gone_has_no_files(folder: str) -> None:
    assert storage.file_names(f"{folder}-other") == set()


def test_a_cancelled_request_is_not_brought_back() -> None:
    with pytest.raises(RequestGoneError):
        storage.file_write("gone/gate.mp4/000000.npz", b"1")
    assert not storages["default"].exists("gone")


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(uuid.uuid4())
    storages["default"].save(f"{path}/file", ContentFile(b"old"))

    def full(*_: Any) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        storage.file_write(f"{path}/file", b"new")
    assert storage.file_read(f"{path}/file") == b"old"
    assert storage.file_names(path) == {"file"}


def test_the_storage_needs_no_apps_and_a_plugin_no_django() -> None:
    code = (
        "import sys, workers.plugins.motion as plugin\n"
        "assert not {'django.apps', 'django.conf', 'django.db'} & set(sys.modules)\n"
        "from workers.runtime import storage\n"
        "storage.file_names('nothing')\n"
        "from django.apps import apps\n"
        "assert not apps.ready and 'apps' not in sys.modules\n"
        "assert plugin.app.conf.broker_url == storage.redis_url()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_one_module_alone_imports_django() -> None:
    files = {
        path.relative_to(WORKERS).as_posix()
        for path in WORKERS.rglob("*.py")
        if "django." in path.read_text()
    }
    assert {file for file in files if _imports_django(WORKERS / file)} == {"runtime/storage.py"}


def _imports_django(path: Path) -> bool:
    lines = [line.strip() for line in path.read_text().splitlines()]
    return any(line.startswith(("from django", "import django")) for line in lines)
