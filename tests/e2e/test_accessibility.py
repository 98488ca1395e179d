"""axe on every page, in both themes and both languages, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.e2e.conftest import Demo
from tests.e2e.pages import StartPage
from tests.stack import Stack

pytestmark = pytest.mark.e2e

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})


def test_no_page_breaks_the_rules_of_accessibility(stack: Stack, context: BrowserContext, demo: Demo) -> None:
    page = context.new_page()
    start = StartPage(page, stack.base_url)
    start.find_segments(demo.path, interval="10")
    start.open_timeline()
    paths = ["", page.url.removeprefix(stack.base_url).lstrip("/"), "no-such-page"]
    for path in paths:
        for language in ("en", "ru"):
            _language_set(context, stack.base_url, language)
            page.goto(stack.base_url.rstrip("/") + "/" + path)
            assert page.locator("html").get_attribute("lang") == language
            looks_check(page, path)


def _language_set(context: BrowserContext, base_url: str, language: str) -> None:
    context.add_cookies([{"name": "django_language", "value": language, "url": base_url}])


def looks_check(page: Page, path: str) -> None:
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        for size in SIZES:
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert _violations(page) == [], (path, theme, size)
            assert _overflow(page) <= 0, f"{path} is wider than {size['width']} px"


def _violations(page: Page) -> list[str]:
    page.add_script_tag(path=str(AXE))
    _transitions_wait(page)
    result: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
        if not _has_equivalent(violation["id"], node["html"])
    ]


def _transitions_wait(page: Page) -> None:
    """Colours on their way from one theme to the other are of neither."""
    page.evaluate("Promise.allSettled(document.getAnimations().map(animation => animation.finished))")


def _has_equivalent(rule: str, html: str) -> bool:
    """A small target is fine where another control does the same (WCAG 2.5.8, "Equivalent").

    What the timeline's sliders do, the boxes of the table do, too.
    """
    return rule == "target-size" and 'role="slider"' in html


def _overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
