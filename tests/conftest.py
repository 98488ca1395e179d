"""The environment of all tests: data, database and Redis of their own, gone when the run ends.

Django reads its settings while pytest-django is configured, which is after this file is imported and
before any fixture runs; so the environment is set here, on import.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.ports import port_find
from tests.redis_server import redis_server
from tests.stack import Stack, stack_run

DATA_DIR = Path(tempfile.mkdtemp(prefix="smartcut-tests-"))
(DATA_DIR / "static").mkdir()  # WhiteNoise warns without it
REDIS_PORT = port_find()
TESTS = Path(__file__).parent
WEIGHTS_DIR = Path(os.environ.get("SMARTCUT_DATA_DIR") or TESTS.parent / "var") / "weights"
"""Where `make weights` puts them, not in the data of the tests."""
KINDS = ("e2e", "faults")
"""Folders of the tests that need the whole stack, in the order in which they run."""

for name in list(os.environ):
    if re.match(r"DATABASE_URL$|SMARTCUT_(?!TEST_)", name):
        del os.environ[name]
os.environ["DJANGO_SETTINGS_MODULE"] = "smartcut.settings"
os.environ["REDIS_URL"] = f"redis://127.0.0.1:{REDIS_PORT}/0"
os.environ["SMARTCUT_DATA_DIR"] = str(DATA_DIR)

assert settings.DATABASES  # reads the settings: pytest-django sets Django up only then


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis for the tests that need one; settings name its address even before it runs."""
    with redis_server(DATA_DIR / "redis", REDIS_PORT):
        yield os.environ["REDIS_URL"]


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The really running SmartCut, one for all tests that ask for it; its log is shown on failure."""
    with stack_run(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure on the stack shows what the stack said last."""
    report = yield
    running = getattr(item, "funcargs", {}).get("stack")
    if report.failed and running is not None:
        report.sections.append(("log of the stack, last lines", running.log_text()[-8_000:]))
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks by folder, and fast tests first."""
    for item in items:
        if _kind(item) in KINDS:
            item.add_marker(_kind(item))
    items.sort(key=lambda item: KINDS.index(_kind(item)) if _kind(item) in KINDS else -1)


def _kind(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]
