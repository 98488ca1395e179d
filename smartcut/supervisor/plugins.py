"""Which plugins can run here, found without importing them: a plugin may import gigabytes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from smartcut.core.plugin_name import TAKEN
from smartcut.core.requirements import missing_words, modules_missing
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
    problem: str | None = None
    """Why it cannot run here, one sentence with the remedy."""


def plugins_for_here(folder: Path, output: Output, wanted: Sequence[str] = ()) -> list[PluginModule]:
    """The plugins that can run here, of those ``wanted`` by name or of all; says why the others cannot."""
    plugins = plugin_modules(folder)
    for name in sorted(set(wanted) - {plugin.plugin_name for plugin in plugins}):
        output.say(f"left out: SMARTCUT_PLUGINS names {name!r}, and no plugin has that name")
    plugins = [plugin for plugin in plugins if not wanted or plugin.plugin_name in wanted]
    for plugin in plugins:
        if plugin.problem:
            output.say(f"left out: {plugin.problem}")
    return [plugin for plugin in plugins if not plugin.problem]


def plugin_modules(folder: Path) -> list[PluginModule]:
    """The plugins in ``folder`` (workers/plugins) and those of installed packages."""
    return list(_distinct([*_own(folder), *_installed()]))


def _own(folder: Path) -> Iterator[PluginModule]:
    for path in sorted(folder.glob("[!_]*.py")):
        plugin = _plugin_read(f"workers.plugins.{path.stem}", path, path.stem)
        if plugin is not None:
            yield plugin


def _installed() -> Iterator[PluginModule]:
    for point in sorted(entry_points(group=ENTRY_POINTS)):
        yield _point_read(point)


def _point_read(point: EntryPoint) -> PluginModule:
    """Of source that does not tell, the entry point's name counts; its worker says the rest itself."""
    try:
        spec = find_spec(point.module)  # imports the packages around the module
    except Exception as error:
        return PluginModule(point.name, point.module, _unreadable(point.name, point.module, error))
    if spec is None:
        remedy = f"install the package that names it in {ENTRY_POINTS!r} once more"
        return PluginModule(point.name, point.module, f"The module {point.module} is not there; {remedy}")
    path = Path(spec.origin or "")
    read = _plugin_read(point.module, path, point.name) if path.suffix == ".py" else None
    return read or PluginModule(point.name, point.module)


def _plugin_read(module: str, path: Path, name: str) -> PluginModule | None:
    """Reads the class that has a ``plugin_name`` out of the source; None when there is none.

    A module that cannot be read is a plugin called ``name``, so that somebody is told.
    """
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except (OSError, SyntaxError, ValueError) as error:
        return PluginModule(name, module, _unreadable(name, module, error))
    for node in tree.body:
        fields = _fields(node) if isinstance(node, ast.ClassDef) else {}
        plugin_name = fields.get("plugin_name")
        if isinstance(plugin_name, str):
            return PluginModule(plugin_name, module, _missing(plugin_name, fields.get("requires")))
    return None


def _missing(plugin_name: str, requires: object) -> str | None:
    """What is computed instead of written down is left to the worker to check."""
    named = [str(need) for need in requires] if isinstance(requires, tuple) else []
    missing = modules_missing((*BASE_REQUIRES, *named))
    return missing_words(plugin_name, missing) if missing else None


def _unreadable(name: str, module: str, error: Exception) -> str:
    reason = " ".join(str(error).split()) or type(error).__name__
    return f"The plugin {name!r} cannot be read ({module}: {reason}); correct it and start again"


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
    except (ValueError, TypeError):
        return None


def _distinct(plugins: Iterable[PluginModule]) -> Iterator[PluginModule]:
    """Of two with one name the first runs: they would take each other's videos from the queue."""
    seen = dict.fromkeys(TAKEN, "a part of SmartCut")
    for plugin in plugins:
        first = seen.setdefault(plugin.plugin_name, plugin.module)
        if first == plugin.module:
            yield plugin
            continue
        name = plugin.plugin_name
        problem = f"The plugin {name!r} of {plugin.module} has the name of {first}; rename one of them"
        yield PluginModule(name, plugin.module, problem)
