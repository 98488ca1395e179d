from __future__ import annotations

import mmap
import time
from pathlib import Path

import numpy as np
import psutil

from tests.workers.queues_seen import wait_until
from workers.runtime.features import Features, features_join
from workers.runtime.paging import pages_returned

CHUNK_BYTES = 8 * 1024**2
CHUNKS = 16


def memory_bytes() -> int:
    return int(psutil.Process().memory_info().rss)


def test_reading_a_large_map_does_not_keep_it_in_memory() -> None:
    parts = (
        Features(np.array([float(index)]), np.full((1, CHUNK_BYTES), index, np.uint8))
        for index in range(CHUNKS)
    )
    with features_join(parts) as video:
        before = memory_bytes()
        for index, row in enumerate(video.features):
            assert row.min() == row.max() == index
        wait_until(lambda: memory_bytes() - before < CHUNKS * CHUNK_BYTES / 4)


def test_without_it_the_map_would_stay(tmp_path: Path) -> None:
    (tmp_path / "map").write_bytes(bytes(CHUNKS * CHUNK_BYTES))
    rows = np.memmap(tmp_path / "map", np.uint8, "r")
    before = memory_bytes()
    assert not rows.any()
    assert memory_bytes() - before > CHUNKS * CHUNK_BYTES / 2


def test_what_is_read_again_comes_back(tmp_path: Path) -> None:
    (tmp_path / "map").write_bytes(bytes(range(256)) * 64)
    rows = np.memmap(tmp_path / "map", np.uint8, "r")
    assert isinstance(rows.base, mmap.mmap)
    with pages_returned(rows):
        first = int(rows.sum(dtype=np.int64))
        time.sleep(0.3)
        assert int(rows.sum(dtype=np.int64)) == first


def test_an_array_in_memory_is_left_alone() -> None:
    rows = np.ones(3)
    with pages_returned(rows):
        assert rows.sum() == 3
