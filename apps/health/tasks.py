from typing import Any

from celery.signals import worker_ready

from apps.health.heartbeat import heartbeat_write
from smartcut.celery import task


@task("heartbeat")
def heartbeat() -> None:
    heartbeat_write()


@worker_ready.connect  # type: ignore[untyped-decorator]
def heartbeat_first(**_: Any) -> None:
    """Beat's first one comes 5 s later, and somebody waits for a green /healthz."""
    heartbeat_write()
