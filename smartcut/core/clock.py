"""The recorder's own clock: local time as the recorder has it, without a zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

CLOCK_LENGTH = len("2023-06-14T09:30:00")
EARLIEST_YEAR = 1990
LATEST_YEAR = 2099

_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)


def clock_check(text: str) -> str:
    """``YYYY-MM-DDTHH:MM:SS``, a time that exists, or ``""`` for not known; raises ValueError."""
    if not text:
        return text
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"{text!r} is not a time: write YYYY-MM-DDTHH:MM:SS")
    if not EARLIEST_YEAR <= datetime.fromisoformat(text).year <= LATEST_YEAR:
        raise ValueError(f"{text!r} is not within the years {EARLIEST_YEAR} to {LATEST_YEAR}")
    return text


def clock_at(start: str, seconds: float) -> str:
    """What the clock showed ``seconds`` after ``start``, ``2023-06-14T09:31:36.500``."""
    moment = datetime.fromisoformat(start) + timedelta(milliseconds=round(seconds * 1000))
    return moment.isoformat(timespec="milliseconds")
