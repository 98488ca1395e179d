"""What a plugin needs beyond SmartCut itself: what is missing, and how to get it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

EXIT_CANNOT_RUN = 78
"""``EX_CONFIG`` of sysexits.h: a worker ends so when something is missing that only a person can get."""
TORCH = {"torch", "torchvision", "timm"}
"""Installed together in versions that fit (requirements/worker-torch.txt)."""
ONNX = {"onnxruntime"}
"""Comes with the weights that it runs (requirements/worker-onnx.txt)."""
PACKAGES = {
    "cv2": "opencv-python-headless",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "PyYAML",
}
"""Modules whose package has another name."""


def modules_missing(modules: Sequence[str]) -> tuple[str, ...]:
    """Those that cannot be imported here; none is imported to find out."""
    return tuple(module for module in modules if not _is_installed(module))


def missing_words(plugin_name: str, missing: Sequence[str]) -> str:
    """One sentence: what the plugin lacks and the command that gets it."""
    return (
        f"The plugin {plugin_name!r} needs {', '.join(missing)}, not installed here; "
        f"install with: {_command(missing)}"
    )


def _command(missing: Sequence[str]) -> str:
    if TORCH.issuperset(missing):
        return "make run-all"
    if ONNX.issuperset(missing):
        return "make weights"
    tops = dict.fromkeys(module.split(".")[0] for module in missing)
    return f"{sys.executable} -m pip install {' '.join(PACKAGES.get(top, top) for top in tops)}"


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # what should hold it is not there, or has no spec
        return False
