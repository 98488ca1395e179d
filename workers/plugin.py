"""The SDK: what a recommender is. One file, one class derived from ``Plugin``::

    class HelmetPlugin(Plugin):
        plugin_name = "helmet"
        label = "No helmet"
        requires = ("torch",)

        def load(self, device: str) -> None:
            import torch  # here and not at the top: the module is read where torch is not installed

            self.model = torch.jit.load("helmet.pt").to(device)

        def extract(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
            return np.array([self.model(frame.bgr()) for frame in frames], np.float32)

    app = worker_app(HelmetPlugin)  # from workers.runtime.app

``celery -A MODULE worker`` runs it, wherever the module is installed; it appears on the start page within
seconds. ``check_plugin(HelmetPlugin())`` (workers/testing.py) tells its author what the rules below miss.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from smartcut.core.segments import Thresholds

_GRAY = {1: cv2.IMREAD_GRAYSCALE, 2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4}
_COLOR = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}


@dataclass(frozen=True)
class Frame:
    """One sampled frame, decoded only as far as the plugin asks for."""

    time: float
    """Presentation time in the video, seconds."""
    jpeg: bytes

    def gray(self, shrink: int = 1) -> NDArray[np.uint8]:
        """``(height, width)`` uint8; ``shrink`` 2 or 4 decodes at a half or a quarter, much cheaper."""
        return self._decode(_GRAY[shrink])

    def bgr(self, shrink: int = 1) -> NDArray[np.uint8]:
        """``(height, width, 3)`` uint8 in OpenCV's channel order; ``shrink`` as in ``gray``."""
        return self._decode(_COLOR[shrink])

    def _decode(self, flags: int) -> NDArray[np.uint8]:
        # OpenCV raises for no bytes at all, and gives None for wrong ones
        image = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), flags) if self.jpeg else None
        if image is None:
            raise ValueError(f"the frame at {self.time:.3f} s is not a readable JPEG")
        return np.asarray(image, np.uint8)


class Plugin(ABC):
    """A recommender. Made once in a process; ``load`` is called once before anything else."""

    plugin_name: ClassVar[str]
    """Lower-case word; the worker's queue is ``{plugin_name}-new-files``."""
    label: ClassVar[str]
    """What the analyst sees in the list, English."""
    img_size: ClassVar[int] = 640
    """Longest side of the frames it wants, pixels."""
    thresholds: ClassVar[Thresholds] = Thresholds()
    """0.5 should mean the same on every camera, so most plugins leave this alone."""
    requires: ClassVar[tuple[str, ...]] = ()
    """Modules that must be importable, beyond those of requirements/worker.txt; without them the worker says
    which are missing and stops."""

    def load(self, device: str) -> None:  # noqa: B027 - many plugins have nothing to load
        """Loads models onto ``device`` (``cpu``, ``cuda``, ``mps``; ``SMARTCUT_DEVICE`` decides).

        May take minutes. What it raises is shown as one sentence and stops the worker, so it should say
        what to do: ``FileNotFoundError("no weights at helmet.pt; run make weights")``.
        """

    @abstractmethod
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        """The *map*: features ``(n, …)`` of the n frames of one chunk, from these frames alone.

        Must not remember anything between calls: chunks come in any order, on any worker, and again
        after a crash. The shape after ``n`` and the dtype must be the same for every chunk of a video. Keep
        it small: a day has 86,400 frames. What it raises fails the request and is shown to the analyst.
        """

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.floating[Any]]:
        """The *reduce*: a score 0..1 for each of the n frames of the whole video.

        ``times`` ``(n,)`` seconds, ascending; ``features`` ``(n, …)`` may be larger than memory (a
        read-only ``numpy.memmap``): read it in blocks. By default the features are the scores.
        """
        return np.asarray(features, np.float64).reshape(len(times))
