from __future__ import annotations

import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.utils import translation
from django.utils.translation import gettext

from apps.body_limit import MAX_BODY_BYTES, BodyLimit

communicator: Any = ApplicationCommunicator  # it has no types
PART = b"x" * (MAX_BODY_BYTES // 2)


class Reader:
    """An application that reads to the end of the body."""

    def __init__(self) -> None:
        self.messages: list[MutableMapping[str, Any]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while True:
            self.messages.append(await receive())
            if not self.messages[-1].get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200})


async def answer(parts: list[bytes], length: str | None = None) -> tuple[int, list[str]]:
    reader = Reader()
    headers = [(b"content-length", length.encode())] if length else []
    browser: Any = communicator(BodyLimit(reader), {"type": "http", "headers": headers})
    for part in parts:
        await browser.send_input({"type": "http.request", "body": part, "more_body": True})
    await browser.send_input({"type": "http.request", "body": b""})
    response = await browser.receive_output(5)
    browser.stop(exceptions=False)
    return response["status"], [message["type"] for message in reader.messages]


async def test_an_ordinary_body_goes_through() -> None:
    assert await answer([b"x"], "1") == (200, ["http.request"] * 2)


async def test_a_body_that_says_it_is_too_long_is_not_read() -> None:
    assert await answer([], str(MAX_BODY_BYTES + 1)) == (413, [])


async def test_a_body_that_does_not_say_so_ends_at_the_limit() -> None:
    _, messages = await answer([PART, PART, b"x"])

    assert messages == ["http.request", "http.request", "http.disconnect"]


@pytest.mark.parametrize("header", [(b"cookie", b"django_language=ru"), (b"accept-language", b"ru,en;q=0.5")])
async def test_the_refusal_is_in_the_users_language(header: tuple[bytes, bytes]) -> None:
    length = (b"content-length", str(MAX_BODY_BYTES + 1).encode())
    browser: Any = communicator(BodyLimit(Reader()), {"type": "http", "headers": [length, header]})
    await browser.send_input({"type": "http.request", "body": b""})

    await browser.receive_output(5)
    body = json.loads((await browser.receive_output(5))["body"])

    with translation.override("ru"):
        message = gettext("The data sent is too large.")
    assert body == {"error": {"code": "chunk_too_large", "message": message}}
