"""Cameras are named and given areas by their user, and nobody else sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client

from apps.cameras.models import Camera
from apps.upload.models import VideoRequest
from apps.users.models import User
from smartcut.core.request_file import RequestFile
from tests.apps.calls import BODY, chunk_put, post, put

Create = Callable[..., VideoRequest]

IGNORED = {"kind": "ignore", "points": [[0.0, 0.0], [0.5, 0.0], [0.5, 0.25]]}
LOOKED_AT = {"kind": "look", "points": [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]}


def save(client: Client, name: str = "Gate", areas: Any = (IGNORED,)) -> Any:
    return put(client, "/api/cameras", {"name": name, "areas": list(areas)})


def cameras(client: Client) -> Any:
    return client.get("/api/cameras").json()["cameras"]


def test_it_works(db: None, alice: Client) -> None:
    response = save(alice)

    assert (response.status_code, response.json()) == (200, {"name": "Gate", "areas": [IGNORED]})
    assert cameras(alice) == [{"name": "Gate", "areas": [IGNORED]}]


def test_saving_again_replaces_the_areas_and_brings_the_camera_to_the_front(db: None, alice: Client) -> None:
    save(alice)
    save(alice, "Yard")
    save(alice, areas=[LOOKED_AT])

    assert [camera["name"] for camera in cameras(alice)] == ["Gate", "Yard"]
    assert cameras(alice)[0]["areas"] == [LOOKED_AT]


def test_a_camera_may_lose_all_its_areas(db: None, alice: Client) -> None:
    save(alice)
    save(alice, areas=[])

    assert cameras(alice) == [{"name": "Gate", "areas": []}]


def test_to_a_stranger_the_camera_does_not_exist(create: Create, alice: Client, charlie: Client) -> None:
    save(alice)

    assert cameras(charlie) == []
    assert b"Gate" not in charlie.get("/").content
    request = create(charlie, camera="Gate")
    assert request.areas == []
    save(charlie, areas=[LOOKED_AT])
    assert cameras(alice)[0]["areas"] == [IGNORED]


def test_the_list_of_somebody_new_is_empty_and_makes_nobody(db: None, charlie: Client) -> None:
    assert cameras(charlie) == []
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "two\nlines", "\u202eback", None, 7])
def test_a_name_that_nobody_could_read_is_refused(db: None, alice: Client, name: Any) -> None:
    response = save(alice, name)

    assert (response.status_code, response.json()["field"]) == (422, "name")
    assert not Camera.objects.exists()


def test_a_name_is_trimmed_and_spelled_in_one_way(db: None, alice: Client) -> None:
    save(alice, "  Двери\u0306 ")
    save(alice, "Дверй")

    assert [camera["name"] for camera in cameras(alice)] == ["Дверй"]


@pytest.mark.parametrize(
    ("points", "code", "words"),
    [
        ([[0, 0], [1, 1], [1, 0], [0, 1]], "bad_area", "The edges of area 2 cross each other."),
        ([[0, 0], [0.5, 0.5], [1, 1]], "bad_area", "Area 2 is flat"),
        ([[0.5, 0.5]] * 3, "bad_area", "Area 2 is flat"),
        ([[0, 0], [1, 0]], "invalid", "areas.1.points"),
        ([[0, 0], [1.5, 0], [1, 1]], "invalid", "areas.1.points"),
    ],
)
def test_a_polygon_without_an_inside_is_refused_in_words(
    db: None, alice: Client, points: Any, code: str, words: str
) -> None:
    response = save(alice, areas=[IGNORED, {"kind": "look", "points": points}])

    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (422, code)
    assert words in error["message"]
    assert not Camera.objects.exists()


def test_more_areas_than_a_camera_may_have_are_refused(db: None, alice: Client) -> None:
    assert save(alice, areas=[IGNORED] * 20).status_code == 200

    response = save(alice, areas=[IGNORED] * 21)

    assert (response.status_code, response.json()["error"]["code"]) == (422, "too_many_areas")
    assert "20 areas at most" in response.json()["error"]["message"]


def rename(client: Client, name: str, new_name: Any) -> Any:
    body = json.dumps({"name": name, "new_name": new_name})
    return client.patch("/api/cameras", body, content_type="application/json")


def delete(client: Client, name: str) -> int:
    return int(client.delete(f"/api/cameras?{urlencode({'name': name})}").status_code)


def test_a_renamed_camera_keeps_its_areas_and_its_videos(create: Create, alice: Client) -> None:
    save(alice, "Gate")
    request = create(alice, camera="Gate")

    response = rename(alice, "Gate", " Gate north ")

    assert (response.status_code, response.json()) == (200, {"name": "Gate north", "areas": [IGNORED]})
    assert cameras(alice) == [response.json()]
    state = alice.get(f"/api/requests/{request.uid}").json()
    assert (state["camera"], state["areas"], state["revision"]) == ("Gate north", [IGNORED], 1)
    assert rename(alice, "Gate north", "Gate north").status_code == 200


def test_a_camera_is_not_renamed_to_another_one(db: None, alice: Client) -> None:
    save(alice, "Gate")
    save(alice, "Yard", areas=[])

    response = rename(alice, "Yard", "Gate")

    assert (response.status_code, response.json()["error"]["code"]) == (409, "camera_exists")
    assert [camera["name"] for camera in cameras(alice)] == ["Yard", "Gate"]


@pytest.mark.parametrize("name", ["", "x" * 101, "two\nlines", None])
def test_a_camera_is_not_renamed_to_what_nobody_could_read(db: None, alice: Client, name: Any) -> None:
    save(alice)
    response = rename(alice, "Gate", name)
    assert (response.status_code, response.json()["field"]) == (422, "new_name")


def test_a_deleted_camera_is_gone_and_its_videos_stay(create: Create, alice: Client) -> None:
    save(alice, "Gate / 2 & 3")
    request = create(alice, camera="Gate / 2 & 3")

    assert [delete(alice, "Gate / 2 & 3 ") for _ in range(2)] == [204, 204]

    assert cameras(alice) == []
    state = alice.get(f"/api/requests/{request.uid}").json()
    assert (state["camera"], state["areas"]) == ("Gate / 2 & 3", [IGNORED])


def test_a_stranger_neither_renames_nor_deletes(create: Create, alice: Client, charlie: Client) -> None:
    save(alice)
    for stranger in (Client(), charlie):
        assert rename(stranger, "Gate", "Mine").json()["error"]["code"] == "no_camera"
        assert delete(stranger, "Gate") == 204
        create(charlie)
    assert [camera["name"] for camera in cameras(alice)] == ["Gate"]


def test_there_are_only_so_many_cameras(
    create: Create, alice: Client, charlie: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("services", "views"):
        monkeypatch.setattr(f"apps.cameras.{module}.CAMERAS_AT_MOST", 2)
    save(alice, "Gate")
    save(alice, "Yard")

    response = save(alice, "Dock")
    assert (response.status_code, response.json()["error"]["code"]) == (422, "too_many_cameras")
    assert "2 cameras at most" in response.json()["error"]["message"]
    assert create(alice, camera="Dock").camera == "Dock"  # no search waits for a list of names
    assert [camera["name"] for camera in cameras(alice)] == ["Yard", "Gate"]
    assert save(alice, "Gate", areas=[]).status_code == save(charlie, "Dock").status_code == 200
    delete(alice, "Yard")
    assert save(alice, "Dock").status_code == 200


def test_the_same_camera_is_not_kept_twice(db: None, alice: Client) -> None:
    save(alice)
    camera = Camera.objects.get()
    for name in ("Gate", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            Camera.objects.create(user=camera.user, name=name)


def test_a_request_takes_the_areas_that_its_camera_has_at_that_moment(create: Create, alice: Client) -> None:
    save(alice)
    request = create(alice, camera=" Gate ")
    save(alice, areas=[LOOKED_AT])

    state = alice.get(f"/api/requests/{request.uid}").json()
    assert (state["camera"], state["areas"]) == ("Gate", [IGNORED])
    assert create(alice, camera="Gate").areas == [LOOKED_AT]


def test_what_the_camera_is_and_has_lies_in_request_json_until_the_end(create: Create, alice: Client) -> None:
    save(alice)
    request = create(alice, camera="Gate", duration=100.0)
    path = request.folder.request

    def read() -> RequestFile:
        with default_storage.open(path) as file:
            return RequestFile.model_validate(json.load(file))

    assert (read().camera, read().areas[0].kind) == ("Gate", "ignore")
    save(alice, areas=[LOOKED_AT])
    chunk_put(alice, request.uid, 0)
    assert post(alice, f"/api/requests/{request.uid}/uploaded", {"chunks": 1}).status_code == 202
    assert (read().camera, read().areas[0].kind) == ("Gate", "ignore")


def test_a_camera_named_with_a_request_is_remembered(create: Create, alice: Client) -> None:
    create(alice, camera="Yard")
    create(alice)

    assert cameras(alice) == [{"name": "Yard", "areas": []}]


@pytest.mark.parametrize("camera", ["x" * 101, "two\nlines", None, ["Gate"]])
def test_a_request_with_a_name_that_nobody_could_read_is_refused(
    plugin: None, alice: Client, camera: Any
) -> None:
    response = post(alice, "/api/requests", BODY | {"camera": camera})

    assert (response.status_code, response.json()["field"]) == (422, "camera")
    assert not VideoRequest.objects.exists()
    assert not Camera.objects.exists()


def test_a_request_that_is_refused_leaves_no_camera(create: Create, alice: Client) -> None:
    for _ in range(3):
        create(alice)

    assert post(alice, "/api/requests", BODY | {"camera": "Gate"}).status_code == 429
    assert cameras(alice) == []
