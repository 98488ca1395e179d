"""System checks: a wrong configuration, in words a stranger understands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from smartcut.settings.env import env_str

TAG = "smartcut"
_LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


@register(TAG)
def packages_check(**_: Any) -> list[CheckMessage]:
    """The browser's libraries are served from node_modules."""
    folders = [Path(entry[1]) for entry in settings.STATICFILES_DIRS if isinstance(entry, tuple)]
    return [
        Error(
            f"The browser's library {folder} is missing.",
            hint="Install it with `npm ci` in the project's folder; `make run` does it by itself.",
            id="smartcut.E001",
        )
        for folder in folders
        if not folder.is_dir()
    ]


@register(TAG)
def data_dir_check(**_: Any) -> list[CheckMessage]:
    """The database, the queue and the chunks need a place."""
    folder = _nearest(settings.DATA_DIR)
    if os.access(folder, os.W_OK | os.X_OK):
        return []
    hint = "Set SMARTCUT_DATA_DIR to a folder that you may write."
    return [Error(f"The data folder {settings.DATA_DIR} is not writable.", hint=hint, id="smartcut.E002")]


@register(TAG)
def secret_key_check(**_: Any) -> list[CheckMessage]:
    """A key that everybody knows signs every session."""
    is_known = settings.SECRET_KEY.startswith("insecure-") and not settings.SECRET_KEY_FILE.exists()
    if not is_known or not _public_hosts():
        return []
    hint = "Set SMARTCUT_SECRET_KEY or SMARTCUT_SECRET_KEY_FILE, or start with `manage.py up`."
    return [Error(f"{_public_hosts()} would be served with a known key.", hint=hint, id="smartcut.E003")]


@register(TAG)
def storage_check(**_: Any) -> list[CheckMessage]:
    """The kind of storage is one we have, and its library is there."""
    kind = env_str("SMARTCUT_STORAGE", "file")
    if kind not in ("file", "s3"):
        message = f"SMARTCUT_STORAGE is {kind!r}, which is no kind of storage."
        return [Error(message, hint="Set it to `file` or `s3`.", id="smartcut.E004")]
    if kind == "s3" and find_spec("boto3") is None:
        hint = "Install requirements/production.txt."
        return [Error("SMARTCUT_STORAGE is 's3', but boto3 is missing.", hint=hint, id="smartcut.E005")]
    return []


@register(TAG)
def limits_check(**_: Any) -> list[CheckMessage]:
    """A limit of zero lets nobody in."""
    names = ("MAX_SIZE_BYTES", "MAX_DURATION_S", "MAX_REQUESTS_IN_PROCESS", "EXPIRE_AFTER_S")
    return [
        Error(f"{name} is {getattr(settings, name)}; it must be above 0.", id="smartcut.E006")
        for name in names
        if getattr(settings, name) <= 0
    ]


@register(TAG)
def https_check(**_: Any) -> list[CheckMessage]:
    """Browsers decode video and open folders on localhost and over HTTPS only."""
    if settings.IS_HTTPS or not _public_hosts():
        return []
    hint = "Put a proxy with HTTPS in front and set SMARTCUT_HTTPS=1 and SMARTCUT_ORIGINS."
    message = f"{_public_hosts()} is served without HTTPS: browsers will refuse to decode video there."
    return [Warning(message, hint=hint, id="smartcut.W001")]


@register(TAG)
def translations_check(**_: Any) -> list[CheckMessage]:
    """Compiled translations are not in the repository."""
    missing = [str(po) for po in _po_files() if not po.with_suffix(".mo").exists()]
    if not missing:
        return []
    hint = "Compile them with `make messages`; `make run` does it by itself."
    return [Warning(f"Not compiled: {', '.join(missing)}.", hint=hint, id="smartcut.W002")]


def _po_files() -> Iterator[Path]:
    for folder in settings.LOCALE_PATHS:
        yield from sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))


def _public_hosts() -> str:
    return ", ".join(host for host in settings.ALLOWED_HOSTS if host not in _LOCAL_HOSTS)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
