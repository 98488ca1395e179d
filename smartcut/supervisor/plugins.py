"""Which plugins can run here, found without importing them: a plugin may import gigabytes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from smartcut.supervisor.output import Output

ENTRY_POINTS = "smartcut.plugins"
"""Group in which another package names its plugins' modules: ``helmet = "acme.helmet"``."""
BASE_REQUIRES = ("cv2", "numpy")
"""Modules of requirements/worker.txt without which no plugin runs."""


@dataclass(frozen=True)
class PluginModule:
    """A module that ``celery -A`` can run as a plugin's worker."""

    plugin_name: str
    module: str
    missing: tuple[str, ...]
    """Required modules that are not installed."""


def plugin_modules(folder: Path) -> list[PluginModule]:
    """The plugins in ``folder`` (workers/plugins) and those of installed packages."""
    own = [(f"workers.plugins.{path.stem}", path) for path in sorted(folder.glob("[!_]*.py"))]
    found = (_plugin_read(module, path) for module, path in [*own, *_installed()])
    return [plugin for plugin in found if plugin is not None]


def plugins_for_here(folder: Path, output: Output) -> list[PluginModule]:
    """The plugins that can run here; says why the others cannot."""
    plugins = plugin_modules(folder)
    for plugin in plugins:
        if plugin.missing:
            missing = ", ".join(plugin.missing)
            output.say(f"plugin {plugin.plugin_name} is left out: {missing} not installed")
    return [plugin for plugin in plugins if not plugin.missing]


def _installed() -> Iterator[tuple[str, Path]]:
    for point in sorted(entry_points(group=ENTRY_POINTS)):
        spec = find_spec(point.module)
        if spec is not None and spec.origin is not None:
            yield point.module, Path(spec.origin)


def _plugin_read(module: str, path: Path) -> PluginModule | None:
    """Reads the class that has a ``plugin_name`` out of the source; None when there is none."""
    tree = ast.parse(path.read_text(), filename=str(path))
    for node in tree.body:
        fields = _fields(node) if isinstance(node, ast.ClassDef) else {}
        name, requires = fields.get("plugin_name"), fields.get("requires", ())
        if isinstance(name, str) and isinstance(requires, tuple):
            missing = tuple(need for need in (*BASE_REQUIRES, *requires) if not _is_installed(need))
            return PluginModule(name, module, missing)
    return None


def _fields(node: ast.ClassDef) -> dict[str, object]:
    """Class attributes with a literal value."""
    values: dict[str, object] = {}
    for statement in node.body:
        if isinstance(statement, ast.AnnAssign):
            targets: list[ast.expr] = [statement.target]
        elif isinstance(statement, ast.Assign):
            targets = statement.targets
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and statement.value is not None:
                values[target.id] = _literal(statement.value)
    return values


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package that should hold it is not there
        return False
