"""``check_plugin``: the contract that every plugin must keep, as one call in its author's test::

    def test_it_keeps_the_contract() -> None:
        check_plugin(HelmetPlugin())

It says in words what is broken. It does not say whether the plugin finds anything: test that as well.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from smartcut.core.limits import CHUNK_FRAMES, DAY_S, MAX_IMG_SIZE, MIN_FRAME_SIDE
from smartcut.core.plugin_name import MAX_LABEL_LENGTH, MAX_LENGTH
from workers.plugin import Frame, Lessons, Plugin, Scores
from workers.runtime.calls import boxes_surest, features_extract, known_make, lessons_none, scores_make
from workers.runtime.errors import RequestFailedError
from workers.runtime.features import Features, features_join

DAY_FRAMES = int(DAY_S)
"""The longest video at one frame a second."""
SCORE_BYTES = 800 * 1024**2
"""What ``score`` may take for such a video."""
LENGTHS = (100, 1000, 3000)
"""Frames for which it is measured."""
CHUNK_BYTES = 100 * 1024
"""What may stay behind after ``extract`` of one chunk: caches, but not the frames."""
TOLERANCE = 1e-3
"""Networks round differently in batches of other sizes; by this part of a column's largest value at most."""

T = TypeVar("T")

_WEB_MODULES = ("django.apps", "django.conf", "django.db")
_LOAD = """
import contextlib, importlib, operator, sys
module = importlib.import_module({module!r})
with contextlib.suppress(Exception):  # check_plugin loads, too, and lets the author see what stops it
    operator.attrgetter({name!r})(module)().load("cpu")
print()
print(*sys.modules)
"""


def check_plugin(plugin: Plugin, frames: Sequence[Frame] | None = None) -> None:
    """Raises ``AssertionError`` unless ``plugin``, not loaded yet, keeps to the contract of ``Plugin``.

    ``frames`` are some dozen of one camera, ascending; made up when not given.
    """
    _check_metadata(plugin)
    _check_import(type(plugin).__module__, type(plugin).__qualname__)
    plugin.load("cpu")
    frames = list(frames or frames_make(img_size=min(plugin.img_size, 320)))
    features = _check_extract(plugin, frames)
    _check_extract_memory(plugin, frames)
    _check_score(plugin, features)
    _check_boxes(plugin, features)
    if plugin.is_taught:
        _check_taught(plugin, features)
    _check_score_memory(plugin, features)


