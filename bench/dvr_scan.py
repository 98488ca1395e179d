"""DVR-Scan, the peer that ``motion`` is measured beside: in an environment of its own, run as a program."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from smartcut.core.segments import Segment, segments_from_spans

VERSION = "1.8.2.1"
SETTINGS = {
    "DVR-Scan, default": (),
    "DVR-Scan, `-df 2 -t 0.5 -l 3`": ("-df", "2", "-t", "0.5", "-l", "3"),
}


def dvr_scan_install(folder: Path) -> Path | None:
    """Its program; None, and a line that says so, where it cannot be installed."""
    program = folder / "bin" / "dvr-scan"
    if program.exists():
        return program
    # it needs another OpenCV than SmartCut, so it cannot live in the same environment
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, f"dvr-scan=={VERSION}"], check=False).returncode:
        print(f"DVR-Scan {VERSION} could not be installed; it is left out")
        return None
    return program


def dvr_scan_run(
    program: Path, video: Path, duration_s: float, options: tuple[str, ...]
) -> tuple[list[Segment], float]:
    """Its events under the rules of segments but the padding, which it has itself; and CPU seconds."""
    before = _cpu_s()
    command = [str(program), "-i", str(video), "-so", "--ignore-user-config", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=program.parent)
    spent = _cpu_s() - before
    return segments_from_spans(timecodes_read(done.stdout), duration=duration_s), spent


def timecodes_read(printed: str) -> list[tuple[float, float]]:
    """Of its last line, ``00:00:01.500,00:00:07.000,…``; none when it found nothing."""
    last = printed.strip().rpartition("\n")[2].strip()
    if not last or last[0] not in "0123456789" or ":" not in last:
        return []
    seconds = [_seconds(text) for text in last.split(",")]
    return list(zip(seconds[::2], seconds[1::2], strict=True))


def _seconds(timecode: str) -> float:
    hours, minutes, seconds = timecode.strip().split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
