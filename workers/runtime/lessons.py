"""What the analyst has judged → rows of the digests of this video and of earlier ones of its camera."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartcut.core.folder import RequestFolder
from smartcut.core.request_file import Example
from workers.plugin import Lessons
from workers.runtime import storage
from workers.runtime.errors import RequestGoneError
from workers.runtime.features import Features, features_unpack

logger = logging.getLogger(__name__)

ROWS_AT_MOST = 2000
"""Of relevant and of irrelevant frames each; of more, some at even distances."""

_Part = tuple[NDArray[Any], NDArray[np.bool_], NDArray[np.intp], NDArray[np.float64]]


def lessons_read(folder: RequestFolder, examples: Sequence[Example], own: Features) -> Lessons:
    """From the digests in the storage. A folder that is gone teaches nothing, and is no failure."""
    return lessons_from(folder, examples, lambda path: _digest_read(path, own), own)


def lessons_from(
    folder: RequestFolder, examples: Sequence[Example], read: Callable[[str], Features | None], own: Features
) -> Lessons:
    """The same for the same examples in whatever order; ``read`` gives the digests of other folders."""
    parts: list[_Part] = [(own.features[:0], np.zeros(0, bool), np.zeros(0, np.intp), np.zeros(0))]
    by_video = groupby(sorted(examples, key=_key), lambda example: example.folder)
    for number, (path, some) in enumerate(by_video, start=1):
        is_own = path == folder.path
        taken = own if is_own else read(path)
        if taken is not None:
            parts += _parts(taken, list(some), 0 if is_own else number)
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    kept = _spread(np.flatnonzero(joined[1])), _spread(np.flatnonzero(~joined[1]))
    rows = np.concatenate(kept)
    features, is_relevant, video, times = (column[rows] for column in joined)
    return Lessons(features=features, is_relevant=is_relevant, video=video, times=times)


def _key(example: Example) -> tuple[str, bool, float, float]:
    return example.folder, example.is_relevant, example.start, example.stop


def _digest_read(path: str, like: Features) -> Features | None:
    """What an earlier request has left, if it can be compared with this one."""
    try:
        found = features_unpack(storage.file_read(RequestFolder.parse(path)[0].digest))
    except (zipfile.BadZipFile, ValueError, EOFError, KeyError, OSError, RequestGoneError) as error:
        logger.warning("Learned nothing from %s: %s", path, error)
        return None
    kinds = [(one.features.shape[1:], one.features.dtype) for one in (found, like)]
    if kinds[0] != kinds[1]:
        logger.warning("Learned nothing from %s: its digest is of another kind, %s and not %s", path, *kinds)
        return None
    return found


def _parts(taken: Features, examples: list[Example], video: int) -> Iterator[_Part]:
    """Of each verdict the frames, each once; copied, so that the digest can be let go."""
    for is_relevant in (False, True):
        rows = [_rows(taken.times, one) for one in examples if one.is_relevant == is_relevant]
        chosen = np.unique(np.concatenate([*rows, np.zeros(0, np.intp)])).astype(np.intp)
        chosen = _spread(chosen)  # before they are read: a day may be judged
        flags, videos = np.full(len(chosen), is_relevant), np.full(len(chosen), video, np.intp)
        yield taken.features[chosen], flags, videos, taken.times[chosen]


def _rows(times: NDArray[np.float64], example: Example) -> NDArray[np.intp]:
    """Frames in a stretch; of one between two frames, the nearer one."""
    inside = np.flatnonzero((times >= example.start) & (times <= example.stop))
    if len(inside) or not len(times):
        return inside
    return np.array([np.abs(times - (example.start + example.stop) / 2).argmin()])


def _spread(rows: NDArray[np.intp]) -> NDArray[np.intp]:
    if len(rows) <= ROWS_AT_MOST:
        return rows
    chosen: NDArray[np.intp] = rows[np.linspace(0, len(rows) - 1, ROWS_AT_MOST).round().astype(int)]
    return chosen
