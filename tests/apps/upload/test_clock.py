"""When the recording began, by the recorder's own clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.upload.models import VideoRequest
from tests.apps.calls import put

Create = Callable[..., VideoRequest]

START = "2023-06-14T09:30:00"


def clock_put(client: Client, request: VideoRequest, clock_start: Any = START) -> Any:
    return put(client, f"/api/requests/{request.uid}/clock", {"clock_start": clock_start})


def test_it_works(create: Create, alice: Client) -> None:
    request = create(alice, clock_start=START)

    assert alice.get(f"/api/requests/{request.uid}").json()["clock_start"] == START


def test_it_can_be_said_later_and_taken_back(alice: Client, alices: VideoRequest) -> None:
    response = clock_put(alice, alices)

    assert response.json() == {"clock_start": START, "revision": alices.revision + 1}
    clock_put(alice, alices, "")
    alices.refresh_from_db()
    assert (alices.clock_start, alices.revision) == ("", 3)


def test_saying_it_again_changes_nothing(alice: Client, alices: VideoRequest) -> None:
    for _ in range(2):
        response = clock_put(alice, alices)

    assert response.json()["revision"] == alices.revision + 1


@pytest.mark.parametrize(
    "text", ["2023-06-14", "2023-02-30T09:30:00", "1904-01-01T00:00:00", None, 1686735000]
)
def test_what_is_no_local_time_is_refused(alice: Client, alices: VideoRequest, text: object) -> None:
    response = clock_put(alice, alices, text)

    assert (response.status_code, response.json()["field"]) == (422, "clock_start")
    alices.refresh_from_db()
    assert alices.clock_start == ""


def test_to_a_stranger_the_request_does_not_exist(alices: VideoRequest, charlie: Client) -> None:
    charlie.get("/")

    response = clock_put(charlie, alices)

    assert response.status_code == 404
