"""The *reduce*: the features of all chunks → ``scores.json``."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from numpy.typing import NDArray
from pydantic import ValidationError

from smartcut.core import failures
from smartcut.core.folder import RequestFolder
from smartcut.core.request_file import RequestFile
from smartcut.core.scores_file import ScoresFile
from smartcut.core.segments import segments_from_scores
from workers.plugin import Lessons, Plugin, Scores
from workers.runtime import storage
from workers.runtime.attempts import attempt
from workers.runtime.calls import boxes_make, digest_make, scores_make
from workers.runtime.errors import RequestFailedError
from workers.runtime.features import Features, features_join, features_pack, features_unpack
from workers.runtime.lessons import lessons_read
from workers.runtime.suppressing import suppressed_make
from workers.runtime.version import plugin_version

DAMAGED = (zipfile.BadZipFile, ValueError, EOFError, KeyError)

logger = logging.getLogger(__name__)


class FeaturesDamagedError(Exception):
    """Features of a chunk could not be read back; they are deleted and must be extracted again."""


def scores_read(folder: RequestFolder, request: RequestFile) -> ScoresFile | None:
    """What an earlier delivery of the message has left, if it came so far and can be read."""
    if not storage.file_exists(folder.scores):
        return None
    try:
        found = ScoresFile.model_validate_json(storage.file_read(folder.scores))
        return found if found.taught == request.taught else None
    except ValidationError as error:
        logger.warning("%s is damaged and will be made again: %s", folder.scores, error)
        storage.file_delete(folder.scores)
        return None


def video_score(
    plugin: Plugin, folder: RequestFolder, request: RequestFile, *, is_redelivered: bool
) -> ScoresFile:
    """Scores the whole video and stores the result before anybody is told."""
    with (
        _video_read(plugin, folder, request) as video,
        attempt(folder.scores, failures.AT_END, is_redelivered=is_redelivered),
    ):
        video, lessons = _learned(plugin, folder, request, video)
        scores = scores_make(plugin, video.times, video.features, lessons)
        times = video.times.tolist()
        boxes = boxes_make(plugin, video.times, video.features, scores.values)
    result = scores_file_make(plugin, request, times, scores, boxes)
    storage.file_write(folder.scores, result.model_dump_json().encode())
    return result


def has_digest(plugin_class: type[Plugin], folder: RequestFolder, request: RequestFile) -> bool:
    """Whether the video can be scored without its chunks; those are gone once it was ready."""
    is_there = plugin_class.is_taught and storage.file_exists(folder.digest)
    if request.taught and not is_there:
        raise RequestFailedError(failures.DIGEST_LOST)
    return is_there


@contextmanager
def _video_read(plugin: Plugin, folder: RequestFolder, request: RequestFile) -> Iterator[Features]:
    """The digest if there is one, else the features of all chunks."""
    if has_digest(type(plugin), folder, request):
        yield _digest_read(folder)
        return
    with features_join(_features_read(folder, request.chunks or 0)) as video:
        yield video


def _digest_read(folder: RequestFolder) -> Features:
    try:
        return features_unpack(storage.file_read(folder.digest))
    except DAMAGED as error:
        logger.warning("%s is damaged: %s", folder.digest, error)
        storage.file_delete(folder.digest)
        raise FeaturesDamagedError(folder.digest) from error


def _learned(
    plugin: Plugin, folder: RequestFolder, request: RequestFile, video: Features
) -> tuple[Features, Lessons | None]:
    """What a plugin that is taught scores: the digest, stored for the next time, and the lessons."""
    if not plugin.is_taught:
        return video, None
    if not storage.file_exists(folder.digest):
        video = Features(video.times, digest_make(plugin, video.times, video.features))
        storage.file_write(folder.digest, features_pack(video))
    return video, lessons_read(folder, request.examples, video)


def _features_read(folder: RequestFolder, chunks: int) -> Iterator[Features]:
    for index in range(chunks):
        path = folder.features(index)
        try:
            yield features_unpack(storage.file_read(path))
        except DAMAGED as error:
            logger.warning("%s is damaged and will be made again: %s", path, error)
            storage.file_delete(path)
            raise FeaturesDamagedError(path) from error


def scores_file_make(
    plugin: Plugin, request: RequestFile, times: list[float], scores: Scores, boxes: bytes
) -> ScoresFile:
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
        boxes=boxes,
        keeps_features=plugin.is_taught,
        plugin_version=plugin_version(type(plugin)),
        taught=request.taught,
    )


def _listed(values: NDArray[Any] | None) -> list[Any]:
    return [] if values is None else values.tolist()
