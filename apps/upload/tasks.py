from apps.upload import maintenance
from smartcut.celery import task


@task("reconcile_requests")
def reconcile_requests() -> None:
    maintenance.requests_reconcile()


@task("expire_requests")
def expire_requests() -> None:
    maintenance.requests_expire()