def frames_make(*, count: int = 120, interval_s: float = 1.0, img_size: int = 320) -> list[Frame]:
    """A camera's noisy picture in which, half way, something bright passes."""
    random = np.random.default_rng(7)
    height, width = img_size * 9 // 16, img_size
    scene = cv2.resize(random.integers(40, 180, (9, 16, 3)).astype(np.uint8), (width, height))
    return [
        _frame(scene, random, index * interval_s, (index - count // 2) / 10 if index >= count // 2 else None)
        for index in range(count)
    ]


def _frame(scene: NDArray[Any], random: np.random.Generator, time: float, position: float | None) -> Frame:
    """``position`` of the bright thing: 0 at the left edge, 1 at the right."""
    picture = scene + random.normal(0, 3, scene.shape)
    if position is not None:
        height, width = scene.shape[:2]
        left = int(position * width)
        picture[height // 3 : height * 2 // 3, left : left + width // 8] = 240
    encoded = cv2.imencode(".jpg", np.clip(picture, 0, 255).astype(np.uint8))[1]
    return Frame(time, encoded.tobytes())


def _check_metadata(plugin: Plugin) -> None:
    name = getattr(plugin, "plugin_name", "")
    _demand(re.fullmatch(r"[a-z][a-z0-9_-]*", name), f"plugin_name must be a lower-case word, not {name!r}")
    _demand(len(name) <= MAX_LENGTH, f"plugin_name must have at most {MAX_LENGTH} letters, not {len(name)}")
    label = getattr(plugin, "label", "")
    _demand(label, "label must say what the analyst sees in the list")
    _demand(len(label) <= MAX_LABEL_LENGTH, f"label must have at most {MAX_LABEL_LENGTH} letters")
    _demand(len(plugin.version) <= MAX_LABEL_LENGTH, f"version must have at most {MAX_LABEL_LENGTH} letters")
    _demand(plugin.img_size >= MIN_FRAME_SIDE, f"img_size must be at least {MIN_FRAME_SIDE} pixels")
    _demand(plugin.img_size <= MAX_IMG_SIZE, f"img_size must be at most {MAX_IMG_SIZE} pixels")


def _check_import(module: str, name: str = "") -> None:
    """Loads the class ``name``, too; in a process of its own: this one may have Django for other reasons."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _LOAD.format(module=module, name=name)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    _demand(done.returncode == 0, f"{module} cannot be imported by itself:\n{done.stderr}")
    modules = done.stdout.splitlines()[-1].split()
    web = ", ".join(name for name in _WEB_MODULES if name in modules)
    _demand(not web, f"importing or loading {module} imports {web}; a worker has no web and no database")


def _check_extract(plugin: Plugin, frames: list[Frame]) -> Features:
    """Any splitting into chunks, in any order and again, gives each frame the same features."""
    whole = _extract(plugin, frames, CHUNK_FRAMES)
    some = frames[: CHUNK_FRAMES // 2]
    for size in (CHUNK_FRAMES, 7, 1):
        again = _extract(plugin, some, size, is_reversed=True)
        _demand(
            _is_close(again.features, whole.features[: len(some)]),
            f"features changed when the same frames came again in chunks of {size} and in reverse order: "
            "extract must use the frames of one chunk alone, each for itself, and remember nothing",
        )
    return whole


def _extract(plugin: Plugin, frames: list[Frame], size: int, *, is_reversed: bool = False) -> Features:
    chunks = [frames[start : start + size] for start in range(0, len(frames), size)]
    made = [_features(plugin, chunk) for chunk in (reversed(chunks) if is_reversed else chunks)]
    kinds = {(features.features.shape[1:], features.features.dtype) for features in made}
    _demand(len(kinds) == 1, f"features must have one shape and type in all chunks, got {kinds}")
    with features_join(made) as joined:
        whole = Features(joined.times, np.array(joined.features))
    _check_finite(whole)
    return whole


def _features(plugin: Plugin, frames: list[Frame]) -> Features:
    times = np.array([frame.time for frame in frames])
    return Features(times, _in_words(lambda: features_extract(plugin, frames, "of the test")))


def _check_finite(features: Features) -> None:
    for time, row in zip(features.times, features.features, strict=True):
        broken = [str(values) for values in _fields(row) if not np.isfinite(values).all()]
        _demand(not broken, f"the features of the frame at {time:.3f} s are not finite: {', '.join(broken)}")


def _check_score(plugin: Plugin, features: Features) -> None:
    """Right for the whole video, for two frames, one and none; the same when asked again."""
    scores = _score(plugin, features)
    _demand(
        np.array_equal(_score(plugin, features), scores),
        "score gave other scores for the same features when called again: it must remember nothing",
    )
    for count in (2, 1):
        _score(plugin, Features(features.times[:count], features.features[:count]))
    none = _none_shape(plugin, features)
    _demand(none == (0,), f"score must give (0,) for a video without frames, not {none}")


def _none_shape(plugin: Plugin, features: Features) -> tuple[int, ...]:
    """The runtime does not ask for the scores of no frames, but evaluations may."""
    none = features.features[:0]
    call = partial(plugin.score_taught, lessons=lessons_none(none)) if plugin.is_taught else plugin.score
    given = call(features.times[:0], none)
    return np.shape(given.values if isinstance(given, Scores) else given)


def _score(plugin: Plugin, features: Features) -> NDArray[np.floating[Any]]:
    """As the worker calls it: with a read-only memory map."""
    with features_join([features]) as joined:
        return _in_words(lambda: _video_score(plugin, joined.times, joined.features))


def _video_score(
    plugin: Plugin, times: NDArray[np.float64], features: NDArray[Any], lessons: Lessons | None = None
) -> NDArray[np.floating[Any]]:
    return scores_make(plugin, times, known_make(plugin, times, features), lessons).values


def _check_boxes(plugin: Plugin, features: Features) -> None:
    """Of each frame, whatever its score."""
    labels = plugin.box_labels
    _demand(len(set(labels)) == len(labels), f"box_labels must have each name once, not {labels}")
    _demand(all(labels), f"box_labels must have no empty name, not {labels}")
    for time, row in zip(features.times, _known(plugin, features), strict=True):
        try:
            boxes = boxes_surest(plugin, row)
        except ValueError as error:
            raise AssertionError(f"the frame at {time:.3f} s: {error}") from error
        _demand(
            boxes == boxes_surest(plugin, row),
            "boxes gave others for the same row when called again: it must remember nothing",
        )


def _known(plugin: Plugin, features: Features) -> NDArray[Any]:
    return _in_words(lambda: known_make(plugin, features.times, features.features))


def _check_taught(plugin: Plugin, features: Features) -> None:
    """Any lessons do, in any order, and as many as there may be."""
    digest = _known(plugin, features)
    for is_relevant in (_half, _all, _none):
        lessons = _lessons(features.times, digest, is_relevant(len(digest)))
        scores = _in_words(partial(scores_make, plugin, features.times, digest, lessons)).values
        turned = Lessons(*(column[::-1] for column in vars(lessons).values()))
        again = _in_words(partial(scores_make, plugin, features.times, digest, turned)).values
        _demand(_is_close(again, scores), "score_taught gave other scores for the lessons in reverse order")


def _lessons(times: NDArray[np.float64], digest: NDArray[Any], is_relevant: NDArray[np.bool_]) -> Lessons:
    return Lessons(digest, is_relevant, np.arange(len(times)) % 3, times)


def _half(count: int) -> NDArray[np.bool_]:
    return np.arange(count) >= count // 2


def _all(count: int) -> NDArray[np.bool_]:
    return np.ones(count, bool)


def _none(count: int) -> NDArray[np.bool_]:
    return np.zeros(count, bool)


def _check_extract_memory(plugin: Plugin, frames: list[Frame], repeats: int = 8) -> None:
    chunk = frames[:CHUNK_FRAMES]
    plugin.extract(chunk)  # fills caches
    tracemalloc.start()
    try:
        plugin.extract(chunk)
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(repeats):
            plugin.extract(chunk)
        grown = (tracemalloc.get_traced_memory()[0] - before) / repeats
    finally:
        tracemalloc.stop()
    _demand(grown <= CHUNK_BYTES, f"extract keeps {grown / 1024:.0f} kB of each chunk: it must keep nothing")


def _check_score_memory(plugin: Plugin, features: Features) -> None:
    day_bytes = _day_bytes(*(_score_peak(plugin, features, count) for count in LENGTHS))
    _demand(
        day_bytes <= SCORE_BYTES,
        f"score would take {day_bytes / 1024**2:.0f} MB for {DAY_FRAMES} frames, "
        f"more than {SCORE_BYTES // 1024**2} MB: read the features in blocks",
    )


def _day_bytes(few: int, short: int, long: int) -> float:
    """From what ``score`` takes for ``LENGTHS`` to a day: straight, or as a power where it grows faster."""
    per_frame = max(0.0, (long - short) / (LENGTHS[2] - LENGTHS[1]))
    straight = long + per_frame * (DAY_FRAMES - LENGTHS[2])
    grown = max(1, long - few) / max(1, short - few)
    power = min(2.0, float(np.log(grown) / np.log(LENGTHS[2] / LENGTHS[1])))
    curved = few + (long - few) * (DAY_FRAMES / LENGTHS[2]) ** power
    return max(straight, curved) if power > 1 else straight


def _score_peak(plugin: Plugin, features: Features, count: int) -> int:
    """Bytes that ``score`` takes at most for ``count`` frames; the memory map itself is not among them."""
    rows = len(features.times)
    step = float(np.median(np.diff(features.times))) if rows > 1 else 1.0
    parts = (
        Features(np.arange(start, start + rows, dtype=np.float64) * step, features.features)
        for start in range(0, count, rows)
    )
    with features_join(parts) as video:
        tracemalloc.start()
        try:
            _in_words(lambda: _video_score(plugin, video.times[:count], video.features[:count]))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


def _is_close(left: NDArray[Any], right: NDArray[Any]) -> bool:
    """Each column (field, last axis) by its own measure: a large one must not hide another."""
    return all(map(_is_close_columns, _fields(left), _fields(right)))


def _is_close_columns(left: NDArray[Any], right: NDArray[Any]) -> bool:
    wanted = right.astype(np.float64)
    largest = np.abs(wanted).max(axis=tuple(range(max(1, wanted.ndim - 1))), initial=0.0)
    return bool((np.abs(left - wanted) <= TOLERANCE * (largest + np.abs(wanted))).all())


def _fields(values: NDArray[Any]) -> list[NDArray[Any]]:
    """Of a structured array each field by itself, fields in fields too."""
    if not values.dtype.names:
        return [values]
    return [field for name in values.dtype.names for field in _fields(values[name])]


def _demand(is_kept: object, broken: str) -> None:
    if not is_kept:
        raise AssertionError(broken)


def _in_words(call: Callable[[], T]) -> T:
    try:
        return call()
    except RequestFailedError as error:
        raise AssertionError(str(error)) from error
