"""A network without its head: pictures in, a vector for each place and one for the whole out.

Used by ``novelty``. Runs on cuda, mps or cpu, in half precision where a trial shows that it pays.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from workers.plugins._embedding import MIN_PLACES, SIZE, WHOLE_SIZE
from workers.plugins._weights import network_make

SIDE = 320
"""Longest side of what the network sees, pixels."""
PLACE = 16
"""Pixels of a place, if the network has a level of that; else the next smaller."""
BATCH_CPU, BATCH_GPU = 10, 50
WORTH = 0.85
"""Half precision is taken if it takes this part of the time of full precision, or less."""

Image = NDArray[np.uint8]
Array = NDArray[np.float32]


class Backbone:
    """``embed`` gives a picture the same vectors in whatever company it comes: batches have one size."""

    def __init__(self, name: str, weights: str, device: str) -> None:
        self._torch = importlib.import_module("torch")
        self._device = self._torch.device(device)
        self.batch = BATCH_CPU if self._device.type == "cpu" else BATCH_GPU
        if self._device.type == "cpu":
            self._torch.set_num_threads(1)  # more are slower on cores that others use as well
        network = network_make(name, weights)
        self._levels, self._step, channels = _levels_choose(network, name)
        self._mean, self._std = (self._tensor(network.pretrained_cfg[key]) * 255 for key in ("mean", "std"))
        self._for_places = self._tensor(_projection(channels[0], SIZE))
        self._for_whole = self._tensor(_projection(channels[1], WHOLE_SIZE))
        self._network = network.to(self._device, memory_format=self._torch.channels_last)
        self.precision = self._precision_choose()

    def embed(self, images: Sequence[Image]) -> tuple[Array, Array]:
        """BGR pictures of one size → ``(n, height, width, SIZE)`` and ``(n, WHOLE_SIZE)``."""
        size = _input_size(images[0], self._step)
        pixels = np.stack([_fitted(image, size) for image in images])
        done: list[tuple[Array, Array]] = []
        while (start := sum(len(places) for places, _ in done)) < len(pixels):
            done += self._attempt(pixels[start : start + self.batch])
        places, whole = (np.concatenate(parts) for parts in zip(*done, strict=True))
        return places, whole

    def _attempt(self, pixels: Image) -> list[tuple[Array, Array]]:
        """One batch; none when the memory did not suffice, and from then on batches are half as large."""
        try:
            return [self._run(pixels)]
        except RuntimeError as error:
            if not _is_out_of_memory(error) or self.batch == 1:
                raise
        self.batch = self.batch // 2  # out of the handler, which holds the tensors of the failure
        if self._device.type == "cuda":
            self._torch.cuda.empty_cache()
        return []

    def _run(self, pixels: Image) -> tuple[Array, Array]:
        padding = np.zeros((self.batch - len(pixels), *pixels.shape[1:]), np.uint8)
        batch = self._torch.from_numpy(np.concatenate([pixels, padding])).to(self._device)
        with self._torch.inference_mode():
            normal = (batch.float() - self._mean) / self._std
            maps = self._forward(normal.permute(0, 3, 1, 2))
            places, whole = self._places(maps[0].float()), self._whole(maps[-1].float())
            count = len(pixels)
            return places[:count].cpu().numpy(), whole[:count].cpu().numpy()

    def _forward(self, batch: Any) -> list[Any]:
        with self._autocast():
            maps = self._network.forward_intermediates(
                batch, indices=self._levels, output_fmt="NCHW", intermediates_only=True
            )
        return list(maps)

    def _places(self, level: Any) -> Any:
        """Relative to the picture's strength of features, so that contrast counts little and noise less."""
        squares = level.square().sum(1, keepdim=True)
        level = level / (squares + squares.mean((2, 3), keepdim=True) + 1e-6).sqrt()
        return level.permute(0, 2, 3, 1) @ self._for_places

    def _whole(self, level: Any) -> Any:
        return self._torch.nn.functional.normalize(level.mean((2, 3)), dim=1) @ self._for_whole

    def _tensor(self, values: Any) -> Any:
        return self._torch.tensor(np.asarray(values), dtype=self._torch.float32, device=self._device)

    def _autocast(self) -> AbstractContextManager[None]:
        kind, precision = self._device.type, self.precision
        context: AbstractContextManager[None] = self._torch.autocast(
            kind, precision, enabled=precision is not None
        )
        return context

    def _precision_choose(self) -> Any:
        """Half precision if it is faster on this device: it depends on the processor."""
        half = self._torch.bfloat16 if self._device.type == "cpu" else self._torch.float16
        return half if self._trial(half) <= WORTH * self._trial(None) else None

    def _trial(self, precision: Any) -> float:
        """Seconds of a batch; infinite when numbers overflow."""
        self.precision = precision
        images = [np.full((SIDE * 9 // 16, SIDE, 3), 127, np.uint8)] * self.batch
        self.embed(images)  # makes kernels
        started = time.perf_counter()
        places, whole = self.embed(images)
        seconds = time.perf_counter() - started
        return seconds if np.isfinite(places).all() and np.isfinite(whole).all() else float("inf")


def _levels_choose(network: Any, name: str) -> tuple[list[int], int, tuple[int, int]]:
    """Levels of places and of the whole, what sides must be multiples of, and the levels' channels."""
    levels = list(getattr(network, "feature_info", []))
    if not levels or not hasattr(network, "forward_intermediates"):
        raise ValueError(
            f"{name} gives no feature maps; set SMARTCUT_NOVELTY_MODEL to another network, such as resnet18"
        )
    fine = [index for index, level in enumerate(levels) if level["reduction"] <= PLACE]
    local, last = (fine or [0])[-1], len(levels) - 1
    step = max(level["reduction"] for level in levels)
    return sorted({local, last}), step, (levels[local]["num_chs"], levels[last]["num_chs"])


def _projection(channels: int, size: int) -> NDArray[np.float64]:
    """Random, but the same everywhere: distances between vectors stay nearly what they are."""
    if channels <= size:
        return np.eye(channels, size)
    made, triangle = np.linalg.qr(np.random.default_rng(0).normal(size=(channels, size)))
    # only with the signs settled is the result the same with every linear algebra library
    return np.asarray(made * np.sign(np.diag(triangle)) * np.sqrt(channels / size), np.float64)


def _input_size(image: Image, step: int) -> tuple[int, int]:
    """Width and height for the network: multiples of its step."""
    height, width = image.shape[:2]
    scale = SIDE / max(width, height)
    least = -(-MIN_PLACES * PLACE // step)
    return max(least, round(width * scale / step)) * step, max(least, round(height * scale / step)) * step


def _fitted(image: Image, size: tuple[int, int]) -> Image:
    if image.shape[1::-1] != size:
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)


def _is_out_of_memory(error: RuntimeError) -> bool:
    """torch has a class of its own for CUDA only."""
    text = str(error).lower()
    return "out of memory" in text or "can't allocate memory" in text
