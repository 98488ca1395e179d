"""The web side's Celery app: ``celery -A smartcut worker`` is the results worker.

The web process only sends with it. The results worker takes what plugin workers answer, and runs the
maintenance that beat asks for; its queues are set here, so it needs no ``-Q``.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from celery import Celery, signals
from django.conf import settings
from kombu.entity import Exchange, Queue

from smartcut.core import queues
from smartcut.supervisor.parent import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartcut.settings")

QUEUES = (queues.PROCESSED_FILES, queues.STARTED_PLUGINS, queues.STOPPED_PLUGINS, queues.MAINTENANCE)


def _queue(name: str) -> Queue:
    """With an exchange of its own: on the default one every queue would get every message."""
    return Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]


def _every(seconds: float, task: str) -> dict[str, Any]:
    """Expires when the next one is due: a worker that was away does not catch up on them."""
    return {"task": task, "schedule": seconds, "options": {"queue": queues.MAINTENANCE, "expires": seconds}}


app = Celery("smartcut")
app.conf.update(
    settings.CELERY_SETTINGS,
    task_queues=[_queue(name) for name in QUEUES],
    task_default_queue=queues.MAINTENANCE,
    worker_redirect_stdouts=False,
    beat_schedule_filename=str(settings.DATA_DIR / "celerybeat-schedule"),
    beat_schedule={
        "heartbeat": _every(5.0, "heartbeat"),
        "sweep-plugins": _every(queues.SWEEP_EVERY_S, "sweep_plugins"),
        "reconcile-requests": _every(10.0, "reconcile_requests"),
        "expire-requests": _every(3600.0, "expire_requests"),
    },
)
app.autodiscover_tasks(["apps.health", "apps.plugins", "apps.upload", "apps.results"])


def task(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """``app.task`` with types."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        registered: Callable[..., None] = app.task(name=name)(function)
        return registered

    return register


@signals.beat_embedded_init.connect  # type: ignore[untyped-decorator]
def _beat_prepare(**_: Any) -> None:
    die_with_parent()  # a killed worker's beat would go on beside the next one's
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
