"""The Chromium that the tests drive."""

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_launch(playwright: Playwright) -> Browser:
    """The browser of the system, else Playwright's Chrome: its own Chromium cannot decode H.264."""
    if found := _found():
        return playwright.chromium.launch(executable_path=found, args=[*QUIET])
    return playwright.chromium.launch(channel="chrome", args=[*QUIET])


def chromium_profile(playwright: Playwright, folder: Path) -> BrowserContext:
    """The same with a profile on the disk: otherwise the pages' private folders are in the memory."""
    if found := _found():
        return playwright.chromium.launch_persistent_context(folder, executable_path=found, args=[*QUIET])
    return playwright.chromium.launch_persistent_context(folder, channel="chrome", args=[*QUIET])


def upload_throttle(page: Page) -> Callable[[float], None]:
    """Sets how many bytes a second the page sends, its workers included; -1 for no limit."""
    session = page.context.new_cdp_session(page)  # each session has a limit of its own
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1}

    def throttle(bytes_per_s: float) -> None:
        session.send("Network.emulateNetworkConditions", {**conditions, "uploadThroughput": bytes_per_s})

    return throttle


def _found() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)
