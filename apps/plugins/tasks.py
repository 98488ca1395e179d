import logging

from django.core.exceptions import ValidationError

from apps.plugins import services
from apps.tasks import message_task
from smartcut.celery import task
from smartcut.core.messages import StartedPlugins, StoppedPlugins

logger = logging.getLogger(__name__)


@message_task(StartedPlugins)
def started_plugins(message: StartedPlugins) -> None:
    try:
        services.plugin_start(**message.kwargs())
    except ValidationError as error:
        logger.error("Refused the plugin %r: %s", message.plugin_name, error)


@message_task(StoppedPlugins)
def stopped_plugins(message: StoppedPlugins) -> None:
    services.plugin_stop(plugin_name=message.plugin_name)


@task("sweep_plugins")
def sweep_plugins() -> None:
    services.plugins_sweep()
