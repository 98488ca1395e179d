"""Lines of many programs on one screen, each behind its program's name."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

OWN_NAME = "smartcut"
_COLORS = (36, 32, 33, 35, 34, 96, 92, 93, 95, 94)


class Output:
    """Writes ``name | line``; in colour on a terminal that wants it (https://no-color.org)."""

    def __init__(self, names: Sequence[str]) -> None:
        self._width = max(map(len, (*names, OWN_NAME)))
        self._colors = {name: _COLORS[i % len(_COLORS)] for i, name in enumerate(names)}
        self._is_colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def write(self, name: str, line: str) -> None:
        prefix = f"{name:{self._width}} |"
        if self._is_colored:
            prefix = f"\033[{self._colors.get(name, 1)}m{prefix}\033[0m"
        print(prefix, line, flush=True)  # noqa: T201 - the screen is what it is for

    def say(self, line: str) -> None:
        """A line of the supervisor itself."""
        self.write(OWN_NAME, line)
