"""Pages of a memory map go back to the system soon after they were read.

They would do so by themselves when memory runs short, but until then they count as memory of the process,
and a limit on it (a container, an administrator's graph) does not tell them apart.
"""

from __future__ import annotations

import mmap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numpy.typing import NDArray

EVERY_S = 0.1


@contextmanager
def pages_returned(rows: NDArray[Any]) -> Iterator[None]:
    """Around the use of ``rows``, a ``numpy.memmap``; nothing happens for other arrays."""
    mapping = rows.base
    if not isinstance(mapping, mmap.mmap):
        yield
        return
    is_done = threading.Event()
    thread = threading.Thread(target=_return, args=(mapping, is_done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_done.set()
        thread.join()


def _return(mapping: mmap.mmap, is_done: threading.Event) -> None:
    """Safe at any time: a page that is read again comes back from the file."""
    while not is_done.wait(EVERY_S):
        mapping.madvise(mmap.MADV_DONTNEED)
