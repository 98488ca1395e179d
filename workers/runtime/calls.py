"""The calls into a plugin, with what it must keep to checked.

Anything it raises or breaks becomes a ``RequestFailedError`` whose text says where and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from celery.exceptions import SoftTimeLimitExceeded
from numpy.typing import NDArray

from smartcut.core import failures
from smartcut.core.boxes import Box, boxes_pack
from workers.plugin import Frame, Lessons, Plugin, Scores
from workers.runtime.errors import RequestFailedError

SOFT_LIMIT_S = 1800
"""A call that takes longer is interrupted. A day at a frame a second takes 800 s on a busy core."""
HARD_LIMIT_S = SOFT_LIMIT_S + 10
"""Celery kills the process of a call that does not notice the interruption."""

MOST_BOXES = 20
"""Kept of a frame."""
ROUNDING = 1e-6
"""So far a sum of shares may be outside."""


def features_extract(plugin: Plugin, frames: Sequence[Frame], chunk_name: str) -> NDArray[Any]:
    """``plugin.extract`` on one chunk."""
    times = {"start": f"{frames[0].time:.3f}", "stop": f"{frames[-1].time:.3f}"}
    where = failures.AT_FRAMES % {"chunk": chunk_name, **times}
    with _plugin_called(plugin, where):
        features = np.asarray(plugin.extract(frames))
        _check_length(features, len(frames), "extract", "features")
        if features.dtype.hasobject:
            raise ValueError("extract gave Python objects; features must be an array of numbers")
    return features


def scores_make(
    plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any], lessons: Lessons | None = None
) -> Scores:
    """``plugin.score`` on the whole video, or ``score_taught`` on its digest; without frames no scores."""
    if not len(times):
        return Scores(np.zeros(0))
    with _plugin_called(plugin, failures.AT_ALL_FRAMES % {"frames": len(times)}):
        given = _score(plugin, times, features, lessons or lessons_none(features))
        scores = given if isinstance(given, Scores) else Scores(np.asarray(given, np.float64))
        _check_scores(scores.values, times, "score")
        if scores.suppressed is not None:
            _check_scores(scores.suppressed, times, "suppressed score")
        _check_reasons(scores, len(times))
    return scores


def boxes_make(
    plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any], scores: NDArray[np.floating[Any]]
) -> bytes:
    """``plugin.boxes`` of all frames that can be in a segment, packed; empty when it tells none."""
    if not plugin.box_labels:
        return b""
    with _plugin_called(plugin, failures.AT_ALL_FRAMES % {"frames": len(times)}):
        seen = np.flatnonzero(scores >= plugin.thresholds.off)
        frames = ((float(times[at]), boxes_surest(plugin, features[at])) for at in seen)
        return boxes_pack(plugin.box_labels, frames)


def boxes_surest(plugin: Plugin, row: NDArray[Any]) -> list[Box]:
    """``plugin.boxes`` of one frame; raises ``ValueError`` for one that cannot be."""
    boxes = plugin.boxes(row)
    for box in boxes:
        _check_box(box, plugin.box_labels)
    return sorted(boxes, key=lambda box: -box.score)[:MOST_BOXES]


def known_make(plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[Any]:
    """What ``scores_make`` takes: the features, or the digest of a plugin that is taught."""
    return digest_make(plugin, times, features) if plugin.is_taught else features


def digest_make(plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[Any]:
    """``plugin.digest`` of the whole video, in memory; a video without frames has an empty one."""
    if not len(times):
        return np.array(features)
    with _plugin_called(plugin, failures.AT_ALL_FRAMES % {"frames": len(times)}):
        digest = np.array(plugin.digest(times, features))
        _check_length(digest, len(times), "digest", "a digest")
        if digest.dtype.hasobject:
            raise ValueError("digest gave Python objects; it must be an array of numbers")
    return digest


def lessons_none(features: NDArray[Any]) -> Lessons:
    rows = np.zeros((0, *features.shape[1:]), features.dtype)
    return Lessons(rows, np.zeros(0, bool), np.zeros(0, np.intp), np.zeros(0))


def _score(
    plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any], lessons: Lessons
) -> NDArray[np.floating[Any]] | Scores:
    if plugin.is_taught:
        return plugin.score_taught(times, features, lessons)
    return plugin.score(times, features)


def _check_scores(scores: NDArray[Any], times: NDArray[np.float64], noun: str) -> None:
    _check_length(scores, len(times), "score", f"{noun}s")
    if scores.ndim != 1:
        raise ValueError(f"score gave an array of shape {scores.shape}; it must be ({len(times)},)")
    wrong = np.flatnonzero(~((scores >= 0) & (scores <= 1)))  # a NaN is neither
    if wrong.size:
        first = int(wrong[0])
        raise ValueError(f"the {noun} of the frame at {times[first]:.3f} s is {scores[first]}, not 0 to 1")


def _check_reasons(scores: Scores, length: int) -> None:
    """Indexes that point at no text, and numbers that cannot be shown."""
    for name in ("reason", "suppressed_reason"):
        indexes = getattr(scores, name)
        if indexes is not None:
            _check_length(indexes, length, "score", f"values of {name}")
            if np.any((indexes < -1) | (indexes >= len(scores.reasons))):
                raise ValueError(f"score gave a {name} that is not among its {len(scores.reasons)} reasons")
    for name in ("amount", "suppressed_amount"):
        amounts = getattr(scores, name)
        if amounts is not None:
            _check_length(amounts, length, "score", f"values of {name}")
            if not np.isfinite(amounts).all():
                raise ValueError(f"score gave {name} that is not a finite number")


def _check_box(box: Box, labels: Sequence[str]) -> None:
    if box.label not in labels:
        raise ValueError(f"boxes gave a {box.label!r}, which is not among box_labels {labels}")
    if not 0 <= box.score <= 1:  # a NaN is not
        raise ValueError(f"boxes gave a score of {box.score}, not 0 to 1")
    edges = (box.x, box.y, box.x + box.width, box.y + box.height)
    is_inside = all(-ROUNDING <= edge <= 1 + ROUNDING for edge in edges)
    if not (is_inside and box.width > 0 and box.height > 0):
        raise ValueError(f"boxes gave {box}: it must have a size and be inside the picture, 0 to 1")


def _check_length(array: NDArray[Any], length: int, call: str, noun: str) -> None:
    if array.shape[:1] != (length,):
        raise ValueError(f"{call} gave {noun} of shape {array.shape} for {length} frames")


@contextmanager
def _plugin_called(plugin: Plugin, where: str) -> Iterator[None]:
    try:
        yield
    except SoftTimeLimitExceeded as error:
        values = {"plugin": plugin.label, "seconds": SOFT_LIMIT_S, "place": where}
        raise RequestFailedError(failures.CALL_TOO_SLOW % values) from error
    except Exception as error:
        reason = str(error) or type(error).__name__
        parts = {"plugin": plugin.label, "place": where, "reason": reason}
        raise RequestFailedError(failures.CALL_FAILED % parts) from error
