"""The Chromium that the tests drive."""

import shutil

from playwright.sync_api import Browser, Playwright

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
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found:
        return playwright.chromium.launch(executable_path=found, args=[*QUIET])
    return playwright.chromium.launch(channel="chrome", args=[*QUIET])
