"""``python -m workers.weights objects``: downloads the weights of a plugin, once, and checks them.

They come from the releases of YOLOX (Apache-2.0): https://github.com/Megvii-BaseDetection/YOLOX.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from workers.runtime.storage import data_folder

RELEASE = "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/"
BLOCK = 1024 * 1024
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Weights:
    """A file, and what its bytes must be."""

    file: str
    size: int
    sha256: str


NANO = Weights(
    "yolox_nano.onnx", 3_659_407, "c789161ed43c8269fcd4e67c67eeeb4e80c622da2eb296a20bc6007bd18a0b7d"
)
TINY = Weights(
    "yolox_tiny.onnx", 20_219_662, "427cc366d34e27ff7a03e2899b5e3671425c262ea2291f88bb942bc1cc70b0f7"
)
MODELS = {"nano": NANO, "tiny": TINY}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m workers.weights", description=__doc__)
    parser.add_argument("plugin", choices=["objects"])
    parser.add_argument("--model", choices=[*MODELS], default="nano", help="default nano")
    parser.add_argument("--url", default=RELEASE, help="folder to download from: a mirror has the same files")
    options = parser.parse_args(arguments)
    weights = MODELS[options.model]
    try:
        path = weights_get(weights, options.url, weights_folder())
    except (OSError, ValueError) as error:
        sys.exit(f"The weights could not be downloaded: {error}.")
    print(f"The weights of {options.plugin} are at {path}")  # noqa: T201


def weights_folder() -> Path:
    return data_folder() / "weights"


def objects_weights() -> Path:
    """The best of the files that are there, else the one that ``make weights`` will make."""
    paths = [weights_folder() / weights.file for weights in (TINY, NANO)]
    return next((path for path in paths if path.is_file()), paths[-1])


def weights_get(weights: Weights, url: str, folder: Path) -> Path:
    """The file in ``folder``, downloaded unless a right one is there; wrong bytes never take its name."""
    path = folder / weights.file
    if path.is_file() and _digest(path) == weights.sha256:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f".{weights.file}-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _download(f"{url.rstrip('/')}/{weights.file}", file, weights.size)
        _check(part, weights)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def _download(url: str, file: BinaryIO, size: int) -> None:
    """At most one byte more than there should be: enough to see that it is another file."""
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"{url} is no address of a web server")
    with urllib.request.urlopen(url, timeout=TIMEOUT_S) as answer:  # noqa: S310 - checked above
        left = size + 1
        while left and (block := answer.read(min(BLOCK, left))):
            file.write(block)
            left -= len(block)


def _check(path: Path, weights: Weights) -> None:
    size = path.stat().st_size
    if size < weights.size:
        raise ValueError(f"{weights.file} ended after {size} of {weights.size} bytes; try again")
    digest = _digest(path)
    if digest != weights.sha256:
        raise ValueError(f"what came is not {weights.file}: its SHA-256 is {digest}, not {weights.sha256}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
