"""What happens at the camera: insects before the lens, shake, a soft picture, the clock it burns in."""

from __future__ import annotations

import cv2
import numpy as np

from workers.stress.disturbance import Disturbance, visits_make
from workers.stress.movers import shifted
from workers.stress.scene import HEIGHT, WIDTH, Scene
from workers.stress.texture import Plane, noise_1d, soft


class Insects(Disturbance):
    """Out of focus, half transparent, on a crooked way; bright or dark."""

    def prepare(self, scene: Scene) -> None:
        self.visits = visits_make(self.random, self.spans, (2, 7), (6, 18))
        self.spans = self.visits
        count = len(self.visits)
        self.values = self.random.choice([25.0, 215.0], count)
        self.sizes = self.random.uniform(7, 30, count)
        self.starts = self.random.uniform((0, 0), (WIDTH, HEIGHT), (count, 2))

    def air(self, luma: Plane, scene: Scene, time: float) -> Plane:
        for index, (start, stop) in enumerate(self.visits):
            if start <= time < stop:
                luma = self._insect(luma, index, time)
        return luma

    def _insect(self, luma: Plane, index: int, time: float) -> Plane:
        size, spot = float(self.sizes[index]), np.zeros((HEIGHT, WIDTH), np.float32)
        places = [self._place(index, time + back) for back in (0.0, -0.015, -0.03)]
        cv2.polylines(
            spot,
            [np.array(places).round().astype(np.int32)],
            isClosed=False,
            color=1.0,
            thickness=round(size),
        )
        veil = 0.75 * soft(spot, 0.35 * size)
        return np.asarray(luma + veil * (self.values[index] - luma), np.float32)

    def _place(self, index: int, time: float) -> tuple[float, float]:
        x, y = self.starts[index]
        return x + 260 * noise_1d(time * 0.35, index), y + 180 * noise_1d(time * 0.35, index + 0.5)


class Shake(Disturbance):
    """A mast in the wind: up to a few pixels, a little rotation, stronger and weaker."""

    def prepare(self, scene: Scene) -> None:
        self.size = float(self.random.uniform(1.5, 4.0))

    def camera(self, luma: Plane, time: float) -> Plane:
        size = self.size * self.strength(time) * (0.7 + 0.5 * noise_1d(time * 0.1))
        if not size:
            return luma
        swing = [noise_1d(time * 1.7, seed) for seed in (0.2, 0.6, 0.9)]
        return shifted(luma, size * 1.6 * swing[0], size * swing[1], 0.12 * size * swing[2])


class Soft(Disturbance):
    """Never quite in focus: an old lens, a dirty dome, an analog camera."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        self.width = float(self.random.uniform(1.5, 4.0))

    def camera(self, luma: Plane, time: float) -> Plane:
        return soft(luma, self.width)


class Clock(Disturbance):
    """Date and time to the second with tenths, a name, and a sign that blinks."""

    def prepare(self, scene: Scene) -> None:
        self.spans = [(0.0, self.duration_s)]
        self.place = (12, HEIGHT - 14) if self.random.random() < 0.5 else (WIDTH - 300, 24)

    def overlay(self, luma: Plane, time: float) -> None:
        seconds = 7 * 3600 + int(time)
        clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{int(time * 10) % 10}"
        text = f"2024-05-14 {clock}  CAM 7" + ("  REC" if int(time) % 2 else "")
        for value, width in ((16.0, 4), (235.0, 1)):
            cv2.putText(luma, text, self.place, cv2.FONT_HERSHEY_SIMPLEX, 0.55, value, width, cv2.LINE_AA)
