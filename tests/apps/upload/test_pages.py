"""The start page, the example video, and the languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import AsyncClient, Client
from hypothesis import given
from hypothesis import strategies as st

from apps.plugins.models import Plugin
from apps.upload.demo import demo_path, range_parse
from apps.upload.models import VideoRequest

DEMO = "/demo/demo-camera.mp4"
CONTENT = bytes(range(256)) * 2000


@pytest.fixture
def demo() -> Iterator[Path]:
    path = demo_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)
    yield path
    path.unlink()


def test_it_works(alice: Client, alices: VideoRequest) -> None:
    response = alice.get("/")

    context = response.context
    assert [request["title"] for request in context["requests"]] == ["Камера 1.mp4"]
    assert [plugin["plugin_name"] for plugin in context["plugins"]] == ["motion"]
    assert context["limits"] == {
        "max_size_bytes": 25 * 1024**3,
        "max_duration_s": 90_000.0,
        "max_requests": 3,
        "min_interval_s": 0.2,
        "max_interval_s": 60.0,
        "default_interval_s": 5.0,
        "chunk_frames": 50,
    }
    assert not context["has_demo"]
    for name in ("limits-data", "plugins-data", "requests-data"):
        assert f'id="{name}"' in response.content.decode()


def test_the_page_sets_the_cookies_that_calls_need(plugin: Plugin) -> None:
    cookies = Client().get("/").cookies

    assert {"csrftoken", settings.SESSION_COOKIE_NAME} <= set(cookies)
    assert cookies[settings.SESSION_COOKIE_NAME]["httponly"]


def test_the_example_is_offered_where_it_is(alice: Client, plugin: Plugin, demo: Path) -> None:
    assert alice.get("/").context["has_demo"]


async def fetched(header: str = "") -> tuple[int, bytes, str]:
    response: Any = await AsyncClient().get(DEMO, headers={"Range": header} if header else {})
    parts = [part async for part in response] if response.streaming else [response.content]
    return response.status_code, b"".join(parts), response.get("Content-Range", "")


async def test_the_whole_example(demo: Path) -> None:
    assert await fetched() == (200, CONTENT, "")


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-299999", 100, 300_000),
        ("bytes=511990-", 511_990, 512_000),
        ("bytes=-10", 511_990, 512_000),
        ("bytes=0-999999", 0, 512_000),
        ("bytes=-999999", 0, 512_000),
    ],
)
async def test_a_part_of_the_example(demo: Path, header: str, start: int, stop: int) -> None:
    assert await fetched(header) == (206, CONTENT[start:stop], f"bytes {start}-{stop - 1}/512000")


@pytest.mark.parametrize("header", ["bytes=512000-", "bytes=5-4", "bytes=-0"])
async def test_a_part_that_is_not_there(demo: Path, header: str) -> None:
    assert await fetched(header) == (416, b"", "bytes */512000")


@pytest.mark.parametrize("header", ["bytes=-", "lines=1-2", "bytes=0-1,4-5", "x"])
async def test_a_header_that_cannot_be_read_gives_the_whole(demo: Path, header: str) -> None:
    assert await fetched(header) == (200, CONTENT, "")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
async def test_without_the_example_there_is_nothing() -> None:
    assert (await AsyncClient().get(DEMO)).status_code == 404


@given(st.integers(1, 1000), st.none() | st.integers(0, 2000), st.none() | st.integers(0, 2000))
def test_a_range_never_leaves_the_file(size: int, first: int | None, last: int | None) -> None:
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    try:
        span = range_parse(header, size)
    except ValueError:
        return
    assert span is None or (0 <= span.start < span.stop <= size)


def test_the_browser_gets_its_catalog_in_its_language(alice: Client, plugin: Plugin) -> None:
    assert b"gettext" in alice.get("/jsi18n/").content

    alice.post("/i18n/setlang/", {"language": "ru", "next": "/"})
    assert alice.get("/")["Content-Language"] == "ru"
