"""File names that came from a form."""

import re
import unicodedata

MAX_LENGTH = 100
MAX_BYTES = 200
"""File systems count bytes (255 at most), and the features and markers beside a file add endings."""
MAX_ENDING = 8
FALLBACK = "video"

_UNSAFE = re.compile(r"[^\w.\-]+")


def video_name_make_safe(name: str) -> str:
    """The base name of ``name`` as one path component for any storage; never empty, never hidden."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = _UNSAFE.sub("_", base).strip("._")
    stem, dot, ending = safe.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        stem, dot, ending = safe, "", ""
    return f"{_shorten(stem, dot + ending) or FALLBACK}{dot}{ending}"


def _shorten(stem: str, ending: str) -> str:
    """``stem`` with room left for its ending, in characters and in bytes."""
    content = stem[: MAX_LENGTH - len(ending)].encode(errors="ignore")
    return content[: MAX_BYTES - len(ending.encode())].decode(errors="ignore").rstrip("._")
