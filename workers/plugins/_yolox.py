"""YOLOX detectors in ONNX files, run by onnxruntime. Used by ``objects``.

The network and what its numbers mean: Ge et al., "YOLOX: Exceeding YOLO Series in 2021", arXiv:2107.08430.
Each cell of three grids (8, 16 and 32 pixels apart) says where a thing's middle is relative to the cell, its
size as a logarithm, how sure it is that there is a thing, and of which class.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugins._coco import NAMES
from workers.plugins._detections import Detections, doubles_drop
from workers.plugins._detector import FLOOR, Image

STRIDES = (8, 16, 32)
PADDING = 114
"""Grey level of what the picture does not fill; with it the networks were trained."""
SAME_IOU = 0.5
BATCH_GPU = 8
"""Pictures at once, where the file leaves it open; on the CPU more than one is not faster."""
SIDE = 416
"""Of the input, where the file leaves it open."""

Floats = NDArray[np.float32]


class YoloxDetector:
    """Of the 80 classes of COCO."""

    def __init__(self, path: Path, device: str) -> None:
        runtime = importlib.import_module("onnxruntime")
        self._session = _session_make(runtime, path, device)
        (given,) = self._session.get_inputs()
        batch, _, height, width = (size if isinstance(size, int) else 0 for size in given.shape)
        self._input, self._size = given.name, (width or SIDE, height or SIDE)
        self._batch = batch or (1 if device == "cpu" else BATCH_GPU)
        self._grid = grid_make(*self._size)
        classes = self._run(np.zeros((1, 3, *self._size[::-1]), np.float32)).shape[-1] - 5
        if classes != len(NAMES):
            raise ValueError(
                f"{path} finds {classes} classes, not the {len(NAMES)} of COCO; "
                "let SMARTCUT_OBJECTS_WEIGHTS name a YOLOX detector trained on COCO"
            )
        self.names: tuple[str, ...] = NAMES

    def detect(self, pictures: Sequence[Image]) -> list[Detections]:
        found: list[Detections] = []
        for start in range(0, len(pictures), self._batch):
            some = pictures[start : start + self._batch]
            fitted = [letterbox(picture, self._size) for picture in some]
            raw = self._run(np.stack([picture for picture, _ in fitted]))
            found += [_boxes(rows, self._grid, scale) for rows, (_, scale) in zip(raw, fitted, strict=True)]
        return found

    def _run(self, batch: Floats) -> Floats:
        """``(n, cells, 5 + classes)``; a file may demand batches of one size."""
        padding = np.zeros((self._batch - len(batch), *batch.shape[1:]), np.float32)
        (raw,) = self._session.run(None, {self._input: np.concatenate([batch, padding])})
        return np.asarray(raw[: len(batch)], np.float32)


def letterbox(picture: Image, size: tuple[int, int]) -> tuple[Floats, float]:
    """BGR picture → ``(3, height, width)`` 0..255, in the upper left corner of ``size``, and its scale."""
    height, width = picture.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    fitted = (max(1, round(width * scale)), max(1, round(height * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    padded = np.full((size[1], size[0], 3), PADDING, np.uint8)
    padded[: fitted[1], : fitted[0]] = cv2.resize(picture, fitted, interpolation=method)
    return np.ascontiguousarray(padded.transpose(2, 0, 1), np.float32), scale


def grid_make(width: int, height: int) -> Floats:
    """``(cells, 3)``: column, row and stride of each cell, in the order of the network's output."""
    cells = []
    for stride in STRIDES:
        rows, columns = np.mgrid[: height // stride, : width // stride]
        cells.append(np.stack([columns.ravel(), rows.ravel(), np.full(rows.size, stride)], axis=1))
    return np.concatenate(cells).astype(np.float32)


def decode(raw: Floats, grid: Floats) -> Floats:
    """Network's ``(cells, 5 + …)`` → ``(cells, 4)``: left, top, right, bottom in pixels of its input."""
    strides = grid[:, 2:]
    middle = (raw[:, :2] + grid[:, :2]) * strides
    half = np.exp(np.minimum(raw[:, 2:4], 10.0)) * strides / 2
    return np.concatenate([middle - half, middle + half], axis=1).astype(np.float32)


def _boxes(raw: Floats, grid: Floats, scale: float) -> Detections:
    """A cell is as sure as it is of a thing, times of its best class."""
    classes = raw[:, 5:].argmax(axis=1)
    confidence = raw[:, 4] * np.take_along_axis(raw[:, 5:], classes[:, None], axis=1)[:, 0]
    sure = np.flatnonzero(confidence >= FLOOR)
    boxes = decode(raw[sure], grid[sure]) / np.float32(scale)
    return doubles_drop(Detections(boxes, confidence[sure], classes[sure]), iou=SAME_IOU)


def _session_make(runtime: Any, path: Path, device: str) -> Any:
    providers = _providers(runtime, device)
    options = runtime.SessionOptions()
    threads = int(os.environ.get("OMP_NUM_THREADS") or 1)  # more are slower on cores that others use as well
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    try:
        return runtime.InferenceSession(str(path), options, providers=providers)
    except Exception as error:  # onnxruntime's errors have no class of their own
        words = str(error).strip().splitlines()[0]
        raise ValueError(f"{path} is no ONNX file that onnxruntime can run ({words})") from error


def _providers(runtime: Any, device: str) -> list[Any]:
    kind, _, number = device.partition(":")
    wanted = {"cuda": "CUDAExecutionProvider", "mps": "CoreMLExecutionProvider"}.get(kind)
    if wanted is None:
        return ["CPUExecutionProvider"]
    if wanted not in runtime.get_available_providers():
        raise RuntimeError(
            f"SMARTCUT_DEVICE is {device}, but the onnxruntime installed here has no {wanted}; "
            "install onnxruntime-gpu in its place, or set SMARTCUT_DEVICE=cpu"
        )
    return [(wanted, {"device_id": int(number)}) if number else wanted, "CPUExecutionProvider"]
