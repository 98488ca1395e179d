from __future__ import annotations

import sys
from pathlib import Path

import pytest

from smartcut.supervisor.output import Output
from smartcut.supervisor.plugins import plugin_modules, plugins_for_here

SOURCE = """
import torch_that_is_not_there

class {cls}(Plugin):
    plugin_name = "{name}"
    label = label_of("computed")
    requires: ClassVar[tuple[str, ...]] = {requires}

    def extract(self, frames): ...
"""


def write(folder: Path, stem: str, **fields: object) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.py").write_text(SOURCE.format(cls="Found", **fields))


def test_a_plugin_is_found_without_being_imported(tmp_path: Path) -> None:
    write(tmp_path, "helmet", name="helmet", requires=())
    (found,) = plugin_modules(tmp_path)
    assert (found.plugin_name, found.module, found.missing) == ("helmet", "workers.plugins.helmet", ())


def test_what_is_not_installed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "helmet", name="helmet", requires=("json", "no_such_network", "no_such.part"))
    assert plugins_for_here(tmp_path, Output([])) == []
    assert "helmet is left out: no_such_network, no_such.part not installed" in capsys.readouterr().out


def test_private_and_helping_modules_are_no_plugins(tmp_path: Path) -> None:
    write(tmp_path, "_background", name="background", requires=())
    (tmp_path / "colors.py").write_text("class Color:\n    red, green = 1, 2\n")
    assert plugin_modules(tmp_path) == []


def test_plugins_of_other_packages_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "acme_plugins"
    write(package, "truck", name="truck", requires=())
    (package / "__init__.py").touch()
    info = tmp_path / "acme_plugins-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-plugins\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[smartcut.plugins]\ntruck = acme_plugins.truck:Found\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    (found,) = plugin_modules(tmp_path / "none")
    assert (found.plugin_name, found.module) == ("truck", "acme_plugins.truck")
    assert "acme_plugins.truck" not in sys.modules


def test_motion_is_among_ours() -> None:
    folder = Path(__file__).parents[3] / "workers" / "plugins"
    assert "motion" in [plugin.plugin_name for plugin in plugin_modules(folder) if not plugin.missing]
