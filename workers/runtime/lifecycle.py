"""A plugin says that it is there, again and again, and says goodbye."""

from __future__ import annotations

import logging
import mmap
import time
from typing import Any

from celery import Celery, bootsteps
from celery.worker.consumer.tasks import Tasks
from kombu.exceptions import OperationalError

from smartcut.core.messages import StartedPlugins, StoppedPlugins, announcement_send
from smartcut.core.queues import ANNOUNCE_EVERY_S
from smartcut.core.queues import new_files as new_files_queue
from workers.plugin import Plugin
from workers.runtime.restoring import unacked_restore
from workers.runtime.sending import send_patiently

logger = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
GOODBYE_PAUSES_S = (0.5, 1.0, 2.0)

_LOADING, _LOADED, _FAILED = range(3)


class LoadState:
    """Whether the plugin is loaded, known to the worker's parent process and its pool children."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)  # anonymous memory, which forked children share

    @property
    def is_loaded(self) -> bool:
        return self._shared[0] == _LOADED

    @property
    def is_failed(self) -> bool:
        return self._shared[0] == _FAILED

    def loaded(self) -> None:
        self._shared[0] = _LOADED

    def failed(self) -> None:
        self._shared[0] = _FAILED


class Presence(bootsteps.StartStopStep):  # type: ignore[misc]  # Celery has no types
    """The consumer's step that runs at each connection to Redis, and once at the end.

    A step and not a signal, because Celery empties its timer when Redis comes back.
    """

    requires = (Tasks,)

    def __init__(self, consumer: Any, **options: Any) -> None:
        self._timer: Any = None
        self._announced = 0.0
        super().__init__(consumer, **options)

    def start(self, consumer: Any) -> None:
        unacked_restore(consumer.connection, new_files_queue(consumer.app.host.plugin_class.plugin_name))
        self._announced = 0.0
        self._timer = consumer.timer.call_repeatedly(LOOK_EVERY_S, self._look, (consumer.app,))

    def stop(self, consumer: Any) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def close(self, consumer: Any) -> None:
        """The worker is stopping; tasks that run may still end."""
        self.stop(consumer)
        if consumer.app.load_state.is_loaded:  # one that was never there must not send another away
            goodbye_send(consumer.app, consumer.app.host.plugin_class)

    def _look(self, app: Any) -> None:
        now = time.monotonic()
        if app.load_state.is_loaded and now - self._announced >= ANNOUNCE_EVERY_S:
            self._announced = now
            presence_send(app, app.host.plugin_class)


def presence_send(app: Celery, plugin: type[Plugin]) -> None:
    message = StartedPlugins(plugin_name=plugin.plugin_name, label=plugin.label, img_size=plugin.img_size)
    try:
        announcement_send(app, message)
    except OperationalError as error:  # the next one is 5 s away
        logger.warning("Redis is away, %s was not announced: %s", plugin.plugin_name, error)


def goodbye_send(app: Celery, plugin: type[Plugin]) -> None:
    message = StoppedPlugins(plugin_name=plugin.plugin_name)
    try:
        send_patiently(lambda: announcement_send(app, message), GOODBYE_PAUSES_S)
    except OperationalError as error:  # the web notices the silence by itself
        logger.warning("Redis is away, nobody knows that %s stopped: %s", plugin.plugin_name, error)
