"""Names of the queues, and how every Celery process of SmartCut talks to Redis."""

from typing import Any

STARTED_PLUGINS = "started-plugins"
STOPPED_PLUGINS = "stopped-plugins"
PROCESSED_FILES = "processed-files"
MAINTENANCE = "maintenance"

ANNOUNCE_EVERY_S = 5.0
AVAILABLE_S = 12.0
"""A plugin not heard for this long is unavailable; one announcement may get lost."""
SWEEP_EVERY_S = 1.0
"""How often windows are told of it: all have seen it within 15 s, the sum of both and what messages take."""

VISIBILITY_TIMEOUT_S = 3600
"""A message not acknowledged for this long is delivered again.

Longer than a plugin's load and the hard limit of a task together: work that is only slow must not look like a
process that was lost. Nobody waits for it: a worker that starts takes back what a killed one had in hand, and
the web reminds of requests that stand still.
"""


def new_files(plugin_name: str) -> str:
    return f"{plugin_name}-new-files"


def celery_settings(redis_url: str) -> dict[str, Any]:
    """The same for every process: one process's sweep restores the messages of all."""
    return {
        "broker_url": redis_url,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_TIMEOUT_S,
            # kombu's default sweep looks for lost messages only every 100 s
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_keepalive": True,
            "health_check_interval": 25,
        },
        "task_publish_retry_policy": {"max_retries": 3, "interval_max": 0.3},
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
    }
