"""What is burnt into the picture: clocks, names, logos. Used by ``motion``.

It stays as bright as it is in any light of the scene. In the dark it stands out far more than by day, which
would look like a thing that came with the night.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugins._bands import Picture, enlarged, quantile

STEADY = 5
"""Grey levels by which it may vary: compression."""
TELLING = 4 * STEADY
"""Grey levels by which the light must have changed the place, were it part of the scene."""
FEWEST = 8
"""Pictures that must agree: places of the scene may do so by chance in fewer."""


def overlay_find(grays: Sequence[NDArray[np.uint8]], relit: Sequence[Picture]) -> Picture | None:
    """1 where all of ``grays`` ``(height, width)`` agree although the light did not, else 0; None if nowhere.

    ``relit`` are by how much brighter each place was in each of them than mostly, of any size.
    """
    if len(grays) < FEWEST:
        return None
    gray = quantile(grays, 0.5).astype(np.float32)
    most = np.maximum.reduce([np.abs(each - 1) for each in relit])
    is_told = gray * enlarged(most, gray) > TELLING
    if not is_told.any():
        return None
    found = is_told & _are_steady(grays, gray)
    return found.astype(np.float32) if found.any() else None


def _are_steady(grays: Sequence[NDArray[np.uint8]], gray: NDArray[Any]) -> NDArray[np.bool_]:
    lowest, highest = np.minimum.reduce(grays), np.maximum.reduce(grays)
    return np.asarray((gray - lowest <= STEADY) & (highest - gray <= STEADY), np.bool_)
