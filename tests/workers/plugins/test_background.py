"""The scene of a camera: what its envelopes allow, all at once and one by one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from workers.plugins import _background
from workers.plugins._bands import Bands, Picture

SHAPE, LIGHT_SHAPE = (40, 60), (10, 15)


@pytest.mark.parametrize("sides", [0, 1, 2])
def test_of_past_and_future_the_nearest_counts(sides: int) -> None:
    random = np.random.default_rng(sides)
    seen = [(_light(random), _detail(random)) for _ in range(1 + sides)]
    light, detail = seen[0]
    scene = _background._scene(Bands(light, detail, detail), seen[1:], np.ones(SHAPE, np.float32), None)
    gain = random.uniform(0.5, 2, SHAPE).astype(np.float32)
    now = 2 * _detail(random)
    each = [_background._outside(now, _background._envelope(*one, light), gain) for one in seen]
    expected = np.maximum(np.min(each, axis=0), 0)
    assert np.maximum(_background._excess(now, scene, gain), 0) == pytest.approx(expected, abs=1e-4)
    assert expected.max() > 1
    assert len(scene.apart) > 0 or not sides


def _light(random: np.random.Generator) -> Picture:
    return random.uniform(50, 100, LIGHT_SHAPE).astype(np.float32)


def _detail(random: np.random.Generator) -> NDArray[np.float32]:
    """Alike over several places: else each envelope reached over all values."""
    return np.kron(random.normal(0, 20, (5, 5)), np.ones((8, 12))).astype(np.float32)
