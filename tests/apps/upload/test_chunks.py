"""Chunks on their way into the storage: twice, at once, too late."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from apps.upload import refusals, services
from apps.upload.models import Chunk, State, VideoRequest
from smartcut.core import limits
from tests.apps.calls import chunk_put, post, queued
from tests.apps.jpegs import chunk_make, jpeg, zip_make

Commit = Any
CHUNK = chunk_make()
OTHER = chunk_make(picture=jpeg(filling=b"\x66" * 64))


def stored(request: VideoRequest, index: int) -> bytes:
    with default_storage.open(request.folder.chunk(index)) as file:
        return bytes(file.read())


def test_it_works(alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = chunk_put(alice, alices.uid, 1, CHUNK)

    assert (response.status_code, response.json()) == (201, {"index": 1, "frames": 50, "ahead": 1})
    assert stored(alices, 1) == CHUNK
    alices.refresh_from_db()
    assert (alices.chunks_received, alices.frames_received, alices.bytes_received) == (1, 50, len(CHUNK))
    assert alice.get(f"/api/requests/{alices.uid}").json()["received_chunks"] == [1]


def test_the_message_is_exactly_the_schema(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        chunk_put(alice, alices.uid, 0)

    assert queued("motion-new-files") == [
        {
            "task": "new_files",
            "status": "in-progress",
            "user_id": str(alices.user_id),
            "last_zipped_chunk_path": f"{alices.uid}/Камера_1.mp4/000000.zip",
        }
    ]


def test_a_chunk_sent_twice_is_stored_once(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        statuses = [chunk_put(alice, alices.uid, 0, CHUNK).status_code for _ in range(2)]

    assert statuses == [201, 200]
    assert len(queued("motion-new-files")) == 1
    alices.refresh_from_db()
    assert (alices.chunks_received, alices.revision) == (1, 2)


def test_another_chunk_of_the_same_number_is_refused(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0, CHUNK)

    response = chunk_put(alice, alices.uid, 0, OTHER)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "other_chunk")
    assert stored(alices, 0) == CHUNK


def test_a_bad_chunk_is_refused_whole_with_the_reason(alice: Client, alices: VideoRequest) -> None:
    bad = zip_make([("0000000000.jpg", jpeg()), ("0000005000.jpg", jpeg(641, 480))])

    response = chunk_put(alice, alices.uid, 0, bad)

    assert response.status_code == 422
    assert response.json()["error"] == {
        "code": "bad_chunk",
        "message": "The frame 0000005000.jpg is 641 × 480 pixels; each side must have 16 to 640.",
    }
    assert response.json()["reason"] == "dimensions"
    assert not default_storage.exists(alices.folder.chunk(0))
    assert not Chunk.objects.exists()


def test_every_reason_has_its_sentence() -> None:
    source = Path("smartcut/core/chunks.py").read_text()
    codes = {
        line.split('ChunkError("')[1].split('"')[0] for line in source.splitlines() if 'ChunkError("' in line
    }

    assert codes | {"dimensions"} == set(refusals.CHUNK_REASONS)


def test_a_chunk_that_is_too_large_is_refused(
    alice: Client, alices: VideoRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CHUNK_BYTES", len(CHUNK) - 1)

    response = chunk_put(alice, alices.uid, 0, CHUNK)

    assert (response.status_code, response.json()["error"]["code"]) == (413, "chunk_too_large")


@pytest.mark.parametrize(("frames", "chunks"), [(1, 1), (49, 1), (50, 2), (120, 3)])
def test_a_number_beyond_the_videos_end_is_refused(
    create: Callable[..., VideoRequest], alice: Client, frames: int, chunks: int
) -> None:
    request = create(alice, duration=5.0 * frames)

    assert chunk_put(alice, request.uid, chunks).status_code == 422
    assert chunk_put(alice, request.uid, chunks - 1).status_code == 201


def test_nothing_is_left_in_the_folder_for_temporary_files(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0, CHUNK)
    chunk_put(alice, alices.uid, 0, OTHER)
    chunk_put(alice, alices.uid, 1, b"no zip")

    assert not list((settings.DATA_DIR / "tmp").iterdir())


@pytest.mark.parametrize("state", ["cancelled", "expired", "failed", "ready"])
def test_a_request_that_has_ended_takes_no_chunk(alice: Client, alices: VideoRequest, state: str) -> None:
    VideoRequest.objects.update(state=state, finished=alices.created)

    response = chunk_put(alice, alices.uid, 0)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_uploading")
    assert not default_storage.exists(alices.folder.chunk(0))


def test_a_chunk_known_already_is_fine_even_after_the_end(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0, CHUNK)
    VideoRequest.objects.update(state=State.READY, finished=alices.created)

    assert chunk_put(alice, alices.uid, 0, CHUNK).status_code == 200


def test_with_redis_away_a_chunk_is_stored_all_the_same(
    alice: Client,
    alices: VideoRequest,
    django_capture_on_commit_callbacks: Commit,
    redis_away: None,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert chunk_put(alice, alices.uid, 0, CHUNK).status_code == 201

    assert stored(alices, 0) == CHUNK


def test_when_all_have_come_the_worker_hears_of_it(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    chunk_put(alice, alices.uid, 0)
    with django_capture_on_commit_callbacks(execute=True):
        response = post(alice, f"/api/requests/{alices.uid}/uploaded", {"chunks": 1})

    assert (response.status_code, response.json()) == (202, {"state": "scoring"})
    assert queued("motion-new-files") == [
        {
            "task": "new_files",
            "status": "uploaded",
            "user_id": str(alices.user_id),
            "zipped_chunks_path": f"{alices.uid}/Камера_1.mp4",
        }
    ]
    with default_storage.open(alices.folder.request) as file:
        assert b'"chunks":1' in file.read()


def test_saying_that_all_have_come_twice_says_it_once(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    chunk_put(alice, alices.uid, 0)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert post(alice, f"/api/requests/{alices.uid}/uploaded", {"chunks": 1}).status_code == 202

    assert len(queued("motion-new-files")) == 1


def test_missing_chunks_are_named(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 1)

    response = post(alice, f"/api/requests/{alices.uid}/uploaded", {"chunks": 3})

    assert response.status_code == 409
    assert response.json() == {
        "error": {"code": "missing_chunks", "message": "2 chunks have not come yet."},
        "missing": [0, 2],
    }


def test_more_chunks_than_said_are_refused(alice: Client, alices: VideoRequest) -> None:
    for index in range(2):
        chunk_put(alice, alices.uid, index)

    assert post(alice, f"/api/requests/{alices.uid}/uploaded", {"chunks": 1}).status_code == 422


def test_a_cancelled_request_is_not_completed(alice: Client, alices: VideoRequest) -> None:
    services.request_cancel(uid=alices.uid)

    response = post(alice, f"/api/requests/{alices.uid}/uploaded", {"chunks": 1})

    assert (response.status_code, response.json()["error"]["code"]) == (409, "not_uploading")


@pytest.mark.parametrize("body", [{}, {"chunks": 0}, {"chunks": "x"}, {"chunks": 4}, {"chunks": 10**19}])
def test_a_number_of_chunks_that_cannot_be_is_refused(
    alice: Client, alices: VideoRequest, body: dict[str, Any]
) -> None:
    assert post(alice, f"/api/requests/{alices.uid}/uploaded", body).status_code == 422


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """Runs all calls in threads of their own, each with a database connection of its own."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def puts(alice: Client, request: VideoRequest, chunks: list[tuple[int, bytes]]) -> list[Callable[[], int]]:
    def one(index: int, content: bytes) -> int:
        client = Client()
        client.cookies = alice.cookies
        return int(chunk_put(client, request.uid, index, content).status_code)

    return [lambda index=index, content=content: one(index, content) for index, content in chunks]  # type: ignore[misc]


