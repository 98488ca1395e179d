"""What is kept of a frame: a vector for each place, one for the whole picture, and its light.

Packed into one array ``(n, height + 1, width, SIZE)`` of half precision: the places row by row, and in the
last row first the whole picture, then the light. 640 × 360 pixels give 13 × 20 × 64 numbers: 33 kB.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame

SIZE = 64
"""Numbers for each place."""
WHOLE_SIZE = 2 * SIZE
MIN_PLACES = 4
"""Width and height at least, so that all finds room in the last row."""
BLACK = 4.0
"""Added to the brightness before its logarithm: noise at night is no change of light."""

Array = NDArray[np.float32]


class Embeddings:
    """The packed features of a video, read in parts: they may be on disk."""

    def __init__(self, features: NDArray[Any]) -> None:
        self._features = features

    def places(self, rows: NDArray[np.intp]) -> Array:
        """``(n, places, SIZE)``."""
        return np.asarray(self._features[rows, :-1], np.float32).reshape(len(rows), -1, SIZE)

    def whole(self, rows: NDArray[np.intp]) -> Array:
        """``(n, WHOLE_SIZE)``; what a probe can learn from as well."""
        return np.asarray(self._features[rows, -1, :2], np.float32).reshape(-1, WHOLE_SIZE)

    def light(self) -> Array:
        """``(n, 2)``: logarithm of brightness, and saturation."""
        return np.asarray(self._features[:, -1, 2, :2], np.float32)


def embeddings_pack(places: Array, whole: Array, light: Array) -> NDArray[np.float16]:
    """``places`` ``(n, height, width, SIZE)``, ``whole`` ``(n, WHOLE_SIZE)``, ``light`` ``(n, 2)``."""
    count, height, width, _ = places.shape
    packed = np.zeros((count, height + 1, width, SIZE), np.float16)
    packed[:, :-1] = places
    packed[:, -1, :2] = whole.reshape(count, 2, SIZE)
    packed[:, -1, 2, :2] = light
    return packed


def light_of(frame: Frame, image: NDArray[np.uint8]) -> Array:
    """Medians, so that a large thing does not count as another light; ``image`` is that of the frame.

    What is ignored is painted in one grey, in which no light is to be seen: there the whole frame counts.
    """
    image = frame.bgr(4, is_masked=False) if frame.areas else image
    small = cv2.resize(image, (32, 32), interpolation=cv2.INTER_AREA)
    hsv = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)
    brightness, saturation = np.median(hsv[..., 2]), np.median(hsv[..., 1]) / 255
    return np.array([np.log(brightness + BLACK), saturation], np.float32)
