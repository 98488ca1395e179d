"""CPU seconds of a process and all that it started, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICKS_S = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds_of_children() -> float:
    """Of the processes that descend from this one and are alive, and of the children these have buried."""
    stats = {int(path.name): _stat(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    mine = {os.getpid()}
    while found := {pid for pid, stat in stats.items() if stat and stat[0] in mine} - mine:
        mine |= found
    return sum(stat[1] for pid in mine - {os.getpid()} if (stat := stats[pid]))


def _stat(process: Path) -> tuple[int, float] | None:
    """Its parent, and the CPU seconds of it and of its children that have ended."""
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), sum(int(field) for field in fields[11:15]) * TICKS_S
