"""What can go wrong for good; everything else is tried again."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from smartcut.core import failures

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class RequestFailedError(Exception):
    """This request cannot be finished; the text is one sentence for the analyst."""


class RequestGoneError(Exception):
    """The request's files are not there any more: it was cancelled, or it is done."""


@contextmanager
def disk_full_told() -> Iterator[None]:
    """A full disk fails the request, which frees its files; tried again, it would only stay full."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK_FULL:
            raise
        raise RequestFailedError(failures.DISK_FULL) from error
