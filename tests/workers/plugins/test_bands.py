"""Statistics over stacks of pictures, against numpy."""

from __future__ import annotations

import numpy as np
import pytest

from workers.plugins._bands import quantile


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 10, 21, 22, 33])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.5, 0.7, 1.0])
def test_a_quantile_is_that_of_each_place(count: int, share: float) -> None:
    pictures = np.random.default_rng(count).random((count, 5, 7), np.float32)
    position = share * (count - 1)
    ordered = np.sort(pictures, axis=0)
    expected = (ordered[int(position)] + ordered[int(np.ceil(position))]) / 2
    assert quantile(list(pictures), share) == pytest.approx(expected)


def test_whole_numbers_are_ordered_to_their_limits() -> None:
    pictures = [np.full((2, 2), value, np.int16) for value in (16320, -16320, 7, 8)]
    assert quantile(pictures, 0.5).tolist() == [[7, 7], [7, 7]]
    assert quantile(pictures[:2], 0.5).tolist() == [[0, 0], [0, 0]]
    assert quantile(pictures, 1.0).dtype == np.int16
