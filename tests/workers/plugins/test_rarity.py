"""``novelty``'s scores from embeddings made up: no torch needed."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from smartcut.core.areas import Area, Areas
from workers.plugin import Frame
from workers.plugins._embedding import SIZE, WHOLE_SIZE, embeddings_pack, light_of
from workers.plugins.novelty import NoveltyPlugin

COUNT, HEIGHT, WIDTH = 300, 6, 8
random = np.random.default_rng(3)


def _vector(size: int = SIZE) -> NDArray[Any]:
    made = random.normal(size=size)
    return np.asarray(0.7 * made / np.linalg.norm(made), np.float32)


SCENE = np.stack([_vector() for _ in range(HEIGHT * WIDTH)]).reshape(HEIGHT, WIDTH, SIZE)
WHOLE = _vector(WHOLE_SIZE)
WALKER = [np.stack([_vector() for _ in range(4)]) for _ in range(6)]
VAN, NIGHT = np.stack([_vector() for _ in range(4)]), _vector()


class Film:
    """Walkers are there half of the time."""

    def __init__(self, count: int = COUNT, step: float = 2.0) -> None:
        self.times = np.arange(count, dtype=np.float64) * np.float64(step)
        self.places = np.tile(SCENE, (count, 1, 1, 1)) + random.normal(0, 0.01, (count, *SCENE.shape))
        self.whole = np.tile(WHOLE, (count, 1)) + random.normal(0, 0.01, (count, WHOLE_SIZE))
        self.light = np.tile([4.5, 0.3], (count, 1))
        for index in range(0, count, 2):
            self.put(WALKER[index % len(WALKER)], [index], int(random.integers(0, WIDTH - 3)))

    def put(self, thing: NDArray[Any], frames: Any, column: int) -> None:
        self.places[frames, 2, column : column + 4] = thing

    def scores(self) -> NDArray[np.float64]:
        arrays = [np.asarray(part, np.float32) for part in (self.places, self.whole, self.light)]
        scores = NoveltyPlugin().score(self.times, embeddings_pack(*arrays))
        return np.asarray(scores.values, np.float64)


def test_what_repeats_is_not_rare() -> None:
    assert Film().scores().max() < 0.3


@pytest.mark.parametrize("frames", [range(140, 150), range(3), range(297, 300), range(100, 200)])
def test_a_rare_thing_is_found_while_it_is_there(frames: range) -> None:
    film = Film()
    film.put(VAN, list(frames), 2)
    film.whole[list(frames)] += 0.3 * np.sign(WHOLE) / np.sqrt(WHOLE_SIZE)
    scores = film.scores()
    inside = np.isin(np.arange(COUNT), frames)
    assert scores[inside].min() >= 0.3
    assert np.median(scores[inside]) > 0.5
    assert np.delete(scores, [*frames, frames[0] - 1, min(frames[-1] + 1, COUNT - 1)]).max() < 0.3


def test_a_broken_frame_is_dropped() -> None:
    film = Film()
    film.places[150] = random.normal(0, 0.08, SCENE.shape)
    film.whole[150] = _vector(WHOLE_SIZE)
    assert film.scores().max() < 0.3


def test_a_night_is_compared_with_nights() -> None:
    """The first hour of five is dark; a dark frame is then nothing special, a van in it is."""
    film = Film(1800, 10.0)
    dark = np.arange(360)
    film.places[dark] += 0.8 * NIGHT
    film.light[dark] = [2.0, 0.0]
    film.put(VAN, np.arange(100, 105), 2)
    scores = film.scores()
    assert scores[100:105].min() > 0.5
    assert np.delete(scores, range(100, 105)).max() < 0.5


def test_an_empty_scene_has_low_scores() -> None:
    quiet = Film()
    quiet.places[:] = SCENE + random.normal(0, 0.01, (COUNT, *SCENE.shape))
    assert quiet.scores().max() < 0.1


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_few_frames_propose_nothing(count: int) -> None:
    scores = Film(count).scores()
    assert scores.shape == (count,)
    assert (scores < 0.5).all()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.2, 900), min_size=1, max_size=60), st.integers(0, 2**32 - 1))
def test_any_embeddings_at_any_times_have_scores_from_0_to_1(steps: list[float], seed: int) -> None:
    made = np.random.default_rng(seed)
    features = made.normal(0, 3, (len(steps), 5, 4, SIZE)).astype(np.float16)
    scores = NoveltyPlugin().score(np.cumsum(steps), features).values
    assert scores.shape == (len(steps),)
    assert ((scores >= 0) & (scores <= 1)).all()


def _light(image: NDArray[np.uint8], areas: Areas = ()) -> NDArray[np.float32]:
    frame = Frame(0.0, cv2.imencode(".jpg", image)[1].tobytes(), areas)
    return light_of(frame, frame.bgr(2))


def test_a_large_thing_is_no_other_light() -> None:
    image = np.full((90, 160, 3), (60, 120, 90), np.uint8)
    with_truck = image.copy()
    with_truck[:, :64] = 250
    assert _light(image) == pytest.approx(_light(with_truck), abs=0.02)
    assert abs(_light(image)[0] - _light(image // 2)[0]) > 0.3


def test_the_light_is_seen_where_only_a_small_part_counts() -> None:
    gate = Area(kind="look", points=((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)))
    image = np.full((90, 160, 3), (60, 120, 90), np.uint8)
    assert _light(image, (gate,)) == pytest.approx(_light(image), abs=0.02)
    assert _light(image // 2, (gate,)) == pytest.approx(_light(image // 2), abs=0.02)
