"""The life of SmartCut on one machine: start in order, watch, stop in the opposite order."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from django.conf import settings
from redis import RedisError
from redis.asyncio import Redis

from smartcut.core import queues
from smartcut.supervisor import health, programs
from smartcut.supervisor.child import Child, Program
from smartcut.supervisor.output import Output
from smartcut.supervisor.plugins import PluginModule

GREEN_WITHIN_S = 60.0
GOODBYES_WITHIN_S = 3.0


class Supervisor:
    """Starts and stops the children; the order is the whole point."""

    def __init__(self, plugins: Sequence[PluginModule]) -> None:
        self._output = Output(programs.names(plugins))
        self._redis = [programs.redis_program()] if settings.IS_REDIS_EMBEDDED else []
        self._workers = [programs.plugin_program(plugin) for plugin in plugins]
        self._children: dict[str, Child] = {}
        self._is_stopping = False

    async def run(self) -> None:
        """Returns when everything has stopped again."""
        self._signals_handle()
        if os.geteuid() == 0:
            self._output.say("running as root, which works; a user of its own would be safer")
        try:
            await self._start()
            await self._watch()
            await asyncio.Event().wait()  # until a signal cancels it
        except asyncio.CancelledError:
            self._output.say("stopping; once more Ctrl-C kills everything at once")
        finally:
            await self._stop_all()
            _pids_file().unlink(missing_ok=True)

    def _signals_handle(self) -> None:
        main = cast("asyncio.Task[None]", asyncio.current_task())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self._signal_take, main)

    def _signal_take(self, main: asyncio.Task[None]) -> None:
        if not self._is_stopping:
            self._is_stopping = True
            main.cancel()
            return
        for child in self._children.values():
            child.kill()

    async def _start(self) -> None:
        self._start_all(self._redis)
        await _redis_wait()
        self._start_all([programs.results_program(), *self._workers, programs.web_program()])

    def _start_all(self, started: Sequence[Program]) -> None:
        for program in started:
            child = self._children[program.name] = Child(program, self._output, self._pids_write)
            child.start()

    async def _watch(self) -> None:
        """Says when SmartCut is ready, and before that, if it takes long, what keeps it from being so."""
        green = asyncio.create_task(_green_wait())
        await asyncio.wait({green}, timeout=GREEN_WITHIN_S)
        if not green.done():
            await self._troubles_say()
        self._demo_make()
        await green
        self._output.say(f"SmartCut is ready: {health.address()}")

    async def _troubles_say(self) -> None:
        troubles = health.troubles(await asyncio.to_thread(health.health_read))
        self._output.say(f"SmartCut is not healthy after {GREEN_WITHIN_S:.0f} s: {troubles}")

    def _demo_make(self) -> None:
        if self._workers and settings.WITH_DEMO and not settings.DEMO_VIDEO.exists():
            self._start_all([programs.demo_program(settings.DEMO_VIDEO)])

    async def _stop_all(self) -> None:
        """Web first, so that nothing new comes; plugins say goodbye to the results worker; Redis last."""
        await self._stop_some(["web", "demo"])
        await self._stop_some([worker.name for worker in self._workers])
        await _goodbyes_wait()
        await self._stop_some(["results"])
        await self._stop_some(["redis"])
        self._output.say("stopped")

    async def _stop_some(self, names: Sequence[str]) -> None:
        stopped = [self._children[name] for name in names if name in self._children]
        await asyncio.gather(*(child.stop() for child in stopped))

    def _pids_write(self) -> None:
        """For tests and tools: the process id of each child, by name."""
        pids = {name: child.pid for name, child in self._children.items() if child.pid is not None}
        part = _pids_file().with_suffix(".part")
        part.write_text(json.dumps({"supervisor": os.getpid(), **pids}))
        part.replace(_pids_file())


def _pids_file() -> Path:
    return Path(settings.DATA_DIR) / "pids.json"


async def _redis_wait() -> None:
    """The embedded Redis needs 40 ms; an hour's queue read from disk needs longer."""
    async with Redis.from_url(settings.REDIS_URL) as client:
        while True:
            with contextlib.suppress(RedisError):
                await client.ping()
                return
            await asyncio.sleep(0.05)


async def _green_wait() -> None:
    while not health.is_green(await asyncio.to_thread(health.health_read)):
        await asyncio.sleep(0.3)


async def _goodbyes_wait() -> None:
    """Until the results worker has taken the plugins' last messages, or a moment has passed."""
    with contextlib.suppress(RedisError, TimeoutError):
        async with asyncio.timeout(GOODBYES_WITHIN_S), Redis.from_url(settings.REDIS_URL) as client:
            while await client.llen(queues.STOPPED_PLUGINS):
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.3)  # taken is not yet written down
