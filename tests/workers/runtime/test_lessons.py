"""What was judged becomes rows of digests, of this video and of others, and never a failure."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from smartcut.core.folder import RequestFolder
from smartcut.core.request_file import Example
from workers.plugin import Lessons
from workers.runtime import lessons as module
from workers.runtime.features import Features, features_pack
from workers.runtime.lessons import lessons_read

OWN, OTHER = RequestFolder("own", "gate.mp4"), RequestFolder("other", "gate.mp4")
TIMES = np.arange(0, 100, 5.0)


def digest_of(offset: float, count: int = 20) -> Features:
    times = np.arange(count, dtype=np.float64) * np.float64(5)
    return Features(times, np.asarray(np.stack([times + offset, times], axis=1), np.float32))


def store(folder: RequestFolder, content: bytes) -> None:
    storages["default"].save(folder.digest, ContentFile(content))


def example(folder: RequestFolder, start: float, stop: float, *, is_relevant: bool = True) -> Example:
    return Example(folder=folder.path, start=start, stop=stop, is_relevant=is_relevant)


def read(*examples: Example) -> Lessons:
    return lessons_read(OWN, examples, digest_of(0))


def rows(lessons: Lessons) -> list[tuple[float, bool, bool]]:
    parts = (lessons.features[:, 0].tolist(), lessons.is_relevant.tolist(), lessons.is_own.tolist())
    return list(zip(*parts, strict=True))


def test_it_works() -> None:
    store(OTHER, features_pack(digest_of(1000)))
    found = read(example(OWN, 10, 20), example(OWN, 42, 49, is_relevant=False), example(OTHER, 60, 66))
    assert rows(found) == [(1060, True, False), (1065, True, False), (10, True, True), (15, True, True),
                           (20, True, True), (45, False, True)]  # fmt: skip
    assert found.times.tolist() == [60, 65, 10, 15, 20, 45]


def test_none_are_none() -> None:
    found = read()
    assert found.features.shape == (0, 2)
    assert (len(found.times), len(found.is_relevant), len(found.is_own)) == (0, 0, 0)


def test_the_order_of_examples_changes_nothing_and_a_frame_counts_once() -> None:
    store(OTHER, features_pack(digest_of(1000)))
    many = [
        example(folder, at, at + 22, is_relevant=at % 20 == 0)
        for folder in (OWN, OTHER)
        for at in range(0, 80, 10)
    ]
    first = rows(read(*many))
    assert len(set(first)) == len(first)
    for _ in range(5):
        random.shuffle(many)
        assert rows(read(*many)) == first


def test_a_stretch_between_two_frames_has_the_nearer_one() -> None:
    assert rows(read(example(OWN, 11, 13))) == [(10, True, True)]


def other_kind(_: None = None) -> bytes:
    return features_pack(Features(TIMES, np.zeros((20, 3), np.float32)))


@pytest.mark.parametrize("content", [None, b"", b"half a fi", other_kind()])
def test_a_digest_that_is_gone_or_damaged_teaches_nothing(content: bytes | None, caplog: Any) -> None:
    gone = RequestFolder(f"gone-{hash(content)}", "gate.mp4")
    if content is not None:
        store(gone, content)
    assert rows(read(example(gone, 0, 90), example(OWN, 10, 10))) == [(10, True, True)]
    assert f"Learned nothing from {gone.path}" in caplog.text


def test_a_path_that_leads_out_of_the_storage_teaches_nothing(caplog: Any) -> None:
    found = read(Example(folder="../secrets", start=0, stop=9, is_relevant=True))
    assert rows(found) == []
    assert "Learned nothing from ../secrets" in caplog.text


def test_of_many_frames_some_at_even_distances_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS_AT_MOST", 5)
    store(OTHER, features_pack(digest_of(1000)))
    found = read(
        *(example(folder, 0, 95, is_relevant=flag) for folder in (OWN, OTHER) for flag in (True, False))
    )
    assert [int(found.is_relevant.sum()), len(found.times)] == [5, 10]
    assert found.times[:5].tolist()[0] == 0
