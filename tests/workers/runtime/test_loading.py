from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from threading import Thread
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from workers.plugin import Frame, Plugin
from workers.runtime.loading import PluginHost, device_choose, threads_limit


class Loads(Plugin):
    plugin_name = "loads"
    label = "Loads"
    devices: list[str] = []

    def load(self, device: str) -> None:
        self.devices.append(device)

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return np.zeros(len(frames))


class Wordless(Loads):
    def load(self, device: str) -> None:
        raise RuntimeError


class Needy(Loads):
    requires = ("json", "nowhere", "nowhere.deeper")


def test_a_plugin_is_loaded_once_however_many_threads_ask() -> None:
    Loads.devices.clear()
    host = PluginHost(Loads)
    threads = [Thread(target=host.plugin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Loads.devices == ["cpu"]
    assert host.load_problem() is None


def test_what_stops_a_load_is_one_sentence() -> None:
    assert PluginHost(Wordless).load_problem() == "The plugin 'loads' cannot be loaded: RuntimeError"


def test_missing_modules_are_told_with_the_command_that_installs_them() -> None:
    assert PluginHost(Loads).missing_problem() is None
    assert PluginHost(Needy).missing_problem() == (
        "The plugin 'loads' needs nowhere, nowhere.deeper, not installed here; "
        f"install with: {sys.executable} -m pip install nowhere"
    )


def test_a_process_computes_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    threads = cv2.getNumThreads()
    try:
        threads_limit()
        assert (cv2.getNumThreads(), os.environ["OMP_NUM_THREADS"]) == (1, "1")
    finally:
        cv2.setNumThreads(threads)
        os.environ.pop("OMP_NUM_THREADS")


def torch_like(has: set[str]) -> Any:
    mps = SimpleNamespace(is_available=lambda: "mps" in has)
    cuda = SimpleNamespace(is_available=lambda: "cuda" in has)
    return SimpleNamespace(cuda=cuda, backends=SimpleNamespace(mps=mps))


@pytest.mark.parametrize(("has", "device"), [({"cuda", "mps"}, "cuda"), ({"mps"}, "mps"), (set(), "cpu")])
def test_the_best_device_that_torch_has_is_taken(
    monkeypatch: pytest.MonkeyPatch, has: set[str], device: str
) -> None:
    monkeypatch.setitem(sys.modules, "torch", torch_like(has))
    assert device_choose(("torch", "timm")) == device
    assert device_choose(()) == "cpu"


def test_a_setting_decides_the_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_DEVICE", "cuda:1")
    assert device_choose(("torch",)) == "cuda:1"
