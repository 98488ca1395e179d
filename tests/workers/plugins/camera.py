"""A made-up fixed camera: one scene, one frame a second, and whatever a test puts into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame

WIDTH, HEIGHT = 640, 360
Picture = NDArray[np.float32]
Change = Callable[[Picture, int], Picture | None]
"""Draws into the picture of a second, or returns another one."""

random = np.random.default_rng(5)


def frames_film(change: Change, *, seconds: int = 300, step: int = 2, noise: float = 2.0) -> list[Frame]:
    """Frames of ``seconds``, one each ``step``."""
    scene = _scene()
    frames = []
    for second in range(0, seconds, step):
        picture = scene.copy()
        changed = change(picture, second)
        picture = picture if changed is None else changed
        noisy = np.clip(picture + random.normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
        jpeg = cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
        frames.append(Frame(float(second), jpeg.tobytes()))
    return frames


def thing_draw(picture: Picture, x: float, y: float, size: int = 26) -> None:
    """A dark thing with bright stripes, in focus."""
    left, top = round(x), round(y)
    picture[top : top + size * 2, left : left + size] = 40
    picture[top + size // 2 : top + size // 2 + 6, left : left + size] = 220
    picture[top + size : top + size + 6, left : left + size] = 200


def clock_draw(picture: Any, second: int) -> None:
    text = f"2024-05-14 08:{second // 60:02d}:{second % 60:02d}"
    for color, thickness in ((10, 4), (245, 2)):
        cv2.putText(picture, text, (10, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.8, color, thickness)


def _scene() -> Picture:
    """Surfaces of different brightness with edges and grain."""
    made = np.random.default_rng(3)
    coarse = cv2.resize(made.uniform(60, 180, (6, 9)).astype(np.float32), (WIDTH, HEIGHT), interpolation=0)
    grain = cv2.GaussianBlur(made.normal(0, 14, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 1.5)
    return np.asarray(coarse + grain, np.float32)
