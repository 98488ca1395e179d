"""torchvision's detectors. Used by ``objects``; weights come from its hub or a file.

torch is imported where it is used: plugins' modules are read where it is not installed.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from smartcut.core.requirements import missing_words, modules_missing
from workers.plugins._coco import NAMES
from workers.plugins._detections import Detections, doubles_drop
from workers.plugins._detector import FLOOR, HUB, Image

GAPS = (0, 12, 26, 29, 30, 45, 66, 68, 69, 71, 83)
"""COCO numbers its 80 classes up to 90; torchvision keeps the numbers, and 0 is the background."""
CLASSES = 91
SAME_IOU = 0.5
BATCH_GPU = 8


class TorchvisionDetector:
    """Any that torchvision.models.detection builds, such as ssdlite320_mobilenet_v3_large."""

    def __init__(self, model: str, weights: str, device: str) -> None:
        missing = modules_missing(("torch", "torchvision"))
        if missing:
            raise ModuleNotFoundError(missing_words("objects", missing))
        self._torch = importlib.import_module("torch")
        self._device = self._torch.device(device)
        if self._device.type == "cpu":
            self._torch.set_num_threads(1)  # more are slower on cores that others use as well
        self.batch = 1 if self._device.type == "cpu" else BATCH_GPU
        self._network = _network_make(self._torch, model, weights).eval().to(self._device)
        self.names: tuple[str, ...] = names_make()

    def detect(self, pictures: Sequence[Image]) -> list[Detections]:
        found: list[Detections] = []
        while len(found) < len(pictures):
            found += self._attempt(pictures[len(found) : len(found) + self.batch])
        return found

    def _attempt(self, pictures: Sequence[Image]) -> list[Detections]:
        """One batch; none when the memory did not suffice, and from then on batches are half as large."""
        try:
            return self._run(pictures)
        except self._torch.OutOfMemoryError:
            if self.batch == 1:
                raise
        self.batch //= 2  # out of the handler, which holds the tensors of the failure
        if self._device.type == "cuda":
            self._torch.cuda.empty_cache()
        return []

    def _run(self, pictures: Sequence[Image]) -> list[Detections]:
        with self._torch.inference_mode():
            return [_detections(one) for one in self._network([self._tensor(one) for one in pictures])]

    def _tensor(self, picture: Image) -> Any:
        """``(3, height, width)`` RGB, 0..1."""
        rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).transpose(2, 0, 1)
        return self._torch.from_numpy(np.ascontiguousarray(rgb)).to(self._device).float() / 255


def names_make() -> tuple[str, ...]:
    """By the numbers of torchvision's detectors; empty for those that mean nothing."""
    names = iter(NAMES)
    return tuple("" if number in GAPS else next(names) for number in range(CLASSES))


def _detections(found: dict[str, Any]) -> Detections:
    boxes, scores, labels = (found[key].cpu().numpy() for key in ("boxes", "scores", "labels"))
    every = Detections(boxes.astype(np.float32), scores.astype(np.float32), labels.astype(np.intp))
    return doubles_drop(every[every.confidence >= FLOOR], iou=SAME_IOU)


def _network_make(torch: Any, model: str, weights: str) -> Any:
    models = importlib.import_module("torchvision.models")
    known = models.list_models(module=models.detection)
    if model not in known:
        raise ValueError(
            f"torchvision has no detector {model!r}; set SMARTCUT_OBJECTS_MODEL to one of {known}"
        )
    if weights == HUB:
        return _from_hub(models, model)
    network = models.get_model(model, weights=None, weights_backbone=None, num_classes=CLASSES)
    try:
        network.load_state_dict(torch.load(Path(weights), map_location="cpu", weights_only=True))
    except (RuntimeError, TypeError, AttributeError) as error:
        raise ValueError(
            f"the weights in {weights} are not those of {model}; "
            "set SMARTCUT_OBJECTS_MODEL to the detector that they belong to"
        ) from error
    return network


def _from_hub(models: Any, model: str) -> Any:
    try:
        return models.get_model(model, weights="DEFAULT")
    except OSError as error:
        raise FileNotFoundError(
            f"no weights for {model}: the hub did not give them ({error}); "
            "let SMARTCUT_OBJECTS_WEIGHTS name a .pth file"
        ) from error
