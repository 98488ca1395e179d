"""A worker of the sample plugin in a process of its own, started as its author would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.workers.queues_seen import wait_until


class WorkerProcess:
    """``celery -A tests.workers.sample_plugin worker``."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.trouble = folder / "trouble"
        self.held = self.trouble / "held"
        self.held.mkdir(parents=True, exist_ok=True)
        self.log = folder / "worker.log"
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "tests.workers.sample_plugin",
            "worker",
            "-l",
            "INFO",
        ]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, *options],
                env=os.environ | {"SAMPLE_TROUBLE": str(self.trouble)} | environment,
                stdout=log,
                stderr=log,
            )

    def child(self) -> int:
        """Process id of the pool's one child."""
        wait_until(lambda: psutil.Process(self.process.pid).children())
        return int(psutil.Process(self.process.pid).children()[0].pid)

    def order(self, call: str, what: str) -> None:
        """Makes the plugin's ``call`` do ``what`` (sample_plugin.py) from now on."""
        (self.trouble / call).write_text(what)

    def wait_held(self, call: str) -> None:
        """Until the plugin holds in ``call``: a message that was taken may not have come so far."""
        wait_until((self.held / call).exists)

    def relieve(self) -> None:
        for file in (*self.held.iterdir(), *self.trouble.glob("*")):
            if file.is_file():
                file.unlink()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """Gracefully; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Waits for its end; gives the exit code."""
        return self.process.wait(60)


@contextmanager
def worker_run(folder: Path, *options: str, **environment: str) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(folder, *options, **environment)
    try:
        yield worker
    finally:
        worker.relieve()
        if worker.process.poll() is None:
            worker.process.terminate()
        try:
            worker.ended()
        except subprocess.TimeoutExpired:
            worker.kill()
            raise
