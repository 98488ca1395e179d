"""One program that is kept running."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from smartcut.core.requirements import EXIT_CANNOT_RUN
from smartcut.supervisor.output import Output
from smartcut.supervisor.parent import die_with_parent

FIRST_DELAY_S = 0.5
LAST_DELAY_S = 30.0
REMEDY_LOOK_S, REMEDY_WITHIN_S = 2.0, 300.0
"""What cannot run is tried again when a remedy came, which is looked for so often, or after so long."""
HEALTHY_AFTER_S = 20.0
"""A program that ran this long starts again after the first delay."""
STOP_WITHIN_S = 15.0
_LINE_LIMIT = 2**16


@dataclass(frozen=True)
class Program:
    """What to run."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    dies_by: signal.Signals = signal.SIGKILL
    """The signal that it gets from the kernel when the supervisor is killed (Linux only)."""
    is_lasting: bool = True
    """Started again when it ends; otherwise it runs once."""
    nice: int = 0
    remedies: tuple[Path, ...] = ()
    """Folders in which what it lacks will appear."""
    mutes: str = ""
    """Lines with this text are advice to the machine's owner that is not shown again and again."""


class Child:
    """Runs a program, shows what it writes, and runs it again when it ends."""

    def __init__(self, program: Program, output: Output, on_change: Callable[[], None]) -> None:
        self.program = program
        self.pid: int | None = None
        self._output = output
        self._on_change = on_change
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._recent: deque[str] = deque(maxlen=20)
        self._said: frozenset[str] = frozenset()
        """What it wrote on its way to EXIT_CANNOT_RUN; shown once, not at every new try."""

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep(), name=self.program.name)

    def signal(self, number: signal.Signals) -> None:
        """Sends to the program alone; what it started is its own business."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    async def stop(self) -> None:
        """Asks the program to end, kills it when it takes too long, and never starts it again."""
        if self._task is None:
            return
        self._is_stopping = True
        self.signal(signal.SIGTERM)
        if self.pid is None:  # it waits to be started again
            self._task.cancel()
        done, _ = await asyncio.wait({self._task}, timeout=STOP_WITHIN_S)
        if not done:
            self._output.say(f"{self.program.name} did not stop within {STOP_WITHIN_S:.0f} s and is killed")
            self.kill()
            await asyncio.wait({self._task})

    def kill(self) -> None:
        self._is_stopping = True
        if self.pid is not None:
            _group_kill(self.pid)

    async def _keep(self) -> None:
        delay = FIRST_DELAY_S
        while True:
            started, before = asyncio.get_running_loop().time(), self._remedies_seen()
            code = await self._run()
            if self._is_stopping or not self.program.is_lasting:
                return
            if code == EXIT_CANNOT_RUN:
                await self._remedy_wait(before)
                continue
            if asyncio.get_running_loop().time() - started > HEALTHY_AFTER_S:
                delay = FIRST_DELAY_S
            self._output.say(f"{self.program.name} ended ({_ending(code)}), starts again in {delay:g} s")
            await asyncio.sleep(delay)
            delay = min(delay * 2, LAST_DELAY_S)

    async def _remedy_wait(self, before: list[int]) -> None:
        """Each try is a second of CPU: not before what is missing may have been put in its place."""
        if not self._said:
            self._output.say(f"{self.program.name} is left out for now, until what it needs is there")
        self._said |= frozenset(self._recent)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + REMEDY_WITHIN_S
        while loop.time() < deadline and self._remedies_seen() == before:
            await asyncio.sleep(REMEDY_LOOK_S)

    def _remedies_seen(self) -> list[int]:
        return [_changed_ns(folder) for folder in self.program.remedies]

    async def _run(self) -> int:
        loop = asyncio.get_running_loop()
        self._recent.clear()
        transport, life = await loop.subprocess_exec(
            lambda: _Life(self._show),
            *self.program.command,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.program.env},
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.STDOUT,
            process_group=0,  # Ctrl-C reaches the supervisor only, which then stops all in order
            preexec_fn=_prepare(self.program),
        )
        pid = transport.get_pid()
        self._set_pid(pid)
        try:
            await life.exited
            _group_kill(pid)  # what it left behind would hold the port, the queue or the pipe
            self._set_pid(None)
            await asyncio.wait({life.closed}, timeout=1)
        finally:  # also when it is stopped while its last lines are awaited
            transport.close()
        return transport.get_returncode() or 0

    def _show(self, line: str) -> None:
        self._recent.append(line)
        is_muted = bool(self.program.mutes) and self.program.mutes in line
        if line and not is_muted and line not in self._said:
            self._output.write(self.program.name, line)

    def _set_pid(self, pid: int | None) -> None:
        self.pid = pid
        self._on_change()


def _changed_ns(folder: Path) -> int:
    """0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


class _Life(asyncio.SubprocessProtocol):
    """What a process writes, line by line, and its end.

    ``asyncio.subprocess.Process`` will not do: its ``wait`` (Python 3.11) lasts until everything that
    the process has started is gone, too.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self.exited: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._show = show
        self._rest = b""

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > _LINE_LIMIT:
            lines, self._rest = [*lines, self._rest], b""
        for line in lines:
            self._show(line.decode(errors="replace").rstrip())

    def process_exited(self) -> None:
        if not self.exited.done():
            self.exited.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(None)


def _prepare(program: Program) -> Callable[[], None]:
    """What the new process does before it becomes the program."""

    def prepare() -> None:
        die_with_parent(program.dies_by)
        if program.nice:
            os.nice(program.nice)

    return prepare


def _group_kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _ending(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
