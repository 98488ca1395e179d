"""Plugins come, fall silent, say goodbye and come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.plugins.models import Plugin
from apps.plugins.tasks import started_plugins, stopped_plugins, sweep_plugins
from smartcut.core.limits import MAX_IMG_SIZE
from smartcut.core.plugin_name import MAX_LABEL_LENGTH, MAX_LENGTH
from smartcut.core.queues import ANNOUNCE_EVERY_S, AVAILABLE_S, SWEEP_EVERY_S

MOTION = {"plugin_name": "motion", "label": "Motion", "img_size": 640}
FIRE = {"plugin_name": "fire", "label": "Fire and smoke", "img_size": 320}

pytestmark = pytest.mark.django_db


@pytest.fixture
def pushes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    sent: list[str] = []
    monkeypatch.setattr("apps.push._send", lambda group, payload: sent.append(payload["type"]))
    return sent


def listed() -> list[str]:
    return [plugin["plugin_name"] for plugin in Client().get("/api/plugins").json()["plugins"]]


def silence(seconds: float) -> None:
    Plugin.objects.update(last_seen=timezone.now() - timedelta(seconds=seconds))


def test_it_works() -> None:
    started_plugins(**FIRE)
    started_plugins(**MOTION)

    assert Client().get("/api/plugins").json() == {"plugins": [MOTION, FIRE]}


def test_only_changes_of_the_list_are_pushed(
    pushes: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        started_plugins(**MOTION)
        started_plugins(**MOTION)
        sweep_plugins()
        assert len(pushes) == 0
    assert len(pushes) == 1

    with django_capture_on_commit_callbacks(execute=True):
        started_plugins(**MOTION | {"label": "Movement"})
    assert len(pushes) == 2


def test_a_plugin_that_says_goodbye_is_gone_at_once(
    pushes: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    started_plugins(**MOTION)
    with django_capture_on_commit_callbacks(execute=True):
        stopped_plugins(plugin_name="motion")
        stopped_plugins(plugin_name="motion")
        stopped_plugins(plugin_name="never-seen")

    assert listed() == []
    assert pushes == ["plugins.changed"]


def test_a_silent_plugin_is_gone_within_15_s_and_comes_back_by_itself(
    pushes: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    started_plugins(**MOTION)
    silence(AVAILABLE_S - 1)
    assert listed() == ["motion"]
    silence(AVAILABLE_S + 1)
    assert listed() == []

    with django_capture_on_commit_callbacks(execute=True):
        sweep_plugins()
        sweep_plugins()
        started_plugins(**MOTION)
    assert listed() == ["motion"]
    assert len(pushes) == 2


def test_the_longest_name_and_label_and_the_largest_frames_that_an_author_is_told_are_kept() -> None:
    started_plugins(plugin_name="x" * MAX_LENGTH, label="y" * MAX_LABEL_LENGTH, img_size=MAX_IMG_SIZE)
    assert listed() == ["x" * MAX_LENGTH]


def test_a_killed_plugin_leaves_the_windows_within_15_s_but_one_announcement_may_get_lost() -> None:
    assert AVAILABLE_S + SWEEP_EVERY_S <= 13
    assert AVAILABLE_S > 2 * ANNOUNCE_EVERY_S + 1


def test_one_that_comes_back_before_the_sweep_is_pushed_too(
    pushes: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    started_plugins(**MOTION)
    silence(AVAILABLE_S + 1)
    with django_capture_on_commit_callbacks(execute=True):
        started_plugins(**MOTION)

    assert pushes == ["plugins.changed"]


@pytest.mark.parametrize(
    "fields",
    [
        {"plugin_name": "../x"},
        {"plugin_name": ""},
        {"img_size": 0},
        {"img_size": MAX_IMG_SIZE + 1},
        {"img_size": "wide"},
        {"label": "x" * 101},
        {"surplus": 1},
    ],
)
def test_an_announcement_that_makes_no_sense_is_dropped(fields: dict[str, Any]) -> None:
    started_plugins(**MOTION | fields)

    assert not Plugin.objects.exists()
