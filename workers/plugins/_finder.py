"""What stands out in each frame of a video. Used by ``motion``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugins._background import SAMPLES, Background, Recent, difference
from workers.plugins._bands import Picture, enlarged, quantile, spread
from workers.plugins._blobs import FOUND, Look, blobs_find, cells_counted, look_make
from workers.plugins._focus import sharpness_of
from workers.plugins._ignored import Mask

USUAL_FACTOR, USUAL_SHARE, USUAL_LIMIT = 1.5, 0.7, 0.8
"""Evidence found at a place so often is usual there and taken off; within minutes only up to the limit,
because something that stands there is evidence as well."""
DENSE_S, WORTH = 1.5, 0.3
"""Of frames at most so many seconds apart every other one is not looked at between two of less evidence: what
is to be seen in one alone does not count (_verdict.py)."""


def found_make(times: NDArray[np.float64], pictures: NDArray[Any], ignored: Mask | None) -> NDArray[Any]:
    """Of each frame, what stands out beyond what is usual at its place: a row of ``FOUND``."""
    found = np.zeros(len(times), FOUND)
    finder = Finder(Background(times, pictures), ignored)
    for index in range(len(finder.background.bins)):
        finder.fill(found, index)
    return found


class Finder:
    """Goes through the bins of a video, from one to the next."""

    def __init__(self, background: Background, ignored: Mask | None) -> None:
        self.background = background
        self._ignored = ignored
        self._cells = None if ignored is None else cells_counted(ignored)
        self._sharpness = sharpness_of(background)
        self._sampled = Recent(self._look, SAMPLES * (background.reach + 2))
        self._often = Recent(self._often_seen, 2 * background.reach + 2)

    def fill(self, found: NDArray[Any], index: int) -> None:
        """The rows of a bin."""
        frames, usual = self.background.bins[index], self._usual(index)
        rows, top = found.view(np.float32).reshape(len(found), -1), found["top"]
        spared = set(frames[1:-1:2]) if self.background.step_s <= DENSE_S else set()
        samples = self.background.samples(index)
        for frame in sorted(frames, key=lambda frame: frame + 1.5 * (frame in spared)):
            if frame in spared and max(top[frame - 1], top[frame + 1]) < WORTH:
                rows[frame] = (rows[frame - 1] + rows[frame + 1]) / 2
            else:
                look = self._sampled(int(frame)) if frame in samples else self._look(frame)
                found[frame] = blobs_find(look, usual, self._cells)

    def _usual(self, index: int) -> Picture:
        """Evidence to expect at each place: over the whole reach, and within these minutes."""
        around = self.background.around
        long = quantile([self._often(at) for at in around(index, self.background.reach)], USUAL_SHARE)
        short = quantile([self._often(at) for at in around(index, 1)], 0.5)
        usual = np.maximum(USUAL_FACTOR * long, np.minimum(USUAL_FACTOR * short, USUAL_LIMIT))
        return enlarged(spread(np.asarray(usual, np.float32), 3), self.background.pictures[0])

    def _often_seen(self, index: int) -> Picture:
        blobs = (self._sampled(frame).blobs for frame in self.background.samples(index))
        return quantile([spread(each, 5)[::4, ::4] for each in blobs], USUAL_SHARE)

    def _look(self, frame: int) -> Look:
        background = self.background
        scene = background.scene(background.bin_of(frame))
        return look_make(difference(background.pictures[frame], scene), self._sharpness, self._ignored)
