"""The version that the code states is the one that CHANGELOG.md speaks of."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.version import Version

import smartcut

CHANGELOG = (Path(__file__).parents[2] / "CHANGELOG.md").read_text()


def test_it_is_the_newest_release_or_the_one_that_comes_next() -> None:
    newest, *released = re.findall(r"^## \[([^\]]+)\]", CHANGELOG, re.MULTILINE)
    own = Version(smartcut.__version__)
    if newest != "Unreleased":
        assert own == Version(newest)
    else:
        assert own.is_devrelease
        assert all(own > Version(one) for one in released)
