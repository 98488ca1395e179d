"""docs/operations.md lists every setting, and no other."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READER = re.compile(r"""env_\w+\(\s*"([A-Z0-9_]+)\"""")
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \|", re.MULTILINE)
LIBRARIES = {"DATABASE_URL"}
"""Read by dj-database-url."""


def test_every_setting_is_documented_and_no_other() -> None:
    sources = (ROOT / "smartcut" / "settings").glob("*.py")
    read = {name for source in sources for name in READER.findall(source.read_text())}
    documented = ROW.findall((ROOT / "docs" / "operations.md").read_text())
    assert sorted(documented) == sorted(read | LIBRARIES)
