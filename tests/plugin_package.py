"""A plugin in a package of its own, built and installed by pip as its users would, without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stack import ROOT, Stack
from workers.new_plugin import NewPlugin

PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "acme-plugins"
version = "1.0"

[project.entry-points."smartcut.plugins"]
"""


def package_install(folder: Path, **sources: str) -> Path:
    """Builds ``acme-plugins`` with a module for each source; gives the folder it is installed in."""
    project, target = folder / "acme-plugins", folder / "installed"
    package = project / "acme_plugins"
    package.mkdir(parents=True)
    points = "".join(f'{name} = "acme_plugins.{name}"\n' for name in sources)
    (project / "pyproject.toml").write_text(PROJECT + points)
    (package / "__init__.py").touch()
    for name, source in sources.items():
        (package / f"{name}.py").write_text(source)
    pip_install(project, "--target", str(target))
    return target


def plugin_source(name: str) -> str:
    """The example that ``make new-plugin`` writes."""
    return next(text for path, text in NewPlugin(name).files(Path()).items() if path.parts[0] == "workers")


def pip_install(*options: object) -> None:
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", "install", "--quiet", *offline, *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def worker_start(stack: Stack, installed: Path, module: str) -> Iterator[subprocess.Popen[bytes]]:
    """``celery -A MODULE worker`` beside the running stack."""
    own = {
        "REDIS_URL": stack.redis_url,
        "SMARTCUT_DATA_DIR": str(stack.data_dir),
        "PYTHONPATH": str(installed),
    }
    command = (str(Path(sys.executable).with_name("celery")), "-A", module, "worker")
    with (installed / "worker.log").open("wb") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log)
    try:
        yield worker
    finally:
        if worker.poll() is None:
            worker.terminate()
        worker.wait(60)
