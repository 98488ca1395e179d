from __future__ import annotations

import tempfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workers.runtime.errors import RequestFailedError
from workers.runtime.features import Features, features_join, features_pack, features_unpack


def features(*times: float, shape: tuple[int, ...] = (2,), dtype: Any = np.float32) -> Features:
    """Each frame's features are its time."""
    rows: NDArray[Any] = np.ones((len(times), *shape), dtype) * np.reshape(
        times, (-1, *(1 for _ in shape))
    ).astype(dtype)
    return Features(np.array(times, np.float64), rows)


def test_features_are_read_as_they_were_written() -> None:
    written = features(0.04, 1.0, 86_399.999)
    read = features_unpack(features_pack(written))
    assert np.array_equal(read.times, written.times)
    assert read.features.dtype == np.float32
    assert np.array_equal(read.features, written.features)


def test_features_of_python_objects_are_not_read_back() -> None:
    objects = Features(np.zeros(1), np.array([{}], object))
    with pytest.raises(ValueError, match="Object arrays"):
        features_unpack(features_pack(objects))


def test_the_joined_features_lie_on_disk_and_cannot_be_written() -> None:
    with features_join([features(0, 1), features(2)]) as video:
        assert isinstance(video.features, np.memmap)
        assert not video.features.flags.writeable
        assert video.features.shape == (3, 2)


def test_a_days_features_do_not_go_to_the_systems_temporary_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nonexistent")
    with features_join([features(2), features(0, 1)]) as video:
        assert video.times.tolist() == [0, 1, 2]


def test_of_two_frames_with_one_time_the_earlier_chunks_is_kept() -> None:
    late = Features(np.array([1.0, 2.0]), np.full((2, 2), 9, np.float32))
    with features_join([features(0, 1), late]) as video:
        assert video.times.tolist() == [0, 1, 2]
        assert video.features[:, 0].tolist() == [0, 1, 9]


@pytest.mark.parametrize("chunks", [[], [features()], [features(), features(1)]])
def test_nothing_can_be_joined(chunks: list[Features]) -> None:
    with features_join(chunks) as video:
        assert len(video.times) == len(video.features) == sum(len(chunk.times) for chunk in chunks)


def test_features_without_numbers_can_be_joined() -> None:
    with features_join([features(0, 1, shape=(0,))]) as video:
        assert video.features.shape == (2, 0)


@pytest.mark.parametrize("other", [features(1, shape=(3,)), features(1, dtype=np.float64)])
def test_another_shape_or_type_is_told_with_its_place(other: Features) -> None:
    with (
        pytest.raises(RequestFailedError, match=r"frames from 1\.000 s"),
        features_join([features(0), other]),
    ):
        pass


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.lists(st.integers(0, 5000), max_size=60), max_size=40),
    st.sampled_from([(), (1,), (3, 5)]),
)
def test_any_chunks_become_each_time_once_and_in_order(
    chunks: list[list[int]], shape: tuple[int, ...]
) -> None:
    parts = [features(*times, shape=shape, dtype=np.float64) for times in chunks]
    with features_join(parts) as video:
        expected = sorted({float(time) for times in chunks for time in times})
        assert video.times.tolist() == expected
        assert [float(np.ravel(row)[0]) for row in video.features] == expected
