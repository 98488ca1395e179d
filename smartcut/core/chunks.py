"""Is this file a chunk? Checked on arrival, before anything of it is kept.

A chunk is a zip of 1 to 50 JPEGs, stored without compression, named ``{milliseconds:010d}.jpg`` in
ascending order. The check reads headers only as far as it must and never unpacks more than it was given,
so that a hostile file costs no more than an honest one.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

from smartcut.core.limits import CHUNK_FRAMES, MAX_CHUNK_BYTES, MIN_FRAME_SIDE

_NAME = re.compile(r"(\d{10})\.jpg", re.ASCII)
_END = struct.Struct("<4s4H2LH")
_MAX_DIRECTORY_BYTES = CHUNK_FRAMES * 256
_ENCRYPTED = 0x1
_SOF = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what decoders read
_OTHER_SOF = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_MAX_MARKERS = 64


class ChunkError(ValueError):
    """Why a chunk is refused: a code, and the values that its sentence needs."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def chunk_check(file: IO[bytes], *, img_size: int) -> list[int]:
    """The times of the frames in milliseconds; raises ``ChunkError`` for anything but a good chunk."""
    _check_end(file)
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_entries(archive, img_size)
    except ChunkError:
        raise
    except Exception as error:  # zipfile has a dozen ways to fail on a broken file
        raise ChunkError("not_a_zip") from error


def jpeg_size(data: bytes) -> tuple[int, int]:
    """Width and height from the frame header; raises ``ValueError`` when there is none."""
    for marker, start in _markers(data):
        if marker in _SOF:
            height, width = struct.unpack_from(">HH", data, start + 3)
            return width, height
        if marker in _OTHER_SOF:
            raise ValueError(f"JPEG process {marker:#x} is not one that decoders read")
    raise ValueError("no frame header before the picture's data")


def _check_end(file: IO[bytes]) -> None:
    """Looks at the end record first: ``zipfile`` would read a directory of any length into memory."""
    size = file.seek(0, 2)
    if size > MAX_CHUNK_BYTES:
        raise ChunkError("too_large", bytes=size, max_bytes=MAX_CHUNK_BYTES)
    if size < _END.size:
        raise ChunkError("not_a_zip")
    file.seek(size - _END.size)
    signature, _, _, _, entries, directory_bytes, _, _ = _END.unpack(file.read(_END.size))
    if signature != b"PK\5\6":
        raise ChunkError("not_a_zip")
    if not 1 <= entries <= CHUNK_FRAMES:
        raise ChunkError("frame_count", frames=entries, max_frames=CHUNK_FRAMES)
    if directory_bytes > _MAX_DIRECTORY_BYTES or _is_zip64(file, size):
        raise ChunkError("not_a_zip")


def _is_zip64(file: IO[bytes], size: int) -> bool:
    """Zip64 names another directory, which may be of any length; no chunk needs it."""
    file.seek(max(0, size - _END.size - 20))
    return file.read(4) == b"PK\6\7"


def _check_entries(archive: zipfile.ZipFile, img_size: int) -> list[int]:
    entries = archive.infolist()
    if not 1 <= len(entries) <= CHUNK_FRAMES:
        raise ChunkError("frame_count", frames=len(entries), max_frames=CHUNK_FRAMES)
    times = [_check_header(entry) for entry in entries]
    if any(later <= earlier for earlier, later in pairwise(times)):
        raise ChunkError("order")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_CHUNK_BYTES:
        raise ChunkError("too_large", bytes=unpacked, max_bytes=MAX_CHUNK_BYTES)
    for entry in entries:
        _check_frame(entry.filename, _read(archive, entry), img_size)
    return times


def _check_header(entry: zipfile.ZipInfo) -> int:
    match = _NAME.fullmatch(entry.filename)
    if match is None:
        raise ChunkError("name", name=entry.filename[:40])
    is_stored = entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size
    if not is_stored or entry.flag_bits & _ENCRYPTED:
        raise ChunkError("compressed", name=entry.filename)
    return int(match[1])


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except Exception as error:  # as above
        raise ChunkError("damaged", name=entry.filename) from error


def _check_frame(name: str, data: bytes, img_size: int) -> None:
    try:
        width, height = jpeg_size(data)
    except (ValueError, struct.error) as error:
        raise ChunkError("not_a_jpeg", name=name) from error
    if max(width, height) > img_size or min(width, height) < MIN_FRAME_SIDE:
        raise ChunkError(
            "dimensions", name=name, width=width, height=height, min_side=MIN_FRAME_SIDE, img_size=img_size
        )


def _markers(data: bytes) -> Iterator[tuple[int, int]]:
    """Each marker of a JPEG's head, and where its segment starts (at the length field)."""
    if data[:3] != b"\xff\xd8\xff":
        raise ValueError("no JPEG signature")
    position = 2
    for _ in range(_MAX_MARKERS):  # a head without end would keep us busy
        if position + 4 > len(data) or data[position] != 0xFF:
            raise ValueError("a marker is missing")
        marker = data[position + 1]
        if marker == 0xFF:  # fill bytes may stand before a marker
            position += 1
            continue
        if marker in (_START_OF_SCAN, _END_OF_IMAGE):
            return
        yield marker, position + 2
        position += 2 + max(2, struct.unpack_from(">H", data, position + 2)[0])
