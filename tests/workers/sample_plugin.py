"""A plugin that the tests can make slow, wrong or deadly, by environment variables and by files."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workers.plugin import Frame, Lessons, Plugin
from workers.runtime.app import worker_app


class SamplePlugin(Plugin):
    """Bright frames are worth keeping."""

    plugin_name = "sample"
    label = "Sample"
    img_size = 64
    requires = tuple(os.environ.get("SAMPLE_REQUIRES", "").split())

    def load(self, device: str) -> None:
        time.sleep(float(os.environ.get("SAMPLE_LOAD_S", "0")))
        if "SAMPLE_WEIGHTS" in os.environ:
            raise FileNotFoundError(f"no weights at {os.environ['SAMPLE_WEIGHTS']}; run make weights")

    def extract(self, frames: Sequence[Frame]) -> NDArray[np.float32]:
        _trouble("extract")
        return np.array([frame.gray().mean() / 255 for frame in frames], np.float32)

    def score(self, times: NDArray[np.float64], features: NDArray[Any]) -> NDArray[np.float64]:
        _trouble("score")
        return np.asarray(features, np.float64)


class TaughtPlugin(SamplePlugin):
    """Frames as bright as relevant ones, and not as irrelevant ones, are worth keeping."""

    plugin_name = "taught"
    label = "Taught"
    is_taught = True

    def score_taught(self, times: NDArray[np.float64], digest: NDArray[Any], lessons: Lessons) -> Any:
        _trouble("score")
        scores = np.asarray(digest, np.float64)
        for bright in lessons.features[lessons.is_relevant]:
            scores = np.maximum(scores, np.abs(digest - bright) < 0.1)
        for bright in lessons.features[~lessons.is_relevant]:
            scores = np.where(np.abs(digest - bright) < 0.1, 0.0, scores)
        return scores


def _trouble(call: str) -> None:
    """What the file named after ``call`` asks for: ``hold`` until it is gone, or ``kill`` this process.

    Or ``stop`` the worker, as Ctrl-C does. A file of the same name in the folder ``held`` says that it holds.
    """
    folder = Path(os.environ.get("SAMPLE_TROUBLE", "/nonexistent"))
    file = folder / call
    if file.exists() and file.read_text() == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if file.exists() and file.read_text() == "stop":
        os.kill(os.getppid(), signal.SIGTERM)
        return
    if file.exists():
        (folder / "held" / call).touch()
    while file.exists():
        time.sleep(0.02)


app = worker_app(SamplePlugin)
