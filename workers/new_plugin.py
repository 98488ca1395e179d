"""``make new-plugin NAME=helmet``: a plugin that works, its test, and what to do next."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from string import Template

from smartcut.core.plugin_name import MAX_LENGTH, TAKEN

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).parent / "templates"
NEXT = Template("""\
Made workers/plugins/$name.py and tests/workers/plugins/test_$name.py.

Test it:       make install-dev && .venv/bin/pytest tests/workers/plugins/test_$name.py
See it:        make run
               or, while SmartCut runs: .venv/bin/celery -A workers.plugins.$name worker
Make it yours: docs/writing-a-plugin.md""")


class NameRefusedError(ValueError):
    """Why there can be no plugin of this name, and which one would do."""


@dataclass(frozen=True)
class NewPlugin:
    """A plugin that is not there yet."""

    name: str

    @property
    def fields(self) -> dict[str, str]:
        words = self.name.split("_")
        class_name = "".join(word.capitalize() for word in words) + "Plugin"
        return {"name": self.name, "class_name": class_name, "label": " ".join(words).capitalize()}

    def files(self, root: Path) -> dict[Path, str]:
        """What is written where."""
        return {
            root / "workers" / "plugins" / f"{self.name}.py": self._text("plugin.txt"),
            root / "tests" / "workers" / "plugins" / f"test_{self.name}.py": self._text("test_plugin.txt"),
        }

    def _text(self, template: str) -> str:
        return Template((TEMPLATES / template).read_text()).substitute(self.fields)


def main(arguments: Sequence[str]) -> None:
    try:
        plugin = plugin_write(" ".join(arguments), ROOT)
    except NameRefusedError as error:
        sys.exit(str(error))
    print(NEXT.substitute(plugin.fields))  # noqa: T201


def plugin_write(name: str, root: Path) -> NewPlugin:
    """Writes the files of the plugin ``name``; raises ``NameRefusedError`` and writes nothing else."""
    _name_check(name)
    plugin = NewPlugin(name)
    files = plugin.files(root)
    for path in files:
        if path.exists():
            raise NameRefusedError(
                f"{path.relative_to(root)} is there already: choose another name, or delete it."
            )
    for path, text in files.items():
        path.write_text(text)
    return plugin


def _name_check(name: str) -> None:
    if not name:
        raise NameRefusedError("The plugin needs a name: make new-plugin NAME=helmet")
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or iskeyword(name):
        raise NameRefusedError(
            f"{name!r} cannot be the name of a plugin: "
            "it must be a word of a-z, 0-9 and _ that Python can import, such as helmet or hard_hat."
        )
    if len(name) > MAX_LENGTH:
        raise NameRefusedError(f"{name!r} has {len(name)} letters; a plugin's name has at most {MAX_LENGTH}.")
    if name in TAKEN:
        raise NameRefusedError(f"{name!r} is the name of a part of SmartCut: choose another one.")


if __name__ == "__main__":
    main(sys.argv[1:])
