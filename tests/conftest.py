"""The environment of all tests: data, database and Redis of their own, gone when the run ends.

Django reads its settings while pytest-django is configured, which is after this file is imported and
before any fixture runs; so the environment is set here, on import.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings

from tests.ports import port_find
from tests.redis_server import redis_server

DATA_DIR = Path(tempfile.mkdtemp(prefix="smartcut-tests-"))
REDIS_PORT = port_find()

for name in [name for name in os.environ if name.startswith("SMARTCUT_")] + ["DATABASE_URL"]:
    os.environ.pop(name, None)
os.environ["DJANGO_SETTINGS_MODULE"] = "smartcut.settings"
os.environ["REDIS_URL"] = f"redis://127.0.0.1:{REDIS_PORT}/0"
os.environ["SMARTCUT_DATA_DIR"] = str(DATA_DIR)

if all(find_spec(f"apps.{name}") for name in ("users", "plugins", "upload", "results", "editor")):
    assert settings.DATABASES  # reads the settings; pytest-django sets Django up only then


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis for the tests that need one; settings name its address even before it runs."""
    with redis_server(DATA_DIR / "redis", REDIS_PORT):
        yield os.environ["REDIS_URL"]
