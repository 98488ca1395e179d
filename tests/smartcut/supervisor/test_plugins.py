from __future__ import annotations

import sys
from collections.abc import Iterator
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
    assert (found.plugin_name, found.module, found.problem) == ("helmet", "workers.plugins.helmet", None)


def test_what_is_not_installed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "helmet", name="helmet", requires=("json", "no_such_network", "no_such.part"))
    assert plugins_for_here(tmp_path, Output([])) == []
    (line,) = capsys.readouterr().out.splitlines()
    assert "left out: The plugin 'helmet' needs no_such_network, no_such.part, not installed here; " in line
    assert line.endswith("-m pip install no_such_network no_such")


def test_only_what_is_wanted_runs_and_a_wrong_name_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "helmet", name="helmet", requires=())
    write(tmp_path, "truck", name="truck", requires=("no_such_network",))
    found = plugins_for_here(tmp_path, Output([]), ["helmet", "helmt"])
    assert [plugin.plugin_name for plugin in found] == ["helmet"]
    (line,) = capsys.readouterr().out.splitlines()
    assert "left out: SMARTCUT_PLUGINS names 'helmt', and no plugin has that name" in line


def test_what_is_computed_is_left_to_the_worker(tmp_path: Path) -> None:
    write(tmp_path, "helmet", name="helmet", requires="(*TORCH, 'x')")
    (found,) = plugin_modules(tmp_path)
    assert (found.plugin_name, found.problem) == ("helmet", None)


def test_a_plugin_that_cannot_be_read_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "truck", name="truck", requires=())
    (tmp_path / "helmet.py").write_text("class Helmet(\n")
    assert [plugin.plugin_name for plugin in plugins_for_here(tmp_path, Output([]))] == ["truck"]
    (line,) = capsys.readouterr().out.splitlines()
    assert (
        "left out: The plugin 'helmet' cannot be read (workers.plugins.helmet: '(' was never closed" in line
    )


def test_of_two_with_one_name_the_first_runs(tmp_path: Path) -> None:
    write(tmp_path, "helmet", name="helmet", requires=())
    write(tmp_path, "other", name="helmet", requires=())
    write(tmp_path, "web", name="web", requires=())
    first, other, web = (plugin.problem for plugin in plugin_modules(tmp_path))
    named = "has the name of workers.plugins.helmet; rename one of them"
    assert first is None
    assert other == f"The plugin 'helmet' of workers.plugins.other {named}"
    assert web is not None
    assert web.endswith("has the name of a part of SmartCut; rename one of them")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installed package whose plugins stand in ``entry_points.txt``; the test fills it."""
    package = tmp_path / "acme_plugins"
    package.mkdir()
    (package / "__init__.py").touch()
    info = tmp_path / "acme_plugins-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-plugins\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[smartcut.plugins]\ntruck = acme_plugins.truck:Found\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield package
    sys.modules.pop("acme_plugins", None)


def test_plugins_of_other_packages_are_found(package: Path) -> None:
    write(package, "truck", name="lorry", requires=())
    (found,) = plugin_modules(package / "none")
    assert (found.plugin_name, found.module) == ("lorry", "acme_plugins.truck")
    assert "acme_plugins.truck" not in sys.modules


def test_source_that_does_not_tell_goes_by_the_name_of_its_entry_point(package: Path) -> None:
    (package / "truck.py").write_text("from acme_plugins.hidden import app\n")
    (found,) = plugin_modules(package / "none")
    assert (found.plugin_name, found.problem) == ("truck", None)


def test_a_package_that_cannot_be_imported_is_told_and_stops_no_other(package: Path) -> None:
    (package / "__init__.py").write_text("raise RuntimeError('no licence')\n")
    (found,) = plugin_modules(package / "none")
    assert found.problem == (
        "The plugin 'truck' cannot be read (acme_plugins.truck: no licence); correct it and start again"
    )


def test_a_module_that_is_gone_is_told(package: Path) -> None:
    (found,) = plugin_modules(package / "none")
    assert found.problem is not None
    assert found.problem.startswith("The module acme_plugins.truck is not there; install the package")


def test_motion_is_among_ours() -> None:
    folder = Path(__file__).parents[3] / "workers" / "plugins"
    assert "motion" in [plugin.plugin_name for plugin in plugin_modules(folder) if not plugin.problem]
