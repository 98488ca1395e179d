"""docs/writing-a-plugin.md, followed to the letter in a clone of its own.

The words behind a block's language say what it is: ``sh`` must succeed, ``sh fails`` must not, ``sh stays``
runs on; ``shows FILE`` is what the file has become, ``writes FILE`` is what the reader writes; ``text`` and
``json`` are what the command before has said.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from smartcut.core.plugin_name import MAX_LABEL_LENGTH, MAX_LENGTH
from smartcut.core.segments import Thresholds
from tests.ports import port_find
from tests.stack import ROOT, until
from workers.plugin import Frame, Plugin

PAGE = (ROOT / "docs" / "writing-a-plugin.md").read_text()
BLOCK = re.compile(r"^```([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS: list[tuple[str, str]] = BLOCK.findall(PAGE)
WORKER = re.compile(r"celery -A [\w.]+\.(\w+) worker")
HERE_ONLY = (".git", ".venv", "node_modules", "var", "screenshots", ".*_cache", ".hypothesis", ".coverage*")
STAMPS = (".stamp-run", ".stamp-dev")


@dataclass
class Reader:
    """A new contributor with a clone and two terminals; what is installed is taken from here."""

    folder: Path
    port: int = field(default_factory=port_find)
    redis_port: int = field(default_factory=port_find)
    output: str = ""
    staying: list[subprocess.Popen[bytes]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def follow(self, kind: str, text: str) -> None:
        language, *words = kind.split()
        if language == "sh":
            self._run(self._here(text), *words)
        elif language == "json":
            said = json.loads(self.output)["plugins"]  # there may be more where more is installed
            assert [plugin for plugin in json.loads(text)["plugins"] if plugin not in said] == []
        elif language == "text":
            assert text in self.output
        else:
            self._file(text, *words)

    def stop(self) -> None:
        """Ctrl-C in all terminals."""
        for process in reversed(self.staying):
            os.killpg(process.pid, signal.SIGINT)
            process.wait(40)

    def _run(self, commands: str, how: str = "succeeds") -> None:
        if how == "stays":
            return self._start(commands)
        done = subprocess.run(
            ("sh", "-e", "-c", commands),
            cwd=self.folder,
            env=self._env(),
            capture_output=True,
            text=True,
            check=False,
        )
        self.output = done.stdout + done.stderr
        assert (done.returncode == 0) == (how == "succeeds"), commands + self.output
        return None

    def _here(self, commands: str) -> str:
        """On a port of its own; pip without a network, and not into the environment of all tests."""
        offline = f"--no-index --no-deps --no-build-isolation --target {self.installed}"
        commands = commands.replace("localhost:8000", f"127.0.0.1:{self.port}")
        return commands.replace("pip install", f"pip install {offline}")

    @property
    def installed(self) -> Path:
        return self.folder.parent / "installed"

    def _start(self, command: str) -> None:
        log = self.folder.parent / f"{next(self.numbers)}.log"
        with log.open("wb") as file:
            self.staying.append(
                subprocess.Popen(
                    ("sh", "-c", f"exec {command}"),
                    cwd=self.folder, env=self._env(), stdout=file, stderr=file, start_new_session=True,
                )
            )  # fmt: skip
        worker = WORKER.search(command)
        try:
            until(lambda: (worker[1] if worker else "motion") in self._plugins(), f"what {command} starts")
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{log.read_text()}") from error

    def _file(self, text: str, how: str, name: str) -> None:
        path = self.folder / name
        if how == "shows":
            assert path.read_text() == text
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def _plugins(self) -> list[str]:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/api/plugins", timeout=5) as answer:
                return [plugin["plugin_name"] for plugin in json.load(answer)["plugins"]]
        except OSError:
            return []

    def _env(self) -> dict[str, str]:
        """Ports of its own, and nothing that other tests have set."""
        ours = ("REDIS_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
        outside = {
            name: value for name, value in os.environ.items() if name not in ours and "SMARTCUT_" not in name
        }
        return outside | {
            "SMARTCUT_PORT": str(self.port), "SMARTCUT_REDIS_PORT": str(self.redis_port),
            "SMARTCUT_DEMO": "0", "PYTHONPATH": str(self.installed),
            "PIP_NO_INDEX": "1", "npm_config_offline": "true",
        }  # fmt: skip


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    folder = tmp_path / "smartcut"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*HERE_ONLY))
    for installed in (".venv", "node_modules"):
        _borrow(ROOT / installed, folder / installed)
    _expect_nothing_to_install(folder)
    reader = Reader(folder)
    yield reader
    reader.stop()


def _borrow(installed: Path, folder: Path) -> None:
    """A folder with a link for each thing in it: `npm ci` empties its folder, through a link as well."""
    folder.mkdir()
    for path in installed.iterdir():
        if path.name not in STAMPS:
            (folder / path.name).symlink_to(path)
    for stamp in STAMPS:
        (folder / stamp).touch()


def _expect_nothing_to_install(folder: Path) -> None:
    """Before the first real `make`: an installation would change what all tests of this machine use."""
    dry = subprocess.run(
        ("make", "--dry-run", "install-dev", "run"), cwd=folder, capture_output=True, text=True, check=True
    )
    assert "manage.py up" in dry.stdout
    assert not re.search(r"npm ci|pip install|venv.sh", dry.stdout), dry.stdout


@pytest.mark.e2e
def test_a_reader_who_does_what_it_says_sees_what_it_says(reader: Reader) -> None:
    assert len(BLOCKS) >= 15
    for kind, text in BLOCKS:
        reader.follow(kind, text)


@pytest.mark.parametrize("base", [Plugin, Frame])
def test_every_hook_of_the_sdk_is_documented(base: type[Any]) -> None:
    rows = re.findall(r"^\| `(\w+)", PAGE.split(f"### `{base.__name__}`")[1].split("###")[0], re.MULTILINE)
    public = {name for name in {*vars(base), *base.__annotations__} if not name.startswith("_")}
    assert set(rows) == public


def test_the_defaults_and_limits_it_names_are_those_of_the_code() -> None:
    assert f"`{Thresholds()!r}`" in PAGE
    assert f"`int` = {Plugin.img_size}" in PAGE
    assert f"at most {MAX_LENGTH} letters; the queue" in PAGE
    assert f"at most {MAX_LABEL_LENGTH} letters" in PAGE
