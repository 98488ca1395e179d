"""Children of a real operating system: each program is a line of Python or shell."""

from __future__ import annotations

import asyncio
import gc
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from smartcut.supervisor import child as child_module
from smartcut.supervisor.child import Child, Program
from smartcut.supervisor.output import Output
from tests.processes import is_running

SLEEP = (sys.executable, "-c", "import time; print('up'); time.sleep(60)")


def make(program: Program) -> Child:
    return Child(program, Output([program.name]), lambda: None)


async def until(condition: Callable[[], object], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come true"
        await asyncio.sleep(0.02)


async def test_it_works(capfd: pytest.CaptureFixture[str]) -> None:
    child = make(Program("web", (sys.executable, "-c", "print('hello')"), is_lasting=False))
    child.start()
    await until(lambda: "web      | hello" in capfd.readouterr().out)
    await child.stop()


async def test_a_killed_program_starts_again() -> None:
    child = make(Program("web", SLEEP))
    child.start()
    await until(lambda: child.pid is not None)
    first = child.pid
    child.signal(signal.SIGKILL)
    await until(lambda: child.pid not in (None, first))
    await child.stop()


async def test_each_restart_waits_longer(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "FIRST_DELAY_S", 0.01)
    monkeypatch.setattr(child_module, "LAST_DELAY_S", 0.02)
    child = make(Program("web", (sys.executable, "-c", "raise SystemExit(3)")))
    child.start()
    shown = ""
    while shown.count("starts again") < 3:
        await asyncio.sleep(0.02)
        shown += capfd.readouterr().out
    await child.stop()
    assert "ended (exit code 3), starts again in 0.01 s" in shown
    assert "starts again in 0.02 s" in shown
    assert "0.04" not in shown


@pytest.mark.parametrize("is_there", [False, True], ids=["a folder that will be made", "a folder"])
async def test_what_only_a_person_can_mend_is_told_once_and_tried_again_when_it_may_be_mended(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, is_there: bool
) -> None:
    monkeypatch.setattr(child_module, "REMEDY_LOOK_S", 0.02)
    folder, tries = tmp_path / "weights", tmp_path / "tries"
    if is_there:
        folder.mkdir()
    test = f"test -e {folder}/helmet.onnx || {{ echo no weights; exit 78; }}"
    program = f"echo . >> {tries}; {test}; echo up; sleep 60"
    child = make(Program("helmet", ("sh", "-c", program), remedies=(folder,)))
    child.start()
    await until(lambda: tries.exists())
    await asyncio.sleep(0.5)
    assert tries.read_text().count(".") == 1
    folder.mkdir(exist_ok=True)
    (folder / "helmet.onnx").touch()
    shown = ""
    while "| up" not in shown:
        await asyncio.sleep(0.02)
        shown += capfd.readouterr().out
    await child.stop()
    assert shown.count("no weights") == 1
    assert shown.count("helmet is left out for now, until what it needs is there") == 1
    assert "ended" not in shown


async def test_what_cannot_run_is_tried_again_now_and_then_anyway_and_told_once(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child_module, "REMEDY_LOOK_S", 0.02)
    monkeypatch.setattr(child_module, "REMEDY_WITHIN_S", 0.05)
    tries = tmp_path / "tries"
    child = make(Program("helmet", ("sh", "-c", f"echo . >> {tries}; echo no weights; exit 78")))
    child.start()
    await until(lambda: tries.exists() and tries.read_text().count(".") >= 3)
    await child.stop()
    shown = capfd.readouterr().out
    assert shown.count("no weights") == 1
    assert shown.count("helmet is left out for now") == 1


async def test_a_stopped_program_stays_stopped() -> None:
    child = make(Program("web", SLEEP))
    child.start()
    await until(lambda: child.pid is not None)
    pid = child.pid
    await child.stop()
    assert child.pid is None
    assert pid is not None
    assert not is_running(pid)


async def test_a_program_that_will_not_stop_is_killed(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child_module, "STOP_WITHIN_S", 0.3)
    stubborn = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    child = make(Program("web", (sys.executable, "-c", stubborn)))
    child.start()
    await until(lambda: "| up" in capfd.readouterr().out)
    await child.stop()
    assert child.pid is None
    assert "did not stop within" in capfd.readouterr().out


async def test_what_a_program_started_ends_with_it(tmp_path: Path) -> None:
    """The results worker's beat is its child; two beats at a time would be one too many."""
    note = tmp_path / "pid"
    parent = f"sleep 60 & echo $! > {note}; wait"
    child = make(Program("results", ("sh", "-c", parent), is_lasting=False))
    child.start()
    await until(lambda: child.pid and note.exists() and note.read_text().strip())
    child.signal(signal.SIGKILL)
    await until(lambda: not is_running(int(note.read_text())))
    await child.stop()


async def test_a_waiting_program_can_be_stopped() -> None:
    child = make(Program("web", ("sh", "-c", "sleep 0.2; exit 1")))  # not over between two looks
    child.start()
    await until(lambda: child.pid is not None)
    await until(lambda: child.pid is None)
    await asyncio.wait_for(child.stop(), 10)


async def test_a_program_stopped_while_its_last_lines_are_awaited_leaves_no_pipe_open() -> None:
    """Another session keeps the pipe open; what is not closed is a warning, and so an error."""
    left_behind = "subprocess.Popen(['sleep', '3'], start_new_session=True)"
    program = f"import subprocess, time; {left_behind}; time.sleep(0.2)"
    child = make(Program("web", (sys.executable, "-c", program)))
    child.start()
    await until(lambda: child.pid is not None)
    await until(lambda: child.pid is None)
    await child.stop()
    gc.collect()


async def test_a_line_longer_than_the_limit_stops_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    program = "print('x' * 3_000_000); print('after')"
    child = make(Program("web", (sys.executable, "-c", program), is_lasting=False))
    child.start()
    await until(lambda: "after" in capfd.readouterr().out)
    await child.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
def test_children_of_a_killed_supervisor_die(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    source = f"""
import asyncio
from pathlib import Path
from smartcut.supervisor.child import Child, Program
from smartcut.supervisor.output import Output

async def main():
    child = Child(Program("web", ("sleep", "60")), Output(["web"]), lambda: None)
    child.start()
    while child.pid is None:
        await asyncio.sleep(0.02)
    Path({str(note)!r}).write_text(str(child.pid))
    await asyncio.sleep(60)

asyncio.run(main())
"""
    with subprocess.Popen((sys.executable, "-c", source)) as supervisor:
        deadline = time.monotonic() + 60
        while not note.exists() or not note.read_text():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        supervisor.kill()
    pid = int(note.read_text())
    while is_running(pid):
        assert time.monotonic() < deadline
        time.sleep(0.02)
