"""``manage.py evaluate`` measures a plugin on files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from workers.demo_video import demo_video_write


def _evaluate(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "evaluate", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_it_works_from_any_folder(tmp_path: Path) -> None:
    demo_video_write(tmp_path / "gate.mp4", 120.0)
    files = ("gate.mp4", "gate.json")
    done = _evaluate("--plugin", "motion", "--interval", "1", "--json", *files, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert [video["video"] for video in report["videos"]] == ["gate.mp4"]
    assert report["videos"][0]["metrics"]["events"] == report["pooled"]["events"] == 4


def test_a_wrong_call_ends_with_the_code_and_the_words_of_the_measurement(tmp_path: Path) -> None:
    done = _evaluate("--plugin", "motion", "alone.mp4", cwd=tmp_path)
    assert done.returncode == 2
    assert "every VIDEO needs its TRUTH.json" in done.stderr
    assert "usage: manage.py evaluate" in done.stderr


def test_it_imports_nothing_that_touches_pixels() -> None:
    program = "import sys, smartcut.management.commands.evaluate; print('cv2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
