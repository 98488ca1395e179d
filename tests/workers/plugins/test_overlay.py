"""What is burnt into the picture is told from what is part of the scene."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workers.plugins._background import Background, difference
from workers.plugins._overlay import overlay_find

HEIGHT, WIDTH = 90, 160
TEXT = np.s_[70:80, 20:60:4]


def _scene(gain: float, seed: int = 0) -> NDArray[np.uint8]:
    """A lively wall in some light, noise, and bars of text that are as bright as ever."""
    wall = np.random.default_rng(5).uniform(60, 140, (HEIGHT, WIDTH)) * gain
    picture = wall + np.random.default_rng(seed).normal(0, 1, wall.shape)
    picture[TEXT] = 220
    return picture.round().clip(0, 255).astype(np.uint8)


def _relit(gain: float) -> NDArray[np.float32]:
    return np.full((HEIGHT // 4, WIDTH // 4), gain, np.float32)


def test_it_is_what_keeps_its_brightness_in_another_light() -> None:
    gains = [1.0] * 6 + [0.4, 0.5]
    found = overlay_find([_scene(gain) for gain in gains], [_relit(gain) for gain in gains])
    assert found is not None
    assert found[TEXT].all()
    assert found.sum() == found[TEXT].size


def test_nothing_tells_it_where_the_light_is_the_same() -> None:
    assert overlay_find([_scene(1.0)] * 8, [_relit(1.0)] * 8) is None


def test_what_is_dark_in_any_light_is_none() -> None:
    gains = [1.0] * 7 + [0.4]
    assert overlay_find([np.full((HEIGHT, WIDTH), 8, np.uint8)] * 8, [_relit(gain) for gain in gains]) is None


def test_a_few_pictures_may_agree_by_chance() -> None:
    gains = [1.0] * 5 + [0.4, 0.5]
    assert overlay_find([_scene(gain) for gain in gains], [_relit(gain) for gain in gains]) is None


def test_it_is_no_evidence_in_the_dark() -> None:
    times = np.arange(0.0, 600.0, 2.0)
    night = (times >= 300) & (times < 420)
    pictures = np.stack([_scene(0.2 if dark else 1.0, seed) for seed, dark in enumerate(night)])
    background = Background(times, pictures)
    at = int(np.flatnonzero(night)[20])
    scene = background.scene(background.bin_of(at))
    assert difference(pictures[at], scene).evidence.max() < 0.5
    assert difference(pictures[at], replace(scene, overlay=None)).evidence.max() > 2
