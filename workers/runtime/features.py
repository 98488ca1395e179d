"""Features on disk: one file a chunk, and all of a video joined for ``score``."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from smartcut.core import failures
from workers.runtime import storage
from workers.runtime.errors import RequestFailedError
from workers.runtime.paging import pages_returned

_COPY_ROWS = 1024


@dataclass(frozen=True)
class Features:
    """Features of n frames and the frames' times ``(n,)`` in seconds."""

    times: NDArray[np.float64]
    features: NDArray[Any]


def features_pack(features: Features) -> bytes:
    """The content of ``{index:06d}.npz``."""
    buffer = io.BytesIO()
    np.savez(buffer, times=features.times, features=features.features)
    return buffer.getvalue()


def features_unpack(content: bytes) -> Features:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return Features(archive["times"], archive["features"])


@contextmanager
def features_join(chunks: Iterable[Features]) -> Iterator[Features]:
    """All frames in the order of their times, on disk: a day of video does not fit into memory.

    Chunks may overlap or be out of order. Of two frames with the same time, the one of the earlier chunk
    is kept. The features are a read-only ``numpy.memmap`` and live as long as the ``with`` block.
    """
    with storage.temporary_file() as file, storage.temporary_file() as sorted_file:
        times, rows = _rows_write(chunks, file)
        _, order = np.unique(times, return_index=True)
        with pages_returned(rows):
            if np.array_equal(order, np.arange(len(times))):
                yield Features(times, rows)
                return
            rows = _rows_copy(rows, order, sorted_file)
        with pages_returned(rows):
            yield Features(times[order], rows)


def _rows_write(chunks: Iterable[Features], file: IO[bytes]) -> tuple[NDArray[np.float64], NDArray[Any]]:
    times: list[NDArray[np.float64]] = []
    kind: tuple[tuple[int, ...], np.dtype[Any]] | None = None
    for chunk in chunks:
        this = (chunk.features.shape[1:], chunk.features.dtype)
        kind = kind or this
        if this != kind:
            values = {"start": f"{chunk.times[0]:.3f}", "these": this, "those": kind}
            raise RequestFailedError(failures.FEATURES_DIFFER % values)
        file.write(np.ascontiguousarray(chunk.features).data if chunk.features.size else b"")
        times.append(chunk.times)
    joined = np.concatenate([*times, np.zeros(0)])
    shape, dtype = kind or ((), np.dtype(np.float64))
    return joined, _map(file, (len(joined), *shape), dtype)


def _rows_copy(rows: NDArray[Any], order: NDArray[np.intp], file: IO[bytes]) -> NDArray[Any]:
    for start in range(0, len(order), _COPY_ROWS):
        file.write(rows[order[start : start + _COPY_ROWS]].data)
    return _map(file, (len(order), *rows.shape[1:]), rows.dtype)


def _map(file: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    if not np.prod(shape):  # nothing cannot be mapped
        return np.zeros(shape, dtype)
    file.flush()
    return np.memmap(file, dtype, "r", shape=shape)
