"""Textures as natural surfaces have them: the coarser a detail, the stronger."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
"""One value a pixel, ``(height, width)``."""
Random = np.random.Generator


def texture_make(random: Random, height: int, width: int, fall: float = 1.2) -> Plane:
    """Noise whose amplitude falls with frequency to the power of ``fall``; mean 0, deviation 1, tiles."""
    rows, columns = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    frequency = np.hypot(rows, columns)
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(random.normal(size=(height, width))) / frequency**fall
    texture = np.fft.irfft2(spectrum, s=(height, width))
    return np.asarray(texture / texture.std(), np.float32)


def soft(plane: Plane, sigma: float) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)


def polygon(height: int, width: int, points: list[tuple[float, float]], sigma: float = 0.7) -> Plane:
    """1 inside, 0 outside, an edge as wide as ``sigma``."""
    mask = np.zeros((height, width), np.float32)
    cv2.fillPoly(mask, [np.array(points).round().astype(np.int32)], 1.0, cv2.LINE_AA)
    return soft(mask, sigma) if sigma else mask


def noise_1d(time: float, seed: float = 0.0) -> float:
    """A smooth course of time between -1 and 1 without a period that shows; about 1 Hz."""
    waves = ((1.0, 0.0), (1.73, 1.3), (2.91, 4.1), (0.37, 2.2))
    return float(
        np.mean([np.sin(2 * np.pi * (speed * time + seed * 7.31) + phase) for speed, phase in waves])
    )
