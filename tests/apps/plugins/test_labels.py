"""Recommenders have names in the user's language, over HTTP and over WebSockets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.utils import translation

from apps.plugins.labels import KNOWN_LABELS, label_translate
from apps.plugins.models import Plugin
from apps.plugins.selectors import DEFAULT_PLUGIN
from apps.plugins.services import plugin_start
from tests.apps.sockets import window_open

PLUGINS = Path(__file__).parents[3] / "workers" / "plugins"
LABEL = re.compile(r'^    label = "(.+)"$', re.MULTILINE)


def russian() -> Client:
    client = Client()
    client.cookies["django_language"] = "ru"
    return client


def test_the_default_plugin_announces_a_label_that_is_translated() -> None:
    announced = LABEL.findall((PLUGINS / f"{DEFAULT_PLUGIN}.py").read_text())
    with translation.override("en"):
        assert set(announced) <= set(map(str, KNOWN_LABELS))
    with translation.override("ru"):
        assert [label_translate(label) for label in announced] == ["Движение"]


@pytest.mark.django_db
def test_the_list_is_in_the_language_of_the_page(plugin: Plugin) -> None:
    assert Client().get("/api/plugins").json()["plugins"][0]["label"] == "Motion"
    assert russian().get("/api/plugins").json()["plugins"][0]["label"] == "Движение"


@pytest.mark.django_db(transaction=True)
async def test_a_window_hears_labels_in_the_language_of_its_page(plugin: Plugin) -> None:
    async with window_open("/ws/plugins/", russian()) as window:
        assert (await window.receive_json())["plugins"][0]["label"] == "Движение"

        await sync_to_async(plugin_start)(plugin_name="fire", label="Fire", img_size=320)
        labels = [plugin["label"] for plugin in (await window.receive_json())["plugins"]]
        assert labels == ["Движение", "Fire"]


def test_a_label_that_nobody_translated_is_shown_as_it_came() -> None:
    with translation.override("ru"):
        assert label_translate("Forklifts") == "Forklifts"
