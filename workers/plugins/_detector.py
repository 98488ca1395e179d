"""Detectors: pictures in, boxes out. Used by ``objects``; which one is made depends on the weights.

onnxruntime and torch are imported where they are used: plugins' modules are read where neither is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workers.plugins._detections import Detections

HUB = "hub"
FLOOR = 0.1
"""Boxes less sure than this are not kept."""

Image = NDArray[np.uint8]


class Detector(Protocol):
    """What ``objects`` asks of one."""

    names: tuple[str, ...]
    """Names of the classes; empty for an index that means nothing."""

    def detect(self, pictures: Sequence[Image]) -> list[Detections]:
        """Of BGR pictures of any sizes, boxes in their pixels, each thing once, no surer than ``FLOOR`` left
        out. A picture gets the same boxes in whatever company it comes."""
        ...


def detector_make(model: str, weights: str, device: str) -> Detector:
    """YOLOX for an .onnx file; for a .pth file or ``hub`` the torchvision detector that ``model`` names."""
    from workers.plugins._torchvision import TorchvisionDetector
    from workers.plugins._yolox import YoloxDetector

    if weights != HUB and not Path(weights).is_file():
        raise FileNotFoundError(
            f"there are no weights at {weights}; run `make weights` to download some, "
            "or let SMARTCUT_OBJECTS_WEIGHTS name an .onnx or .pth file"
        )
    if Path(weights).suffix == ".onnx":
        return YoloxDetector(Path(weights), device)
    return TorchvisionDetector(model, weights, device)
