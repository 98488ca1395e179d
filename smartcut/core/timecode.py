"""Times on the screen: ``HH:MM:SS.mmm``. Everywhere else they are seconds."""

import re

_TIMECODE = re.compile(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:[.,]\d*)?)")


def timecode_format(seconds: float) -> str:
    """``3725.25`` → ``01:02:05.250``."""
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"


def timecode_parse(text: str) -> float:
    """Reads ``SS``, ``MM:SS`` or ``HH:MM:SS``, each with an optional fraction.

    Raises ``ValueError`` for anything else.
    """
    match = _TIMECODE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time: write HH:MM:SS.mmm, for example 01:02:05.250")
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds.replace(",", "."))
