"""The timeline's page while there are no segments yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.client import Client
from tests.plugin_package import package_install, plugin_source, worker_start
from tests.stack import Stack, until

pytestmark = pytest.mark.e2e


def test_a_request_is_cancelled_only_after_a_question(stack: Stack, context: BrowserContext) -> None:
    page = _waiting_open(stack, context, plugin_name="motion")
    cancel = page.get_by_role("button", name="Cancel this request")
    question = page.get_by_role("dialog", name="Cancel this request?")
    cancel.click()
    expect(question.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(cancel).to_be_focused()
    cancel.click()
    question.get_by_role("button", name="Cancel it").click()
    expect(page).to_have_url(f"{stack.base_url.rstrip('/')}/")


def test_a_recommender_that_leaves_and_comes_back_is_told(
    stack: Stack, context: BrowserContext, tmp_path: Path
) -> None:
    installed = package_install(tmp_path, gates=plugin_source("gates"))
    hint = "This recommender is not running at the moment."
    with worker_start(stack, installed, "acme_plugins.gates") as worker:
        client = Client(stack.base_url)
        until(lambda: "gates" in _names(client), "the recommender")
        page = _waiting_open(stack, context, plugin_name="gates")
        expect(page.get_by_text(hint)).to_be_hidden()
        worker.kill()
        expect(page.get_by_text(hint)).to_be_visible(timeout=60_000)
    with worker_start(stack, installed, "acme_plugins.gates"):
        expect(page.get_by_text(hint)).to_be_hidden(timeout=60_000)


def _names(client: Client) -> list[str]:
    return [plugin["plugin_name"] for plugin in client.read("/api/plugins")["plugins"]]


def _waiting_open(stack: Stack, context: BrowserContext, *, plugin_name: str) -> Page:
    """The page of a request of which no frame has arrived."""
    client = Client(stack.base_url)
    video = {"video_name": "camera.mp4", "size": 1000, "duration": 60, "interval": 1, "fingerprint": "a" * 64}
    answer = client.call("POST", "/api/requests", {"plugin_name": plugin_name, **video})
    assert answer.status == 201, answer
    context.add_cookies(
        [
            {"name": cookie.name, "value": cookie.value or "", "url": stack.base_url}
            for cookie in client.cookies
        ]
    )
    page = context.new_page()
    page.goto(stack.base_url.rstrip("/") + answer.body["url"])
    return page
