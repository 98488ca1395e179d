"""Creating, listing, looking at and cancelling requests."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from apps.plugins.models import Plugin
from apps.results.models import ScoreCurve, Segment
from apps.upload.models import State, VideoRequest
from apps.upload.services import request_cancel
from tests.apps.calls import BODY, chunk_put, post

Create = Callable[..., VideoRequest]


def test_it_works(plugin: Plugin, alice: Client) -> None:
    response = post(alice, "/api/requests", BODY)

    assert response.status_code == 201
    request = VideoRequest.objects.get()
    assert response.json() == {
        "user_request_uid": str(request.uid),
        "video_name": "Камера_1.mp4",
        "plugin_name": "motion",
        "img_size": 640,
        "chunk_frames": 50,
        "interval": 5.0,
        "max_chunk_bytes": 32 * 1024**2,
        "camera": "",
        "areas": [],
        "clock_start": "",
        "revision": 1,
        "state": "uploading",
        "url": f"/requests/{request.uid}/",
    }
    assert request.title == "Камера 1.mp4"


def test_request_json_lies_in_the_storage_at_once(alices: VideoRequest) -> None:
    with default_storage.open(f"{alices.uid}/Камера_1.mp4/request.json") as file:
        assert json.load(file) == {
            "version": 1,
            "plugin_name": "motion",
            "duration": 600.0,
            "interval": 5.0,
            "chunks": None,
            "camera": "",
            "areas": [],
            "examples": [],
            "taught": 0,
        }


def test_a_path_in_the_name_is_cut_off(create: Create, alice: Client) -> None:
    request = create(alice, video_name="..\\..\\etc/../pass\0wd\n.mp4")

    assert (request.title, request.video_name) == ("passwd.mp4", "pass_wd.mp4")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"size": 25 * 1024**3 + 1}, "too_large"),
        ({"duration": 25 * 3600 + 1}, "too_long"),
        ({"size": 0}, "invalid"),
        ({"size": 2**63}, "invalid"),
        ({"duration": 0}, "invalid"),
        ({"duration": "NaN"}, "invalid"),
        ({"interval": 0.1}, "invalid"),
        ({"interval": 61}, "invalid"),
        ({"fingerprint": ""}, "invalid"),
        ({"fingerprint": "a b"}, "invalid"),
        ({"video_name": ""}, "invalid"),
    ],
)
def test_what_is_out_of_bounds_is_refused(
    plugin: Plugin, alice: Client, values: dict[str, Any], code: str
) -> None:
    response = post(alice, "/api/requests", BODY | values)

    assert (response.status_code, response.json()["error"]["code"]) == (422, code)
    assert not VideoRequest.objects.exists()


def test_the_field_that_is_wrong_is_named_in_the_users_language(plugin: Plugin, alice: Client) -> None:
    body = json.dumps(BODY | {"size": "huge"})
    headers = {"Accept-Language": "ru"}

    answer = alice.post("/api/requests", body, content_type="application/json", headers=headers).json()

    with translation.override("ru"):
        message = gettext("The field %(field)s is not valid.") % {"field": "size"}
    assert answer == {"error": {"code": "invalid", "message": message}, "field": "size"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"size": NaN}', b'{"plugin_name": "\\ud800"}'])
def test_a_body_that_is_no_json_object_is_refused(plugin: Plugin, alice: Client, body: bytes) -> None:
    response = alice.post("/api/requests", body, content_type="application/json")

    assert (response.status_code, response.json()["error"]["code"]) == (422, "invalid")


def test_a_huge_json_body_is_refused_unread(plugin: Plugin, alice: Client) -> None:
    response = alice.post("/api/requests", b" " * (2 * 1024**2 + 1), content_type="application/json")

    assert response.status_code == 413


def test_the_limit_itself_is_allowed(create: Create, alice: Client) -> None:
    request = create(alice, size=25 * 1024**3, duration=24 * 3600, interval=0.2)

    assert request.frames_expected == 432_000


def test_a_plugin_that_is_not_running_takes_no_requests(plugin: Plugin, alice: Client) -> None:
    Plugin.objects.update(is_available=False)

    response = post(alice, "/api/requests", BODY)

    assert (response.status_code, response.json()["error"]["code"]) == (409, "plugin_unavailable")


def test_a_fourth_request_is_refused_until_one_ends(create: Create, alice: Client) -> None:
    requests = [create(alice) for _ in range(3)]

    response = post(alice, "/api/requests", BODY)
    assert (response.status_code, response.json()["error"]["code"]) == (429, "too_many_requests")

    alice.delete(f"/api/requests/{requests[0].uid}")
    assert post(alice, "/api/requests", BODY).status_code == 201


def test_the_limit_is_each_users_own(create: Create, alice: Client, charlie: Client) -> None:
    for _ in range(3):
        create(alice)

    assert post(charlie, "/api/requests", BODY).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_ten_requests_at_the_same_moment_take_three_slots(plugin: Plugin, alice: Client) -> None:
    alice.get("/api/plugins")
    alice.get("/")

    def create_one(_: int) -> int:
        client = Client()
        client.cookies = alice.cookies
        try:
            return int(post(client, "/api/requests", BODY).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(create_one, range(10)))

    assert sorted(statuses) == [201] * 3 + [429] * 7


def test_the_state_has_the_agreed_shape(alice: Client, alices: VideoRequest) -> None:
    assert alice.get(f"/api/requests/{alices.uid}").json() == {
        "user_request_uid": str(alices.uid),
        "plugin_name": "motion",
        "plugin_label": "Motion",
        "is_plugin_available": True,
        "img_size": 640,
        "video_name": "Камера_1.mp4",
        "title": "Камера 1.mp4",
        "size": 1_000_000,
        "duration": 600.0,
        "interval": 5.0,
        "fingerprint": "0" * 64,
        "camera": "",
        "areas": [],
        "clock_start": "",
        "keeps_features": False,
        "is_scored_again": False,
        "is_judged": False,
        "state": "uploading",
        "error": "",
        "revision": 1,
        "created": alices.created.isoformat(),
        "url": f"/requests/{alices.uid}/",
        "progress": {
            "frames_expected": 120,
            "frames_received": 0,
            "frames_processed": 0,
            "chunks_received": 0,
            "chunks_processed": 0,
            "chunks_total": None,
        },
        "ahead": 0,
        "received_chunks": [],
        "segments": [],
    }


def test_the_list_has_the_newest_first_and_nothing_of_others(
    create: Create, alice: Client, charlie: Client
) -> None:
    uids = [str(create(alice).uid) for _ in range(2)]
    create(charlie)

    listed = [request["user_request_uid"] for request in alice.get("/api/requests").json()["requests"]]

    assert listed == uids[::-1]


def test_the_list_of_somebody_new_is_empty(db: None, charlie: Client) -> None:
    assert charlie.get("/api/requests").json() == {"requests": []}
    assert not charlie.cookies


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/api/requests/{}"),
        ("delete", "/api/requests/{}"),
        ("put", "/api/requests/{}/chunks/0"),
        ("post", "/api/requests/{}/uploaded"),
        ("get", "/api/requests/{}/scores"),
        ("get", "/api/requests/{}/proposals?on=0.5"),
        ("put", "/api/requests/{}/segments"),
    ],
)
def test_to_a_stranger_the_request_does_not_exist(
    create: Create, alices: VideoRequest, charlie: Client, method: str, path: str
) -> None:
    create(charlie)
    for uid in (alices.uid, uuid4()):
        response = getattr(charlie, method)(path.format(uid), content_type="application/json")
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")
    alices.refresh_from_db()
    assert alices.state == State.UPLOADING


def test_a_cancelled_request_leaves_the_list_and_its_files_go(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Any
) -> None:
    chunk_put(alice, alices.uid, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert alice.delete(f"/api/requests/{alices.uid}").status_code == 204

    assert alice.get("/api/requests").json() == {"requests": []}
    assert alice.get(f"/api/requests/{alices.uid}").json()["state"] == "cancelled"
    assert not default_storage.exists(str(alices.uid))


def test_of_a_ready_request_that_is_removed_no_segment_and_no_score_is_left(
    alice: Client, ready: VideoRequest
) -> None:
    assert alice.delete(f"/api/requests/{ready.uid}").status_code == 204

    assert alice.get(f"/api/requests/{ready.uid}").json()["segments"] == []
    assert alice.get(f"/api/requests/{ready.uid}/scores").status_code == 404
    assert alice.get(f"/requests/{ready.uid}/segments.csv").content == b""
    assert alice.get(f"/requests/{ready.uid}/segments.json").json()["segments"] == []
    assert not Segment.objects.exists()
    assert not ScoreCurve.objects.exists()


def test_cancelling_twice_is_cancelling_once(alice: Client, alices: VideoRequest) -> None:
    request_cancel(uid=alices.uid)
    alices.refresh_from_db()
    revision, finished = alices.revision, alices.finished

    assert alice.delete(f"/api/requests/{alices.uid}").status_code == 204
    alices.refresh_from_db()
    assert (alices.revision, alices.finished) == (revision, finished)


def test_an_unknown_method_names_those_that_there_are(alice: Client, alices: VideoRequest) -> None:
    response = alice.patch(f"/api/requests/{alices.uid}")

    assert (response.status_code, response["Allow"]) == (405, "GET, DELETE")


def test_without_the_csrf_token_nothing_is_done(plugin: Plugin) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/")

    response = post(client, "/api/requests", BODY)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "csrf")

    client = Client(enforce_csrf_checks=True)
    token = client.get("/").cookies["csrftoken"].value
    response = client.post(
        "/api/requests", json.dumps(BODY), "application/json", headers={"X-CSRFToken": token}
    )
    assert response.status_code == 201


def test_messages_are_in_the_users_language_where_it_is_translated(plugin: Plugin, alice: Client) -> None:
    response = alice.post(
        "/api/requests", b"{", content_type="application/json", headers={"Accept-Language": "ru"}
    )

    assert response["Content-Language"] == "ru"
