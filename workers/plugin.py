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

``make new-plugin NAME=helmet`` writes one that works. ``celery -A MODULE worker`` runs it, wherever the
module is installed; it appears on the start page within seconds. ``check_plugin(HelmetPlugin())``
(workers/testing.py) tells its author which of the rules below it breaks. All in order:
docs/writing-a-plugin.md.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import cv2
import numpy as np
from numpy.typing import NDArray

from smartcut.core.areas import Areas
from smartcut.core.boxes import Box
from smartcut.core.scores_file import ReasonText as Reason
from smartcut.core.segments import Thresholds
from workers.areas import areas_apply, is_inside

__all__ = ["Box", "Frame", "Lessons", "Plugin", "Reason", "Scores"]

_GRAY = {1: cv2.IMREAD_GRAYSCALE, 2: cv2.IMREAD_REDUCED_GRAYSCALE_2, 4: cv2.IMREAD_REDUCED_GRAYSCALE_4}
_COLOR = {1: cv2.IMREAD_COLOR, 2: cv2.IMREAD_REDUCED_COLOR_2, 4: cv2.IMREAD_REDUCED_COLOR_4}


@dataclass(frozen=True)
class Frame:
    """One sampled frame, decoded only as far as the plugin asks for."""

    time: float
    """Presentation time in the video, seconds from its start, exact to the millisecond."""
    jpeg: bytes
    """As the browser made it: its longest side is ``img_size``, or shorter if the video's is."""

    areas: Areas = ()
    """Parts of the picture to look at and to ignore, drawn by the analyst."""

    def gray(self, shrink: int = 1, *, is_masked: bool = True) -> NDArray[np.uint8]:
        """``(height, width)`` uint8, 0 black to 255 white.

        ``shrink`` 1, 2 or 4 (else ``KeyError``) decodes at that part of the size, rounded up; 2 and 4 are
        much cheaper. What the analyst wants ignored is one flat grey, unless ``is_masked`` is False. Raises
        ``ValueError`` when the JPEG cannot be read.
        """
        image = self._decode(_GRAY[shrink])
        return areas_apply(image, self.areas) if is_masked else image

    def bgr(self, shrink: int = 1, *, is_masked: bool = True) -> NDArray[np.uint8]:
        """``(height, width, 3)`` uint8 in OpenCV's order, blue first; the rest as in ``gray``."""
        image = self._decode(_COLOR[shrink])
        return areas_apply(image, self.areas) if is_masked else image

    def is_inside(self, x: float, y: float) -> bool:
        """Whether a point counts, for plugins that see the whole picture; shares of width and height."""
        return is_inside(self.areas, x, y)

    def _decode(self, flags: int) -> NDArray[np.uint8]:
        # OpenCV raises for no bytes at all, and gives None for wrong ones
        image = cv2.imdecode(np.frombuffer(self.jpeg, np.uint8), flags) if self.jpeg else None
        if image is None:
            raise ValueError(f"the frame at {self.time:.3f} s is not a readable JPEG")
        return np.asarray(image, np.uint8)


@dataclass(frozen=True)
class Scores:
    """Scores of n frames with their reasons. All but ``values`` may be left out."""

    values: NDArray[np.floating[Any]]
    """``(n,)``, 0..1, no NaN."""
    reasons: tuple[Reason, ...] = ()
    """The texts that the indexes below point at: ``Reason(text="person %(amount)s", digits=2)``."""
    reason: NDArray[np.integer[Any]] | None = None
    """``(n,)``: why a frame has its score, an index into ``reasons``; -1 for none."""
    amount: NDArray[np.floating[Any]] | None = None
    """``(n,)``: the number in the reason's text."""
    suppressed: NDArray[np.floating[Any]] | None = None
    """``(n,)``, 0..1: the score a frame would have, had the plugin not held it back. Stretches of high ones
    are shown on request, and can be restored."""
    suppressed_reason: NDArray[np.integer[Any]] | None = None
    """``(n,)``: why it was held back; as ``reason``."""
    suppressed_amount: NDArray[np.floating[Any]] | None = None


@dataclass(frozen=True)
class Lessons:
    """What the analyst has judged on this camera: m frames."""

    features: NDArray[Any]
    """``(m, …)``, as ``digest`` made them, of this video and earlier ones."""
    is_relevant: NDArray[np.bool_]
    """``(m,)``."""
    video: NDArray[np.intp]
    """``(m,)``: the number of the video that the frame is of; 0 is this one."""
    times: NDArray[np.float64]
    """``(m,)``: seconds in that video."""

    @property
    def is_own(self) -> NDArray[np.bool_]:
        """``(m,)``: whether the frame is of this video."""
        return np.asarray(self.video == 0)


