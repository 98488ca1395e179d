"""Celery's worker with the options a plugin needs, so that its command needs none."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from billiard import pool
from celery.apps import worker
from celery.concurrency.prefork import TaskPool
from celery.signals import worker_process_init
from celery.utils.nodenames import NODENAME_DEFAULT, nodesplit

from smartcut.core.queues import new_files
from smartcut.core.requirements import EXIT_CANNOT_RUN
from workers.runtime.loading import threads_limit

HEARD_WITHIN_S = 2.0
"""How long a pool child that ends waits until its parent has heard of its last tasks; others come again."""


class PluginWorker(worker.Worker):  # type: ignore[misc]  # Celery has no types
    """Runs one plugin; the app is a ``PluginApp``."""

    def __init__(
        self, app: Any = None, hostname: str | None = None, queues: Any = None, **options: Any
    ) -> None:
        app = app or self.app
        _exit_with(app.host.missing_problem())
        plugin_name = app.host.plugin_class.plugin_name
        threads_limit()
        # chosen by name: a queue that only gets answers must not be consumed as well
        queues = queues or [new_files(plugin_name)]
        # nothing here asks the other workers, and asking costs a second
        quick = {"without_gossip": True, "without_mingle": True}
        super().__init__(app, _node_name(hostname, plugin_name), queues=queues, **(options | quick))
        self._main_pid = os.getpid()
        self._has_children = issubclass(self.pool_cls, TaskPool)
        if self._has_children:  # after the line above: the solo pool sends this signal as well
            worker_process_init.connect(self._child_load, weak=False)

    def start(self) -> None:
        if not self._has_children:  # tasks run in this process
            _exit_with(self.app.host.load_problem())
            self.app.load_state.loaded()
        super().start()
        if self.app.load_state.is_failed:
            self.exitcode = EXIT_CANNOT_RUN

    def _child_load(self, **_: Any) -> None:
        """In a pool child, before it takes tasks."""
        # a parent that stops as a task begins never hears of it: the child would wait for half a minute
        pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = round(
            HEARD_WITHIN_S / pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_INTERVAL
        )
        problem = self.app.host.load_problem()
        if problem is None:
            self.app.load_state.loaded()
            return
        _say(problem)
        self.app.load_state.failed()
        # the main process stops us all; a child that left now would be replaced by one that fails again
        os.kill(self._main_pid, signal.SIGTERM)


def _node_name(hostname: str | None, plugin_name: str) -> str | None:
    """Two workers of one name disturb each other, so the default name has plugin and process in it."""
    name, host = nodesplit(hostname or "")
    if name not in (None, NODENAME_DEFAULT):
        return hostname
    return f"{plugin_name}-{os.getpid()}@{host}" if host else f"{plugin_name}-{os.getpid()}@%h"


def _exit_with(problem: str | None) -> None:
    if problem is not None:
        _say(problem)
        raise SystemExit(EXIT_CANNOT_RUN)


def _say(problem: str) -> None:
    """Past Celery, which turns what is printed into log lines."""
    print(problem, file=sys.__stderr__, flush=True)
