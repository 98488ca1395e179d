"""A recommender that somebody else has packed and installed comes to the start page, and leaves it."""

from __future__ import annotations

import time
from pathlib import Path

import psutil
from playwright.sync_api import Page, expect

from tests.client import Client
from tests.plugin_package import package_install, plugin_source, worker_start
from tests.stack import Stack, until

APPEARS_WITHIN_S = 5.0
DISAPPEARS_WITHIN_S = 15.0


def test_it_appears_within_5_s_and_is_gone_15_s_after_kill_9(
    stack: Stack, page: Page, tmp_path: Path
) -> None:
    installed = package_install(tmp_path, doors=plugin_source("doors"))
    client = Client(stack.base_url)
    page.goto(stack.base_url)
    option = page.get_by_label("Recommender").get_by_role("option", name="Doors")
    expect(option).to_have_count(0)

    started = time.monotonic()
    with worker_start(stack, installed, "acme_plugins.doors") as worker:
        expect(option).to_have_count(1, timeout=60_000)
        appeared_s = time.monotonic() - started
        assert "doors" in _names(client)
        children = psutil.Process(worker.pid).children()
        waited_s = sum(map(_waited_s, (worker.pid, *(child.pid for child in children))))
        worker.kill()

        killed = time.monotonic()
        expect(option).to_have_count(0, timeout=60_000)
        disappeared_s = time.monotonic() - killed
        assert "doors" not in _names(client)
        until(lambda: not any(child.is_running() for child in children), "the end of its pool")

    times = f"appeared after {appeared_s:.1f} s, {waited_s:.1f} s of them without a CPU"
    print(f"{times}, disappeared after {disappeared_s:.1f} s")  # noqa: T201
    assert appeared_s - waited_s <= APPEARS_WITHIN_S
    assert disappeared_s <= DISAPPEARS_WITHIN_S


def _names(client: Client) -> list[str]:
    return [plugin["plugin_name"] for plugin in client.read("/api/plugins")["plugins"]]


def _waited_s(pid: int) -> float:
    """How long it could have run while the CPUs were busy with others, as Linux counts it.

    A start is seconds of computing: how busy the machine of the tests is says nothing about SmartCut.
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    except OSError:
        return 0.0