class Plugin(ABC):
    """A recommender. Made once in a process; ``load`` is called once before anything else."""

    plugin_name: ClassVar[str]
    """Lower-case word of at most 50 letters; the worker's queue is ``{plugin_name}-new-files``."""
    label: ClassVar[str]
    """What the analyst sees in the list, English, at most 100 letters."""
    img_size: ClassVar[int] = 640
    """Longest side of the frames it wants, pixels, at least 16; no frame is made larger than the video."""
    thresholds: ClassVar[Thresholds] = Thresholds()
    """Scores at which a segment exists (``on``) and how far it reaches (``off``). 0.5 should mean the same on
    every camera, so most plugins leave this alone."""
    requires: ClassVar[tuple[str, ...]] = ()
    """Modules that must be importable, beyond those of requirements/worker.txt. Without them the worker says
    which are missing and how to get them, and stops. Written down as a literal, so that ``manage.py up`` can
    read it without importing the module; ``"torch"`` also lets ``load`` get a GPU."""

    version: ClassVar[str] = ""
    """Stands beside the scores in datasets, at most 100 letters; "" for the version of the package that the
    plugin comes in."""

    box_labels: tuple[str, ...] = ()
    """What ``boxes`` tells of, each name once; empty for a plugin that tells none. ``load`` may set it."""

    is_taught: ClassVar[bool] = False
    """Whether it learns from the analyst: then ``digest`` and ``score_taught`` are called instead of
    ``score``, and the digest of a video is kept after it is ready."""

    def load(self, device: str) -> None:  # noqa: B027 - many plugins have nothing to load
        """Loads models onto ``device``: ``cpu``, ``cuda``, ``cuda:1``, ``mps``.

        ``SMARTCUT_DEVICE`` decides; without it, the best that torch has for plugins that require torch, else
        ``cpu``. May take minutes; the plugin is announced only then. What it raises is shown as one sentence
        and stops the worker, so it should say what to do: ``FileNotFoundError("no weights at helmet.pt; run
        make weights")``.
        """

    @abstractmethod
    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        """The *map*: features ``(n, …)`` of the n frames of one chunk, from these frames alone.

        ``frames`` are 1 to 50, ascending in time. The array is of finite numbers or booleans, or structured
        of them, not of objects; its shape after ``n`` and its dtype are the same for every chunk of a video.
        Keep it small: a day has 86,400 frames.

        Must not remember anything between calls: chunks come in any order, on any worker, and again after a
        crash. What it raises fails the request and is shown to the analyst; a call of more than 1800 s is
        interrupted.
        """

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.floating[Any]] | Scores:
        """The *reduce*: a score 0..1 for each of the n frames of the whole video, floats ``(n,)``, no NaN.

        Or ``Scores``, which also say why.

        ``times`` float64 ``(n,)``: seconds, strictly ascending, not always evenly spaced. ``features``
        ``(n, …)``: the rows that ``extract`` gave, in that order. They may be larger than memory (a read-only
        ``numpy.memmap``): read them in blocks. n may be 0 or 1. The same input must give the same scores;
        errors and time as in ``extract``. By default the features are the scores, one number a frame.
        """
        return np.asarray(features, np.float64).reshape(len(times))

    def boxes(self, row: NDArray[Any]) -> Sequence[Box]:
        """What is to be seen where in one frame, for datasets; only asked when there are ``box_labels``.

        ``row`` is what ``extract`` kept of the frame, or ``digest`` of a plugin that is taught. Asked for
        frames with a score of at least ``thresholds.off``; the 20 surest are kept. What the analyst wants
        ignored should not be among them.
        """
        return ()

    def digest(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[Any]:
        """Of a plugin that is taught: what is kept of each frame ``(n, …)``, arguments as of ``score``.

        Called once for a video; all that takes long belongs here, because the video is scored again whenever
        the analyst has judged more. Keep it small: it stays when the frames are long gone. By default the
        features.
        """
        return features

    def score_taught(
        self, times: NDArray[np.float64], digest: NDArray[Any], lessons: Lessons
    ) -> NDArray[np.floating[Any]] | Scores:
        """As ``score`` from the digest, with what the analyst has judged; there may be no lessons at all.

        The order of the lessons means nothing and must change nothing.
        """
        raise NotImplementedError(f"{self.plugin_name} says that it learns, but has no score_taught")
