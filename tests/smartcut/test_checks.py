"""Each wrong setting is found by the check that names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from smartcut.checks import TAG


@pytest.fixture
def found(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Found:
    settings.DATA_DIR = tmp_path
    settings.SECRET_KEY_FILE = tmp_path / "secret_key"
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    monkeypatch.delenv("SMARTCUT_STORAGE", raising=False)
    return Found()


class Found:
    """The ids of what the checks find, when asked."""

    def __call__(self) -> list[str | None]:
        return [message.id for message in run_checks(tags=[TAG])]

    def hint(self) -> str:
        return next(message.hint or "" for message in run_checks(tags=[TAG]))


def test_the_defaults_are_well(found: Found) -> None:
    assert found() == []


def test_missing_browser_libraries(found: Found, settings: Settings, tmp_path: Path) -> None:
    settings.STATICFILES_DIRS = [("npm/uplot", tmp_path / "node_modules" / "uplot")]
    assert found() == ["smartcut.E001"]
    assert "npm ci" in found.hint()


def test_an_unwritable_data_folder(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert found() == ["smartcut.E002"]


def test_a_known_key_on_a_public_host(found: Found, settings: Settings) -> None:
    settings.IS_HTTPS = True
    settings.SECRET_KEY = "insecure-and-known"
    settings.ALLOWED_HOSTS = ["localhost", "smartcut.example"]
    assert found() == ["smartcut.E003"]
    settings.SECRET_KEY_FILE.write_text("secret")
    assert found() == []


@pytest.mark.parametrize("kind", ["disk", "S3"])
def test_an_unknown_storage(found: Found, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setenv("SMARTCUT_STORAGE", kind)
    assert found() == ["smartcut.E004"]


def test_a_storage_without_its_library(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCUT_STORAGE", "s3")
    monkeypatch.setattr("smartcut.checks.find_spec", lambda name: None)
    assert found() == ["smartcut.E005"]


@pytest.mark.parametrize("name", ["MAX_SIZE_BYTES", "MAX_DURATION_S", "MAX_REQUESTS_IN_PROCESS"])
def test_a_limit_that_lets_nobody_in(found: Found, settings: Settings, name: str) -> None:
    setattr(settings, name, 0)
    assert found() == ["smartcut.E006"]


def test_a_public_host_without_https(found: Found, settings: Settings) -> None:
    settings.SECRET_KEY = "x" * 60
    settings.ALLOWED_HOSTS = ["smartcut.example"]
    assert found() == ["smartcut.W001"]
    settings.IS_HTTPS = True
    assert found() == []


def test_translations_that_are_not_compiled(found: Found, tmp_path: Path) -> None:
    po = tmp_path / "locale" / "ru" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.touch()
    assert found() == ["smartcut.W002"]
    po.with_suffix(".mo").touch()
    assert found() == []
