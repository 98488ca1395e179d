"""Chunk → frames: the zip was checked by the web before it was stored."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from numpy.typing import NDArray

from smartcut.core import failures
from smartcut.core.areas import Areas
from workers.plugin import Frame
from workers.runtime.errors import RequestFailedError


def frames_read(chunk: bytes, chunk_name: str, areas: Areas = ()) -> list[Frame]:
    """The frames of a chunk, in the order of their times."""
    try:
        with zipfile.ZipFile(io.BytesIO(chunk)) as archive:
            frames = [Frame(_time(name), archive.read(name), areas) for name in archive.namelist()]
        if not frames:
            raise ValueError("it has no frames")
    except Exception as error:  # zipfile has a dozen ways to fail on a broken file
        values = {"chunk": chunk_name, "reason": error}
        raise RequestFailedError(failures.CHUNK_DAMAGED % values) from error
    return sorted(frames, key=lambda frame: frame.time)


def _time(name: str) -> float:
    """``0000012345.jpg`` → 12.345."""
    return int(name.removesuffix(".jpg")) / 1000


def frames_times(frames: list[Frame]) -> NDArray[np.float64]:
    return np.array([frame.time for frame in frames], np.float64)
