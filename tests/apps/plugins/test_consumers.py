from __future__ import annotations

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from apps.plugins.models import Plugin
from apps.plugins.services import plugin_start, plugin_stop
from tests.apps.sockets import is_refused, window_open

pytestmark = pytest.mark.django_db(transaction=True)

MOTION = {"plugin_name": "motion", "label": "Motion", "img_size": 640}
FIRE: Any = {"plugin_name": "fire", "label": "Fire", "img_size": 320}


async def test_the_list_comes_on_connect_and_on_each_change(plugin: Plugin) -> None:
    async with window_open("/ws/plugins/") as window:
        assert await window.receive_json() == {"type": "plugins", "plugins": [MOTION]}

        await sync_to_async(plugin_start)(**FIRE)
        assert await window.receive_json() == {"type": "plugins", "plugins": [MOTION, FIRE]}

        await sync_to_async(plugin_stop)(plugin_name="motion")
        assert await window.receive_json() == {"type": "plugins", "plugins": [FIRE]}


async def test_what_a_window_says_is_ignored(plugin: Plugin) -> None:
    async with window_open("/ws/plugins/") as window:
        await window.receive_json()
        await window.say({"type": "plugins.changed"})
        assert await window.hears_nothing()


async def test_pages_of_other_sites_may_not_listen() -> None:
    assert await is_refused("/ws/plugins/", origin=b"http://evil.example")


async def test_nothing_listens_at_other_addresses() -> None:
    assert await is_refused("/ws/nowhere/")
