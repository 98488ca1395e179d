"""What a window hears about its request, and what others do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.test import Client

from apps.push import request_group, request_push
from apps.results.tasks import processed_chunk, processed_files
from apps.upload.models import VideoRequest
from tests.apps.answers import answer, processed, scores_write
from tests.apps.calls import chunk_put, put
from tests.apps.sockets import is_refused, window_open

pytestmark = pytest.mark.django_db(transaction=True)


def path(request: VideoRequest) -> str:
    return f"/ws/requests/{request.uid}/"


async def heard(window: Any) -> Any:
    message = await window.receive_json()
    assert message["type"] == "request"
    return message["request"]


async def test_the_state_comes_on_connect_as_the_api_gives_it(alice: Client, alices: VideoRequest) -> None:
    async with window_open(path(alices), alice) as window:
        state = await heard(window)

    response = await sync_to_async(alice.get)(f"/api/requests/{alices.uid}")
    expected = response.json()
    del expected["received_chunks"]
    assert state == expected


async def test_every_step_is_pushed(alice: Client, alices: VideoRequest) -> None:
    async with window_open(path(alices), alice) as window:
        await heard(window)

        await sync_to_async(chunk_put)(alice, alices.uid, 0)
        assert (await heard(window))["progress"]["frames_received"] == 50

        await sync_to_async(processed_chunk)(**answer(alices, processed_chunk="000000.zip"))
        assert (await heard(window))["progress"]["frames_processed"] == 50

        await sync_to_async(alice.delete)(f"/api/requests/{alices.uid}")
        assert (await heard(window))["state"] == "cancelled"


async def test_the_result_is_pushed_and_an_edit_reaches_the_other_window(
    alice: Client, scoring: VideoRequest
) -> None:
    scores_write(scoring)
    async with window_open(path(scoring), alice) as first, window_open(path(scoring), alice) as second:
        assert (await heard(first))["state"] == (await heard(second))["state"] == "scoring"

        await sync_to_async(processed_files)(**processed(scoring))
        state = await heard(first)
        assert (state["state"], len(state["segments"])) == ("ready", 1)
        assert await heard(second) == state

        body = {"revision": state["revision"], "segments": []}
        await sync_to_async(put)(alice, f"/api/requests/{scoring.uid}/segments", body)
        assert (await heard(second))["segments"] == []


async def test_two_requests_of_one_session_hear_each_their_own(
    alice: Client, create: Callable[..., VideoRequest]
) -> None:
    one, two = await sync_to_async(create)(alice), await sync_to_async(create)(alice)
    async with window_open(path(one), alice) as first, window_open(path(two), alice) as second:
        await heard(first)
        await heard(second)

        await sync_to_async(chunk_put)(alice, two.uid, 0)

        assert (await heard(second))["user_request_uid"] == str(two.uid)
        assert await first.hears_nothing()


async def test_a_doubled_or_old_hint_is_swallowed(alice: Client, alices: VideoRequest) -> None:
    async with window_open(path(alices), alice) as window:
        await heard(window)
        for revision in (0, 1):
            await sync_to_async(request_push)(alices.uid, revision)
        assert await window.hears_nothing()


async def test_a_window_is_closed_when_its_request_is_deleted(alice: Client, alices: VideoRequest) -> None:
    async with window_open(path(alices), alice) as window:
        await heard(window)
        group = request_group(alices.uid)
        await sync_to_async(alices.delete)()
        await get_channel_layer().group_send(group, {"type": "request.changed", "revision": 99})
        assert (await window.receive())["type"] == "websocket.close"


async def test_what_a_window_says_is_ignored(alice: Client, alices: VideoRequest) -> None:
    async with window_open(path(alices), alice) as window:
        await heard(window)
        await window.say({"state": "ready"})
        assert await window.hears_nothing()


async def test_a_stranger_is_closed_out_before_a_word_is_said(alices: VideoRequest, charlie: Client) -> None:
    await sync_to_async(charlie.get)("/")

    assert await is_refused(path(alices), charlie)
    assert await is_refused(path(alices), Client())


async def test_a_push_with_redis_away_harms_nobody(alices: VideoRequest, redis_away: None) -> None:
    await sync_to_async(request_push)(alices.uid, 2)
