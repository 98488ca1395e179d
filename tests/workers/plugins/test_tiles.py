from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.plugins._detections import Detections, detections_none
from workers.plugins._tiles import Tile, grid_read, tile_cut, tiles_join, tiles_make

SIZE = (768, 432)


def _seen(things: list[tuple[int, int, int, int]], tile: Tile, sure: float) -> Detections:
    """As a perfect detector sees them in a tile: cut at its edges."""
    left, top, right, bottom = tile
    boxes = np.array(things, np.float32).reshape(-1, 4)
    seen = np.clip(boxes, (left, top, left, top), (right, bottom, right, bottom))
    is_seen = ((seen[:, 2:] - seen[:, :2]) > 3).all(axis=1)
    moved = (seen - np.array([left, top, left, top]))[is_seen].astype(np.float32)
    return Detections(moved, np.full(len(moved), sure, np.float32), np.zeros(len(moved), np.intp))


def test_it_works() -> None:
    tiles = tiles_make(*SIZE, (2, 1))
    assert tiles[0] == (0, 0, *SIZE)
    assert tiles[1:] == [(0, 0, 427, 432), (341, 0, 768, 432)]


@given(st.integers(16, 2000), st.integers(16, 2000), st.integers(1, 5), st.integers(1, 5))
def test_tiles_cover_the_picture_and_overlap(width: int, height: int, columns: int, rows: int) -> None:
    whole, *tiles = tiles_make(width, height, (columns, rows))
    assert whole == (0, 0, width, height)
    seen = np.zeros((height, width), bool)
    for left, top, right, bottom in tiles or [whole]:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        seen[top:bottom, left:right] = True
    assert seen.all()
    assert len(tiles) == (columns * rows if columns * rows > 1 else 0)


@given(st.integers(0, 728), st.integers(0, 392), st.sampled_from([(2, 1), (3, 2), (1, 2), (0, 0)]))
def test_a_thing_is_found_once_and_whole_wherever_it_is(x: int, y: int, grid: tuple[int, int]) -> None:
    thing = (x, y, x + 40, y + 40)
    tiles = tiles_make(*SIZE, grid)
    found = tiles_join([_seen([thing], tile, 0.5) for tile in tiles], tiles, *SIZE)
    assert found.boxes == pytest.approx(np.array([thing]) / np.array(SIZE * 2), abs=0.003)


def test_a_part_in_a_tile_is_no_thing_of_its_own_however_sure() -> None:
    tiles = tiles_make(*SIZE, (2, 1))
    bus = (100, 100, 700, 300)
    seen = [_seen([bus], tile, sure) for tile, sure in zip(tiles, (0.4, 0.9, 0.9), strict=True)]
    found = tiles_join(seen, tiles, *SIZE)
    assert found.confidence.tolist() == pytest.approx([0.4])


def test_a_part_is_kept_when_the_whole_is_not_found() -> None:
    tiles = tiles_make(*SIZE, (2, 1))
    part = _seen([(300, 100, 700, 300)], tiles[1], 0.8)
    found = tiles_join([detections_none(), part, detections_none()], tiles, *SIZE)
    assert len(found) == 1


def test_a_small_thing_before_a_large_one_stays() -> None:
    tiles = tiles_make(*SIZE, (0, 0))
    found = tiles_join([_seen([(0, 0, 400, 400), (100, 100, 150, 200)], tiles[0], 0.8)], tiles, *SIZE)
    assert len(found) == 2


def test_a_tile_is_cut_without_a_copy() -> None:
    image = np.zeros((432, 768, 3), np.uint8)
    cut = tile_cut(image, (341, 10, 768, 432))
    assert cut.shape == (422, 427, 3)
    assert np.shares_memory(cut, image)


@pytest.mark.parametrize(("text", "grid"), [("2x1", (2, 1)), (" 3x2", (3, 2)), ("0", (0, 0))])
def test_a_grid_is_columns_and_rows(text: str, grid: tuple[int, int]) -> None:
    assert grid_read(text) == grid


@pytest.mark.parametrize("text", ["two", "2", "0x1", "10x1", "2x1x1"])
def test_another_grid_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(ValueError, match=f"SMARTCUT_OBJECTS_TILES is '{text}'; it must be like 2x1"):
        grid_read(text)
