"""A made-up detector in an ONNX file: sees one blue and one red thing, as YOLOX would say it.

Written byte by byte (the format is protocol buffers, onnx.proto), so that tests need no package for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 64
CLASSES = 80
STRIDES = (8, 16, 32)
BLUE_CLASS, RED_CLASS = 0, 2
"""Person and car."""
FLOAT, INT64 = 1, 7


def detector_write(path: Path, *, batch: int | None = 1, classes: int = CLASSES) -> None:
    """Each cell is as sure of a person as its pixels are blue, of a car as they are red; boxes are the size
    of the cell. ``batch`` None: any."""
    nodes, tensors = [], []
    for stride in STRIDES:
        weights, bias = _kernel(stride, classes)
        tensors += [_tensor(f"w{stride}", weights), _tensor(f"b{stride}", bias)]
        tensors.append(_tensor(f"s{stride}", np.array([0, 5 + classes, -1])))
        nodes.append(
            _node("Conv", ["images", f"w{stride}", f"b{stride}"], f"c{stride}", strides=[stride, stride])
        )
        nodes.append(_node("Reshape", [f"c{stride}", f"s{stride}"], f"r{stride}"))
    nodes.append(_node("Concat", [f"r{stride}" for stride in STRIDES], "all", axis=2))
    nodes.append(_node("Transpose", ["all"], "output", perm=[0, 2, 1]))
    cells = sum((SIDE // stride) ** 2 for stride in STRIDES)
    given = _value("images", [batch, 3, SIDE, SIDE])
    made = _value("output", [batch, cells, 5 + classes])
    graph = _many(1, nodes) + _field(2, b"made-up") + _many(5, tensors) + _field(11, given) + _field(12, made)
    path.write_bytes(_field(1, 8) + _field(7, graph) + _field(8, _field(2, 13)))


def _kernel(stride: int, classes: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Only the cells of 16 pixels see anything: 1 for each whole class, 0 for black and grey."""
    weights = np.zeros((5 + classes, 3, stride, stride), np.float32)
    bias = np.zeros(5 + classes, np.float32)
    bias[:2] = 0.5
    if stride == 16:
        bias[4] = 1
        for number, channel in ((BLUE_CLASS, 0), (RED_CLASS, 2)):
            other = 2 - channel
            weights[5 + number, channel], weights[5 + number, other] = 1, -1
        weights /= 255 * stride**2
    return weights, bias


def _tensor(name: str, values: NDArray[np.generic]) -> bytes:
    kind, stored = (INT64, "<i8") if values.dtype.kind == "i" else (FLOAT, "<f4")
    dims = _many(1, values.shape)
    return dims + _field(2, kind) + _field(8, name.encode()) + _field(9, values.astype(stored).tobytes())


def _value(name: str, shape: list[int | None]) -> bytes:
    sizes = [_field(2, b"n") if size is None else _field(1, size) for size in shape]
    tensor = _field(1, FLOAT) + _field(2, _many(1, sizes))
    return _field(1, name.encode()) + _field(2, _field(1, tensor))


def _node(kind: str, given: list[str], made: str, **attributes: int | list[int]) -> bytes:
    inputs = _many(1, [name.encode() for name in given])
    settings = _many(5, [_attribute(name, value) for name, value in attributes.items()])
    return inputs + _field(2, made.encode()) + _field(4, kind.encode()) + settings


def _attribute(name: str, value: int | list[int]) -> bytes:
    content = _many(8, value) + _field(20, 7) if isinstance(value, list) else _field(3, value) + _field(20, 2)
    return _field(1, name.encode()) + content


def _many(number: int, values: Iterable[int | bytes]) -> bytes:
    return b"".join(_field(number, value) for value in values)


def _field(number: int, value: int | bytes) -> bytes:
    if isinstance(value, bytes):
        return _varint(number << 3 | 2) + _varint(len(value)) + value
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])
