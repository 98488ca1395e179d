"""The plugin in this process: what it requires, and its one ``load``."""

from __future__ import annotations

import importlib
import os
import threading

import cv2

from smartcut.core.requirements import missing_words, modules_missing
from workers.plugin import Plugin


class PluginHost:
    """Holds the one plugin of a process; loaded on first use unless somebody loaded it before."""

    def __init__(self, plugin_class: type[Plugin]) -> None:
        self.plugin_class = plugin_class
        self._plugin: Plugin | None = None
        self._lock = threading.Lock()

    def plugin(self) -> Plugin:
        with self._lock:
            if self._plugin is None:
                threads_limit()
                plugin = self.plugin_class()
                plugin.load(device_choose(plugin.requires))
                self._plugin = plugin
            return self._plugin

    def load_problem(self) -> str | None:
        """Loads; what stops it as one sentence."""
        name = self.plugin_class.plugin_name
        try:
            self.plugin()
        except Exception as error:
            return f"The plugin {name!r} cannot be loaded: {str(error) or type(error).__name__}"
        return None

    def missing_problem(self) -> str | None:
        """Which required modules are not installed, and the command that installs them."""
        missing = modules_missing(self.plugin_class.requires)
        return missing_words(self.plugin_class.plugin_name, missing) if missing else None


def threads_limit() -> None:
    """One thread a process: more fight for the cores with the other workers and are slower for all."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    cv2.setNumThreads(1)


def device_choose(requires: tuple[str, ...]) -> str:
    """``SMARTCUT_DEVICE``, else the best that torch has, else ``cpu``."""
    chosen = os.environ.get("SMARTCUT_DEVICE")
    if chosen or "torch" not in requires:
        return chosen or "cpu"
    torch = importlib.import_module("torch")
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
