"""A sensor: more light, more noise; then whole numbers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.stress.scene import HEIGHT, WIDTH
from workers.stress.texture import Plane, Random, soft

TILES = 12


class Sensor:
    """Noise of reading and of counting photons, a little blurred as cameras denoise."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._read, self._shot = float(random.uniform(0.6, 1.6)), float(random.uniform(0.012, 0.035))
        self._grain = [
            soft(random.normal(0, 1.35, (HEIGHT, WIDTH)).astype(np.float32), 0.55) for _ in range(TILES)
        ]

    def noisy(self, luma: Plane, gain: float) -> Plane:
        shift = int(self._random.integers(0, WIDTH))
        grain = np.roll(self._grain[int(self._random.integers(0, TILES))], shift, axis=1)
        deviation = np.sqrt(gain * (self._read**2 + self._shot * np.maximum(luma, 0)))
        return np.asarray(luma + deviation * grain, np.float32)


def planes_make(luma: Plane, chroma: NDArray[np.float32], gain: float) -> NDArray[np.uint8]:
    """Planar 4:2:0, ``(HEIGHT * 3 / 2, WIDTH)``; ``gain`` is that of the colours."""
    planes = np.empty((HEIGHT * 3 // 2, WIDTH), np.uint8)
    planes[:HEIGHT] = np.clip(16 + luma * (219 / 255), 16, 235)
    colors = np.clip(chroma * gain + 128, 16, 240).astype(np.uint8)
    planes[HEIGHT:] = colors.reshape(HEIGHT // 2, WIDTH)
    return planes


def light_of_chroma(luma: Plane) -> Plane:
    """How strong colours are in so much light, at half the size."""
    small = cv2.resize(luma, (WIDTH // 2, HEIGHT // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small / 110, 0, 1.3), np.float32)
