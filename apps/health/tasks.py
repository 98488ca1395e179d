from apps.health.heartbeat import heartbeat_write
from smartcut.celery import task


@task("heartbeat")
def heartbeat() -> None:
    heartbeat_write()
