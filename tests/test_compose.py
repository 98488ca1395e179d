"""The compose files are well-formed and name what is there; they are not run here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "compose"
SERVICES: dict[str, Any] = yaml.safe_load((FOLDER / "docker-compose.yml").read_text())["services"]


def test_the_stack_is_complete() -> None:
    assert set(SERVICES) == {"web", "results", "motion", "redis", "postgres"}


def test_every_image_of_ours_has_a_dockerfile() -> None:
    files = {service["build"]["dockerfile"] for service in SERVICES.values() if "build" in service}
    assert files == {"compose/web/Dockerfile", "compose/worker/Dockerfile"}
    assert all((ROOT / file).exists() for file in files)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*/Dockerfile")), ids=lambda file: file.parent.name)
def test_everything_copied_exists(file: Path) -> None:
    copied = [
        source for line in re.findall(r"^COPY (?!--from)(.+) \S+$", file.read_text(), re.MULTILINE)
        for source in line.split()
    ]  # fmt: skip
    assert [source for source in copied if not (ROOT / source).exists()] == []


@pytest.mark.parametrize("script", sorted(FOLDER.glob("*/*.sh")), ids=lambda script: script.parent.name)
def test_start_scripts_are_shell(script: Path) -> None:
    subprocess.run(("sh", "-n", str(script)), check=True)
