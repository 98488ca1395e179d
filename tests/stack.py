"""The really running SmartCut: ``manage.py up`` with ports and data of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
from redis import Redis

from smartcut.core.queues import new_files
from tests.ports import port_find

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN_S = 90.0


@dataclass(frozen=True)
class Stack:
    """A running stack; ``base_url`` has no slash at its end."""

    base_url: str
    redis_url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def pids(self) -> dict[str, int]:
        """Process ids by name: ``supervisor``, ``redis``, ``results``, ``web``, and each plugin's."""
        pids: dict[str, int] = json.loads((self.data_dir / "pids.json").read_text())
        return pids

    @property
    def health(self) -> dict[str, Any]:
        """The answer of ``/healthz`` when it is green, else ``{}``."""
        try:
            with urlopen(f"{self.base_url}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
                health: dict[str, Any] = json.load(answer)
                return health
        except (URLError, TimeoutError, ConnectionError):
            return {}

    def kill(self, name: str, number: signal.Signals = signal.SIGKILL) -> None:
        """Sends the signal to one process and returns when the supervisor has started another."""
        pid = self.pids[name]
        os.kill(pid, number)
        until(lambda: self.pids.get(name, pid) != pid, f"a new {name} after its end")

    def restart_redis(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Redis ends and comes back; connections to it are cut."""
        self.kill("redis", number)

    @contextmanager
    def suspended(self, name: str) -> Iterator[None]:
        """One process stands still, as one that hangs; then it goes on."""
        pid = self.pids[name]
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def held(self, plugin_name: str) -> Iterator[None]:
        """The pool of a worker stands still: the plugin is there and takes messages, and does nothing."""
        pool = psutil.Process(self.pids[plugin_name]).children()
        assert pool
        for child in pool:
            child.suspend()
        try:
            yield
        finally:
            for child in pool:
                with suppress(psutil.NoSuchProcess):
                    child.resume()

    def has_in_hand(self, plugin_name: str) -> bool:
        """Whether the plugin's worker has taken a message and is not done with it."""
        with Redis.from_url(self.redis_url) as redis:
            taken = [json.loads(raw) for raw in redis.hvals("unacked")]
        return any(routing_key == new_files(plugin_name) for _, _, routing_key in taken)

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")


@contextmanager
def stack_run(folder: Path, **env: str) -> Iterator[Stack]:
    """Starts a stack with its data under ``folder``, waits until it is green, and stops it.

    ``motion`` is its only plugin, whatever is installed here, unless ``SMARTCUT_PLUGINS`` names others.
    """
    port, redis_port, data_dir = port_find(), port_find(), folder / "data"
    own = {
        "SMARTCUT_PORT": str(port),
        "SMARTCUT_REDIS_PORT": str(redis_port),
        "SMARTCUT_DATA_DIR": str(data_dir),
        "SMARTCUT_DEMO": "0",
        "SMARTCUT_PLUGINS": "motion",
        **env,
    }
    outside = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_URL")}
    log = folder / "up.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            (sys.executable, "manage.py", "up"), cwd=ROOT, env=outside | own, stdout=file, stderr=file
        )
    stack = Stack(f"http://127.0.0.1:{port}", f"redis://127.0.0.1:{redis_port}/0", data_dir, log, process)
    try:
        _wait_green(stack)
        yield stack
    finally:
        stack_stop(stack)


def stack_stop(stack: Stack) -> int:
    """Stops it as Ctrl-C does; gives the exit code."""
    if stack.process.poll() is None:
        stack.process.send_signal(signal.SIGINT)
    try:
        return stack.process.wait(40)
    except subprocess.TimeoutExpired:
        stack.process.kill()
        raise


def until(condition: Callable[[], object], what: str, *, within_s: float = 60) -> None:
    """Waits for ``condition``; fails with ``what`` was waited for."""
    deadline = time.monotonic() + within_s
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within_s:g} s in vain for {what}")
        time.sleep(0.05)


def _wait_green(stack: Stack) -> None:
    def is_decided() -> bool:
        return stack.process.poll() is not None or bool(stack.health)

    try:
        until(is_decided, "a green /healthz", within_s=READY_WITHIN_S)
    except AssertionError as error:
        raise AssertionError(f"{error}; its log:\n{stack.log_text()}") from error
    if stack.process.poll() is not None:
        raise AssertionError(f"manage.py up ended with {stack.process.returncode}:\n{stack.log_text()}")
