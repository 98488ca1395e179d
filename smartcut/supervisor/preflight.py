"""What must hold before anything starts; each failure is one sentence with its remedy."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import time
from pathlib import Path
from typing import IO

import redis

PORT_PATIENCE_S = 3.0
"""A supervisor that was killed a moment ago leaves its port to us within this time."""


class StartError(Exception):
    """Why SmartCut cannot start."""


def data_dir_prepare(data_dir: Path) -> None:
    for folder in (data_dir, *(data_dir / name for name in ("redis", "storage", "static", "demo"))):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(
                f"The data folder {data_dir} cannot be made ({error.strerror}): "
                "set SMARTCUT_DATA_DIR to a folder that you may write."
            ) from error
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise StartError(
            f"The data folder {data_dir} is not writable: set SMARTCUT_DATA_DIR to one that you may write."
        )


def data_dir_lock(data_dir: Path) -> IO[str]:
    """Holds the data folder for this process as long as the file is open."""
    file = (data_dir / "up.lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        owner = file.read().strip() or "unknown"
        file.close()
        raise StartError(
            f"SmartCut already runs on the data folder {data_dir} (process {owner}): "
            "stop it, or set SMARTCUT_DATA_DIR and SMARTCUT_PORT for a second one."
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def secret_key_write(path: Path) -> None:
    """Makes the key once; nobody but its owner may read it."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))


def port_check(host: str, port: int, *, purpose: str, setting: str) -> None:
    """Raises unless the port can be opened, now or in a moment."""
    deadline = time.monotonic() + PORT_PATIENCE_S
    while True:
        try:
            return _port_open(host, port)
        except OSError as error:
            if time.monotonic() > deadline:
                raise StartError(
                    f"Port {port} on {host} for {purpose} cannot be opened ({error.strerror}): "
                    f"stop the program that has it, or set {setting} to a free port."
                ) from error
        time.sleep(0.1)


def _port_open(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def redis_check(url: str) -> None:
    """Raises unless the Redis at ``REDIS_URL`` answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise StartError(
            f"Redis at REDIS_URL={_without_password(url)} does not answer ({error}): "
            "start it, correct the address, or unset REDIS_URL to use the embedded one."
        ) from error


def _without_password(url: str) -> str:
    scheme, mark, rest = url.rpartition("@")
    return f"{scheme.split('://')[0]}://***@{rest}" if mark else url
