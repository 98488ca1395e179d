"""``motion`` where only a part of the picture counts: light and weather are still those of all of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from smartcut.core.areas import Area, Areas
from smartcut.core.segments import Segment, segments_from_scores
from tests.workers.plugins.camera import HEIGHT, WIDTH, Change, Picture, frames_film, thing_draw
from workers.plugins._ignored import pictures_pack, pictures_unpack
from workers.plugins.motion import MotionPlugin

SECONDS, STEP = 300, 2
LOOK = Area(kind="look", points=((0.3, 0.3), (0.7, 0.3), (0.7, 0.9), (0.3, 0.9)))
SKY = Area(kind="ignore", points=((0, 0), (1, 0), (1, 0.3), (0, 0.3)))
BELOW = Area(kind="ignore", points=((0, 0.5), (1, 0.5), (1, 1), (0, 1)))


def _segments(change: Change, areas: Areas) -> list[Segment]:
    plugin = MotionPlugin()
    frames = [replace(frame, areas=areas) for frame in frames_film(change, seconds=SECONDS, step=STEP)]
    times = np.array([frame.time for frame in frames])
    scores = plugin.score(times, plugin.extract(frames)).values
    return segments_from_scores(
        times.tolist(), scores.tolist(), duration=SECONDS, interval=STEP, thresholds=plugin.thresholds
    )


def _light_step(picture: Picture, second: int) -> Picture:
    return picture * (0.6 if 100 <= second < 160 else 1.0)


def _infrared(picture: Picture, second: int) -> Picture:
    """Another contrast from then on: bright things get dark."""
    return np.asarray(200 - 0.7 * picture if second >= 150 else picture, np.float32)


def _thing(picture: Picture, second: int) -> None:
    if 140 <= second < 155:
        thing_draw(picture, 20 + (second - 140) * 38, 200)


@pytest.mark.parametrize("areas", [(LOOK,), (SKY,)], ids=["look", "ignore"])
@pytest.mark.parametrize("change", [_light_step, _infrared])
def test_light_is_no_evidence_at_the_edge_of_an_area(change: Change, areas: Areas) -> None:
    assert _segments(change, areas) == []


@pytest.mark.parametrize(("areas", "count"), [((LOOK,), 1), ((SKY,), 1), ((LOOK, BELOW), 0)])
def test_only_what_happens_where_it_counts_is_found(areas: Areas, count: int) -> None:
    assert len(_segments(_thing, areas)) == count


def test_a_lively_place_that_is_ignored_hides_nothing_beside_it() -> None:
    random = np.random.default_rng(5)

    def change(picture: Picture, second: int) -> None:
        for x, y in random.integers(0, (WIDTH - 30, 50), (8, 2)):
            thing_draw(picture, int(x), int(y))
        _thing(picture, second)

    (segment,) = _segments(change, (SKY,))
    assert segment.start <= 142
    assert 152 <= segment.stop < 170


def test_where_all_is_ignored_nothing_is_found() -> None:
    everything = Area(kind="ignore", points=((0, 0), (1, 0), (1, 1), (0, 1)))
    assert _segments(_thing, (everything,)) == []


def test_pictures_come_back_with_what_is_ignored() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (3, HEIGHT // 8, WIDTH // 9), np.uint8)
    found, ignored = pictures_unpack(pictures_pack(pictures, (SKY,)))
    assert np.array_equal(found, pictures)
    assert ignored is not None
    assert ignored.mean() == pytest.approx(0.3, abs=0.05)
    assert ignored[0].all()
    assert pictures_unpack(pictures_pack(pictures, ()))[1] is None
