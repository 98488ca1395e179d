"""Every text is translated, with the same placeholders, and none is missing in locale/."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
SOURCES = ("apps", "smartcut", "workers", "templates", "static/js")
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")


def catalog(domain: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(root / "locale" / "ru" / "LC_MESSAGES" / f"{domain}.po"))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_untranslated(domain: str) -> None:
    entries = [entry for entry in catalog(domain) if not entry.obsolete]
    assert entries
    assert [entry.msgid for entry in entries if entry.fuzzy or not all(texts(entry))] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_are_kept(domain: str) -> None:
    """A singular form may leave its number out."""
    wrong = []
    for entry in catalog(domain):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            found = set(PLACEHOLDER.findall(text))
            if not (found <= wanted if entry.msgid_plural else found == wanted):
                wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_text_is_missing_in_the_catalog(domain: str, tmp_path: Path) -> None:
    for source in (*SOURCES, "locale"):
        shutil.copytree(ROOT / source, tmp_path / source)
    command = (sys.executable, "-m", "django", "makemessages", "--domain", domain, "--locale", "ru")
    subprocess.run(command, cwd=tmp_path, env=_env(), check=True, capture_output=True)
    fresh = {entry.msgid for entry in catalog(domain, tmp_path) if not entry.obsolete}
    known = {entry.msgid for entry in catalog(domain) if not entry.obsolete}
    assert fresh == known


def _env() -> dict[str, str]:
    """Without the project's settings makemessages writes where it stands."""
    path = Path(shutil.which("xgettext") or "").parent
    return {"PATH": f"{path}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
