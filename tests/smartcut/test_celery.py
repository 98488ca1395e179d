"""The results worker, with a real queue between it and whoever answers."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.conf import settings

from smartcut.celery import QUEUES, app
from smartcut.core.messages import StartedPlugins, announcement_send
from smartcut.core.queues import celery_settings


def wait_for(check: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_takes_from_its_own_queues_only() -> None:
    assert set(app.amqp.queues.consume_from) == set(QUEUES)
    assert {queue.exchange.name for queue in app.amqp.queues.values()} >= set(QUEUES)

    app.amqp.queues["motion-new-files"]  # as when a hint is sent
    assert set(app.amqp.queues.consume_from) == set(QUEUES)


def test_what_beat_asks_for_is_known_and_does_not_pile_up() -> None:
    app.loader.import_default_modules()
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks
        assert entry["options"] == {"queue": "maintenance", "expires": entry["schedule"]}


@pytest.mark.django_db(transaction=True)
def test_an_announcement_of_another_program_reaches_the_list(redis_url: str) -> None:
    from apps.plugins.selectors import plugin_states

    stranger = Celery("stranger")
    stranger.conf.update(celery_settings(settings.REDIS_URL))
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        message = StartedPlugins(plugin_name="motion", label="Motion", img_size=640)
        announcement_send(stranger, message)

        wait_for(lambda: plugin_states() == [message.kwargs()])
