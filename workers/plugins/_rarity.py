"""How rare each frame of a video is for its camera, from embeddings. Used by ``novelty``.

The video is divided into bins of half a minute or more. A place of a frame is as rare as its distance to
the most alike place, anywhere in the picture, in half of the bins around that have a similar light: what
is to be seen in every other bin (people in a crowd, a conveyor, leaves) is near, and only what is not is far.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugins._embedding import WHOLE_SIZE, Embeddings

BIN_S, BINS_MIN, BINS_MAX = 60.0, 10, 720
"""Length of a bin where that makes so many of them."""
SAMPLES, SAMPLE_PLACES = 12, 48
"""Frames that stand for a bin: all places of the most typical one, of the others those that differ most."""
REACH_S = 3600.0
"""A frame is compared with an hour on both sides of it: the time of day."""
COMPARED = 30
"""With about so many bins at most, spread over the two hours."""
LIGHT_TOLERANCE = (0.3, 0.12)
"""Of natural logarithm of brightness, and of saturation: infrared pictures have none."""
LIGHT_SHARE = 0.5
"""Bins in a similar light are compared with alone if they are so many; else the nearest in light are taken
along, so that what stays for minutes and changes the light is not compared with itself."""
CANDIDATES = 24
"""Places of a frame that are looked at closely, those that changed most."""
PLACE_SHARE = 0.5
"""What a place shows in so many bins does not make it a candidate."""
USUAL_SHARE = 0.5
"""A thing that so many bins have is usual."""
STRONGEST = 3
"""Places of which the mean counts: a thing covers some."""
BLOCK = 32
"""Frames measured at once."""

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Rarity:
    """Of each frame."""

    things: NDArray[np.float64]
    """How unlike anything usual its rarest places are."""
    whole: NDArray[np.float64]
    """How unlike usual pictures it is as a whole."""
    change: NDArray[np.float64]
    """How much half of the picture differs from what it usually shows: light, weather, broken frames."""
    rarest: NDArray[np.intp]
    """``(n, STRONGEST)``: the numbers of its rarest places, the rarest last."""
    aside: NDArray[np.float16]
    """``(n, WHOLE_SIZE)``: the whole picture less what is usual in its light."""


def rarity_measure(times: NDArray[np.float64], frames: Embeddings) -> Rarity:
    found = _empty(len(times))
    bins = _Bins(times, frames)
    for index, rows in enumerate(bins.rows):
        references = [bins.reference(at) for at in bins.compared(index)]
        usual = np.median([shown.whole.mean(axis=0) for shown in references], axis=0) if references else 0.0
        for block in np.array_split(rows, -(-len(rows) // BLOCK)) if references else []:
            measured = _things(frames.places(block), references)
            found.things[block], found.change[block], found.rarest[block] = measured
            whole = frames.whole(block)
            found.whole[block] = _distances(whole, [shown.whole for shown in references])
            found.aside[block] = whole - usual
    return found


def _empty(count: int) -> Rarity:
    things, whole, change = np.zeros((3, count))
    rarest = np.zeros((count, STRONGEST), np.intp)
    return Rarity(things, whole, change, rarest, np.zeros((count, WHOLE_SIZE), np.float16))


@dataclass(frozen=True)
class _Reference:
    """What a bin shows."""

    places: NDArray[np.float16]
    """Of its most typical frame, then those of its other frames that differ."""
    whole: Array


class _Bins:
    def __init__(self, times: NDArray[np.float64], frames: Embeddings) -> None:
        count = int(np.clip((times[-1] - times[0]) / BIN_S, BINS_MIN, BINS_MAX))
        edges = np.linspace(times[0], times[-1], count + 1)[1:-1]
        parts = np.split(np.arange(len(times)), np.searchsorted(times, edges))
        self.rows: list[NDArray[np.intp]] = [part for part in parts if len(part)]
        light = frames.light()
        self._light = np.array([np.median(light[rows], axis=0) for rows in self.rows])
        self._middles = np.array([times[rows].mean() for rows in self.rows])
        self._frames = frames
        self.reference = lru_cache(maxsize=2 * COMPARED)(self._reference)

    def compared(self, index: int) -> list[int]:
        """Bins around one that have its light, or the nearest to that."""
        near = np.flatnonzero(np.abs(self._middles - self._middles[index]) <= REACH_S)
        near = near[near != index]
        off = np.max(np.abs(self._light[near] - self._light[index]) / np.array(LIGHT_TOLERANCE), axis=1)
        count = max(int(np.sum(off <= 1)), round(LIGHT_SHARE * len(near)))
        chosen = np.sort(near[np.argsort(off, kind="stable")[:count]])
        every = -(-len(chosen) // COMPARED) or 1
        some = chosen[chosen % every == 0]  # much the same for the next bin
        return [int(at) for at in (some if len(some) else chosen)]

    def _reference(self, index: int) -> _Reference:
        rows = _spread(self.rows[index], SAMPLES)
        samples = self._frames.places(rows)
        middle = np.asarray(np.median(samples, axis=0), np.float32)
        off = np.sqrt(_squares(samples - middle))
        most_typical = int(off.mean(axis=1).argmin())
        differing = np.argsort(-off, axis=1)[np.arange(len(samples)) != most_typical, :SAMPLE_PLACES]
        others = np.delete(samples, most_typical, axis=0)
        extra = np.take_along_axis(others, differing[:, :, None], axis=1)
        known = np.concatenate([samples[most_typical], extra.reshape(-1, samples.shape[-1])])
        return _Reference(known.astype(np.float16), self._frames.whole(rows))


def _spread(rows: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """Some of them, at even distances."""
    if len(rows) <= count:
        return rows
    chosen: NDArray[np.intp] = rows[np.linspace(0, len(rows) - 1, count).round().astype(int)]
    return chosen


def _things(places: Array, references: list[_Reference]) -> tuple[Array, Array, NDArray[np.intp]]:
    """``things``, ``change`` and ``rarest`` of frames ``(n, places, size)``."""
    known = [reference.places.astype(np.float32) for reference in references]
    changes = _changes(places, np.stack([shown[: places.shape[1]] for shown in known]))
    candidates = np.argsort(-changes, axis=1)[:, :CANDIDATES]
    queries = np.take_along_axis(places, candidates[:, :, None], axis=1)
    rare = _distances(queries.reshape(-1, queries.shape[-1]), known).reshape(candidates.shape)
    strongest = np.argsort(rare, axis=1)[:, -STRONGEST:]
    things = np.take_along_axis(rare, strongest, axis=1).mean(axis=1)
    return things, np.median(changes, axis=1), np.take_along_axis(candidates, strongest, axis=1)


def _changes(places: Array, typical: Array) -> Array:
    """Of each place, the distance to what it shows itself in a part of the bins."""
    own, others = places.transpose(1, 0, 2), typical.transpose(1, 2, 0)
    squares = _squares(own)[:, :, None] + (others**2).sum(axis=1)[:, None, :] - 2 * (own @ others)
    rank = int(PLACE_SHARE * (len(typical) - 1))
    return _root(np.partition(squares, rank, axis=2)[:, :, rank].T)


def _distances(queries: Array, references: list[Array]) -> Array:
    """Of each query, to the most alike vector of a bin, in the middle of all bins."""
    nearest = np.stack([(_squares(known) - 2 * (queries @ known.T)).min(axis=1) for known in references])
    rank = int(USUAL_SHARE * (len(references) - 1))
    return _root(np.partition(nearest, rank, axis=0)[rank] + _squares(queries))


def _squares(vectors: Array) -> Array:
    return np.asarray((vectors**2).sum(axis=-1), np.float32)


def _root(squares: NDArray[Any]) -> Array:
    return np.asarray(np.sqrt(np.maximum(squares, 0)), np.float32)
