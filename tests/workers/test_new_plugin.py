"""``make new-plugin`` in a tree of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workers.new_plugin import NameRefusedError, NewPlugin, plugin_write

ROOT = Path(__file__).parents[2]
MADE = ["tests/workers/plugins/test_hard_hat.py", "workers/plugins/hard_hat.py"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What a worker and its author need of SmartCut."""
    for folder in ("smartcut", "workers", "tests/workers/plugins"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "tests/__init__.py", "tests/workers/__init__.py"):
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", *command), cwd=tree, capture_output=True, text=True, check=False
    )


def files(tree: Path) -> set[str]:
    return {path.relative_to(tree).as_posix() for path in tree.rglob("*.py")}


def test_it_works(tree: Path) -> None:
    """The plugin is there, says what comes next, and passes its own test and all checks."""
    before = files(tree)
    made = run(tree, "workers.new_plugin", "hard_hat")
    assert made.returncode == 0, made.stderr
    assert sorted(files(tree) - before) == MADE
    for command in (f"pytest {MADE[0]}", "make run", "celery -A workers.plugins.hard_hat worker"):
        assert command in made.stdout
    for check in (
        (
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:django",
            "-c",
            "/dev/null",
            "--rootdir=.",
            MADE[0],
        ),
        ("ruff", "format", "--check", *MADE),
        ("ruff", "check", *MADE),
    ):
        done = run(tree, *check)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_typed(tree: Path) -> None:
    assert run(tree, "workers.new_plugin", "hard_hat").returncode == 0
    cache = ROOT / ".mypy_cache" / "new_plugin"  # of its own: a cold one costs a quarter of a minute
    strict = ("--strict", "--config-file=", f"--cache-dir={cache}", "--follow-imports=silent")
    done = run(tree, "mypy", *strict, "--ignore-missing-imports", *MADE)
    assert done.returncode == 0, done.stdout + done.stderr


def test_words_become_names() -> None:
    fields = NewPlugin("hard_hat2").fields
    assert fields == {"name": "hard_hat2", "class_name": "HardHat2Plugin", "label": "Hard hat2"}


@pytest.mark.parametrize(
    "name", ["Helmet", "hard-hat", "2_hats", "_hat", "hat_", "каска", "../x", "class", "-h"]
)
def test_what_python_cannot_import_is_no_name(name: str) -> None:
    with pytest.raises(NameRefusedError, match=f"'{re.escape(name)}' cannot be .* a word of a-z, 0-9 and _ "):
        plugin_write(name, ROOT)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "make new-plugin NAME=helmet"),
        ("x" * 51, "51 letters; a plugin's name has at most 50"),
        ("web", "'web' is the name of a part of SmartCut"),
        ("motion", "workers/plugins/motion.py is there already: choose another name, or delete it"),
    ],
)
def test_a_bad_name_is_refused_in_words(name: str, words: str) -> None:
    with pytest.raises(NameRefusedError) as raised:
        plugin_write(name, ROOT)
    assert words in str(raised.value)


def test_a_test_that_is_there_is_not_written_over(tree: Path) -> None:
    (tree / MADE[0]).write_text("mine")
    refused = run(tree, "workers.new_plugin", "hard_hat")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"{MADE[0]} is there already: choose another name, or delete it.\n"
    assert not (tree / MADE[1]).exists()
    assert (tree / MADE[0]).read_text() == "mine"
