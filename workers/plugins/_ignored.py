"""Pictures with what the analyst wants ignored of them, in one array. Used by ``motion``."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from smartcut.core.areas import Areas
from workers.areas import ignored_mask

Mask = NDArray[np.bool_]


def pictures_pack(pictures: NDArray[np.uint8], areas: Areas) -> NDArray[Any]:
    """``pictures`` ``(n, height, width)`` as they are; with areas as rows with a bit for each pixel."""
    if not areas:
        return pictures
    count, height, width = pictures.shape
    bits = np.packbits(ignored_mask(areas, height, width))
    packed = np.zeros(count, [("picture", "u1", (height, width)), ("ignored", "u1", bits.shape)])
    packed["picture"], packed["ignored"] = pictures, bits
    return packed


def pictures_unpack(features: NDArray[Any]) -> tuple[NDArray[np.uint8], Mask | None]:
    """The pictures, and ``(height, width)`` where one is ignored; all of a video are alike."""
    if features.dtype.names is None:
        return features, None
    pictures = features["picture"]
    bits = np.unpackbits(features["ignored"][0], count=pictures[0].size)
    return pictures, bits.reshape(pictures[0].shape).astype(bool)
