"""File names that came from a form."""

import re
import unicodedata

MAX_LENGTH = 100
_UNSAFE = re.compile(r"[^\w.\-]+")


def video_name_make_safe(name: str) -> str:
    """The base name of ``name`` as one path component for any storage; never empty, never hidden."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    safe = _UNSAFE.sub("_", base).strip("._")
    stem, dot, ending = safe.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: MAX_LENGTH - len(ending) - 1]}.{ending}"
    return safe[:MAX_LENGTH] or "video"