@pytest.mark.django_db(transaction=True)
def test_many_chunks_at_once_are_all_counted(alice: Client, long: VideoRequest) -> None:
    statuses = at_once(puts(alice, long, [(index, CHUNK) for index in range(12)]))

    assert statuses == [201] * 12
    long.refresh_from_db()
    assert (long.chunks_received, long.frames_received, long.revision) == (12, 600, 13)


@pytest.mark.django_db(transaction=True)
def test_the_same_chunk_at_once_is_stored_once(alice: Client, alices: VideoRequest) -> None:
    statuses = at_once(puts(alice, alices, [(0, CHUNK)] * 8))

    assert sorted(statuses) == [200] * 7 + [201]
    assert len(queued("motion-new-files")) == 1


@pytest.mark.django_db(transaction=True)
def test_of_different_chunks_at_once_file_and_row_are_of_one(alice: Client, alices: VideoRequest) -> None:
    contents = [chunk_make(picture=jpeg(filling=bytes([value]) * 64)) for value in range(6)]

    statuses = at_once(puts(alice, alices, [(0, content) for content in contents]))

    assert sorted(statuses) == [201] + [409] * 5
    assert stored(alices, 0) == contents[statuses.index(201)]


@pytest.mark.django_db(transaction=True)
def test_completing_while_a_chunk_comes_leaves_no_chunk_out(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0)

    def complete() -> int:
        client = Client()
        client.cookies = alice.cookies
        return int(post(client, f"/api/requests/{alices.uid}/uploaded", {"chunks": 1}).status_code)

    put_status, complete_status = at_once([*puts(alice, alices, [(1, CHUNK)]), complete])

    assert (put_status, complete_status) in [(409, 202), (201, 422)]
    alices.refresh_from_db()
    assert alices.chunks_received == (1 if complete_status == 202 else 2)


@pytest.mark.django_db(transaction=True)
def test_cancelling_while_chunks_come_leaves_no_file(alice: Client, long: VideoRequest) -> None:
    cancel = [lambda: services.request_cancel(uid=long.uid)]

    at_once([*puts(alice, long, [(index, CHUNK) for index in range(6)]), *cancel])

    assert not default_storage.exists(str(long.uid))
    long.refresh_from_db()
    assert long.state == State.CANCELLED


def test_a_refusal_names_the_state_that_the_request_is_in(alice: Client, alices: VideoRequest) -> None:
    services.request_cancel(uid=alices.uid)

    assert chunk_put(alice, alices.uid, 0).json()["state"] == "cancelled"
