"""Pictures and chunks made by hand: the web side reads headers and never pixels."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable


def jpeg(width: int = 64, height: int = 48, *, marker: int = 0xC0, filling: bytes = b"\x55" * 64) -> bytes:
    """A JPEG as far as its frame header, then ``filling`` for the scan."""
    application = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\0\0\1\0\1\0\0"
    frame = bytes([0xFF, marker]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\1\1\0\0\x3f\0" + filling
    return b"\xff\xd8" + application + frame + scan + b"\xff\xd9"


def zip_make(entries: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return content.getvalue()


def chunk_make(times_ms: Iterable[int] = range(0, 250_000, 5000), picture: bytes = jpeg()) -> bytes:
    return zip_make((f"{time:010d}.jpg", picture) for time in times_ms)
