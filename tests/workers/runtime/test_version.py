"""Scores say which version of a plugin made them."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

import smartcut
from tests.workers.sample_plugin import SamplePlugin
from workers.plugin import Plugin
from workers.plugins.motion import MotionPlugin
from workers.runtime.version import plugin_version


def of_module(module: str) -> type[Plugin]:
    return type("Somewhere", (SamplePlugin,), {"__module__": module})


def test_a_plugin_of_smartcut_has_its_version() -> None:
    assert plugin_version(MotionPlugin) == smartcut.__version__


def test_a_plugin_of_a_package_has_that_ones() -> None:
    assert plugin_version(of_module("hypothesis.strategies")) == version("hypothesis")


def test_its_own_goes_first() -> None:
    assert plugin_version(type("Own", (MotionPlugin,), {"version": "2 of May"})) == "2 of May"


def test_a_module_of_no_package_has_none() -> None:
    assert plugin_version(SamplePlugin) == ""


def test_what_lies_in_a_namespace_of_several_packages_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("acme-doors", "acme-lamps"):
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "top_level.txt").write_text("acme_shared\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert plugin_version(of_module("acme_shared.door")) == ""
