"""Work that kills its process (a crash in native code, no memory left) must not do so for ever.

Celery gives the message of a killed process to the next one. Only such a redelivered message counts its
attempts, in a marker beside the chunks, so the ordinary case costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from smartcut.core import failures
from workers.runtime import storage
from workers.runtime.errors import RequestFailedError

MAX_ATTEMPTS = 3


@contextmanager
def attempt(path: str, what: str, *, is_redelivered: bool) -> Iterator[None]:
    """Around work on the file ``path``; raises ``RequestFailedError`` when it has killed 3 processes."""
    if not is_redelivered:
        yield
        return
    marker = f"{path}.attempts"
    count = _count(marker)
    # the first delivery was not counted
    if count + 1 >= MAX_ATTEMPTS:
        raise RequestFailedError(failures.PROCESS_LOST % {"count": MAX_ATTEMPTS, "place": what})
    storage.file_write(marker, str(count + 1).encode())
    try:
        yield
    finally:  # it failed or succeeded, but the process lives
        storage.file_delete(marker)


def _count(marker: str) -> int:
    return int(storage.file_read(marker)) if storage.file_exists(marker) else 0
