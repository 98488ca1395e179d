"""The *reduce*: the features of all chunks → ``scores.json``."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from numpy.typing import NDArray
from pydantic import ValidationError

from smartcut.core import failures
from smartcut.core.folder import RequestFolder
from smartcut.core.request_file import RequestFile
from smartcut.core.scores_file import ScoresFile
from smartcut.core.segments import segments_from_scores
from workers.plugin import Plugin, Scores
from workers.runtime import storage
from workers.runtime.attempts import attempt
from workers.runtime.calls import scores_make
from workers.runtime.features import Features, features_join, features_unpack
from workers.runtime.suppressing import suppressed_make

logger = logging.getLogger(__name__)


class FeaturesDamagedError(Exception):
    """Features of a chunk could not be read back; they are deleted and must be extracted again."""


def scores_read(folder: RequestFolder) -> ScoresFile | None:
    """What an earlier delivery of the message has left, if it came so far and can be read."""
    if not storage.file_exists(folder.scores):
        return None
    try:
        return ScoresFile.model_validate_json(storage.file_read(folder.scores))
    except ValidationError as error:
        logger.warning("%s is damaged and will be made again: %s", folder.scores, error)
        storage.file_delete(folder.scores)
        return None


def video_score(
    plugin: Plugin, folder: RequestFolder, request: RequestFile, *, is_redelivered: bool
) -> ScoresFile:
    """Scores the whole video and stores the result before anybody is told."""
    with (
        features_join(_features_read(folder, request.chunks or 0)) as video,
        attempt(folder.scores, failures.AT_END, is_redelivered=is_redelivered),
    ):
        scores = scores_make(plugin, video.times, video.features)
        times = video.times.tolist()
    result = scores_file_make(plugin, request, times, scores)
    storage.file_write(folder.scores, result.model_dump_json().encode())
    return result


def _features_read(folder: RequestFolder, chunks: int) -> Iterator[Features]:
    for index in range(chunks):
        path = folder.features(index)
        try:
            yield features_unpack(storage.file_read(path))
        except (zipfile.BadZipFile, ValueError, EOFError, KeyError) as error:
            logger.warning("%s is damaged and will be made again: %s", path, error)
            storage.file_delete(path)
            raise FeaturesDamagedError(path) from error


def scores_file_make(plugin: Plugin, request: RequestFile, times: list[float], scores: Scores) -> ScoresFile:
    """Segments and suppressed stretches by the plugin's own thresholds."""
    segments = partial(
        segments_from_scores,
        times,
        duration=request.duration,
        interval=request.interval,
        thresholds=plugin.thresholds,
    )
    found = segments(scores.values.tolist())
    return ScoresFile(
        times=times,
        scores=scores.values.tolist(),
        thresholds=plugin.thresholds,
        segments=found,
        reasons=list(scores.reasons),
        reason=_listed(scores.reason),
        amount=_listed(scores.amount),
        suppressed=suppressed_make(times, scores, found, segments),
        keeps_features=plugin.is_taught,
    )


def _listed(values: NDArray[Any] | None) -> list[Any]:
    return [] if values is None else values.tolist()
