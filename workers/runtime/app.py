"""``worker_app``: from a plugin's class to the Celery app that its module ends with."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from celery import Celery
from kombu.entity import Queue

from smartcut.core.queues import celery_settings, new_files
from workers.plugin import Plugin
from workers.runtime import storage
from workers.runtime.calls import HARD_LIMIT_S, SOFT_LIMIT_S
from workers.runtime.lifecycle import LoadState, Presence
from workers.runtime.loading import PluginHost
from workers.runtime.tasks import tasks_register

LOAD_LIMIT_S = 300.0


def worker_app(plugin_class: type[Plugin]) -> Celery:
    """The app that ``celery -A MODULE worker`` runs: one plugin, its queue, nothing to configure."""
    return PluginApp(plugin_class)


class PluginApp(Celery):  # type: ignore[misc]  # Celery has no types
    """Holds the plugin for its worker (worker.py) and its task (tasks.py)."""

    def __init__(self, plugin_class: type[Plugin]) -> None:
        # no fixups: Celery's one for Django would set up all apps, and with them the database
        super().__init__(plugin_class.plugin_name, fixups=[], set_as_current=False)
        self.host = PluginHost(plugin_class)
        self.load_state = LoadState()
        self.add_defaults(self._settings)
        self.steps["consumer"].add(Presence)
        tasks_register(self, self.host)

    @cached_property
    def Worker(self) -> Any:
        return self.subclass_with_self("workers.runtime.worker:PluginWorker")

    def _settings(self) -> dict[str, Any]:
        """Read when the worker starts, not when the plugin's module is imported."""
        queue = new_files(self.host.plugin_class.plugin_name)
        return celery_settings(storage.redis_url()) | {
            "task_default_queue": queue,
            "task_queues": [Queue(queue)],  # type: ignore[no-untyped-call]
            "worker_concurrency": 1,
            # a large model takes its time; Celery's 4 s would kill the child again and again
            "worker_proc_alive_timeout": LOAD_LIMIT_S,
            "task_soft_time_limit": SOFT_LIMIT_S,
            "task_time_limit": HARD_LIMIT_S,
            # a task killed at the limit is delivered again and counted (attempts.py)
            "task_acks_on_timeout": False,
        }
