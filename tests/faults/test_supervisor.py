"""``manage.py up`` as a person meets it: it starts, stops in order, and says why it cannot start."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.ports import port_find
from tests.processes import is_running
from tests.stack import ROOT, Stack, stack_run, stack_stop, until


def up(**env: str) -> subprocess.CompletedProcess[str]:
    """A start that is expected to fail."""
    own = {"SMARTCUT_PORT": str(port_find()), "SMARTCUT_REDIS_PORT": str(port_find()), **env}
    outside = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    command = (sys.executable, "manage.py", "up")
    return subprocess.run(command, cwd=ROOT, env=outside | own, capture_output=True, text=True, timeout=60)


def test_it_works(tmp_path: Path) -> None:
    """Green, then stopped: plugins have said goodbye, nothing runs, and the exit code is 0."""
    with stack_run(tmp_path) as stack:
        until(lambda: "SmartCut is ready: http://localhost:" in stack.log_text(), "the address")
        pids = stack.pids
        assert set(pids) == {"supervisor", "redis", "results", "motion", "web"}
        assert stack_stop(stack) == 0
    assert not [name for name, pid in pids.items() if is_running(pid)]
    assert not (stack.data_dir / "pids.json").exists()
    assert "Traceback" not in stack.log_text()
    assert _available_plugins(stack) == []


def test_children_of_a_killed_supervisor_leave_the_ports_to_the_next(tmp_path: Path) -> None:
    with stack_run(tmp_path) as stack:
        pids = stack.pids
        stack.process.kill()
        stack.process.wait()
        until(lambda: not any(map(is_running, pids.values())), "the end of all children")


def test_a_second_one_on_the_same_data_says_so(stack: Stack) -> None:
    second = up(SMARTCUT_DATA_DIR=str(stack.data_dir))
    assert second.returncode == 1
    assert "SmartCut already runs on the data folder" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        web = up(SMARTCUT_DATA_DIR=str(tmp_path / "web"), SMARTCUT_PORT=port)
        redis = up(SMARTCUT_DATA_DIR=str(tmp_path / "redis"), SMARTCUT_REDIS_PORT=port)
    assert (web.returncode, redis.returncode) == (1, 1)
    assert _sentences(web) == [f"Port {port} on 127.0.0.1 for the web"]
    assert _sentences(redis) == [f"Port {port} on 127.0.0.1 for the embedded Redis"]


def test_an_unreachable_redis_is_one_sentence(tmp_path: Path) -> None:
    failed = up(SMARTCUT_DATA_DIR=str(tmp_path / "data"), REDIS_URL="redis://127.0.0.1:1/0")
    assert failed.returncode == 1
    assert _sentences(failed) == ["Redis at REDIS_URL=redis://127.0.0.1:1/0 does not answer"]


def test_an_unusable_database_is_one_sentence(tmp_path: Path) -> None:
    failed = up(SMARTCUT_DATA_DIR=str(tmp_path / "data"), DATABASE_URL="sqlite:////proc/no/such.sqlite3")
    assert failed.returncode == 1
    assert _sentences(failed) == ["The database at DATABASE_URL cannot be used: unable to open database file"]


def _sentences(failed: subprocess.CompletedProcess[str]) -> list[str]:
    """Each line of the error without what stands in brackets and after."""
    return [line.removeprefix("CommandError: ").split(" cannot be opened")[0].split(" (")[0]
            for line in failed.stderr.splitlines()]  # fmt: skip


def _available_plugins(stack: Stack) -> list[str]:
    with closing(sqlite3.connect(stack.data_dir / "smartcut.sqlite3")) as database:
        found = "SELECT plugin_name FROM plugins_plugin WHERE is_available"
        return [row[0] for row in database.execute(found)]
