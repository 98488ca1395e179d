"""A Redis of the tests' own."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartcut.supervisor.embedded_redis import redis_command


@contextmanager
def redis_server(folder: Path, port: int) -> Iterator[int]:
    """Runs a server that keeps nothing; gives its process id."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(redis_command(folder, port, is_lasting=False))
    try:
        _wait(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"Redis did not open port {port} within 30 s")
