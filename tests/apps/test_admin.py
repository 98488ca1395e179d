"""Admin pages: to look at, to search, and to cancel."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from apps.cameras.services import camera_save
from apps.plugins.models import Plugin
from apps.upload.models import State, VideoRequest

REQUESTS = "/admin/upload/videorequest/"


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin"))
    return client


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_it_works(admin: Client, ready: VideoRequest) -> None:
    page = text(admin, REQUESTS)

    assert "Камера 1.mp4" in page
    assert 'value="100"' in page
    assert f"/admin/users/user/{ready.user_id}/change/" in page


@pytest.mark.parametrize(
    "url",
    [
        REQUESTS + "?q=Камера",
        REQUESTS + "?state__exact=ready",
        "/admin/results/segment/?q=Камера",
        "/admin/plugins/plugin/?is_available__exact=1",
        "/admin/users/user/?q=",
        "/admin/cameras/camera/?q=Gate",
    ],
)
def test_every_list_can_be_searched_and_filtered(admin: Client, ready: VideoRequest, url: str) -> None:
    camera_save(user=ready.user, name="Gate", areas=())
    assert "1 " in text(admin, url)


def test_every_row_has_a_page(admin: Client, ready: VideoRequest) -> None:
    segment = ready.segments.get()
    camera = camera_save(user=ready.user, name="Gate", areas=())
    urls = [
        f"{REQUESTS}{ready.uid}/change/",
        f"/admin/results/segment/{segment.pk}/change/",
        "/admin/plugins/plugin/motion/change/",
        f"/admin/cameras/camera/{camera.pk}/change/",
        f"/admin/users/user/{ready.user_id}/change/",
    ]
    for url in urls:
        page = text(admin, url)
        assert 'name="_save"' not in page
        assert "Delete" not in page


def test_a_running_request_shows_how_far_it_is(admin: Client, scoring: VideoRequest) -> None:
    VideoRequest.objects.update(frames_processed=30)

    page = text(admin, REQUESTS)

    assert 'value="25"' in page
    assert "–" in page


def test_a_plugin_that_fell_silent_is_shown_as_gone(admin: Client, plugin: Plugin) -> None:
    assert "icon-yes" in text(admin, "/admin/plugins/plugin/")
    Plugin.objects.update(is_available=False)
    assert "icon-no" in text(admin, "/admin/plugins/plugin/")


def test_running_requests_can_be_cancelled_and_others_stay(
    admin: Client, alices: VideoRequest, ready: VideoRequest, alice: Client
) -> None:
    other = VideoRequest.objects.get(pk=ready.pk)
    other.pk, other.state, other.finished = None, State.UPLOADING, None
    other.uid = VideoRequest._meta.get_field("uid").get_default()
    other.save(force_insert=True)

    response = admin.post(
        REQUESTS, {"action": "cancel", "_selected_action": [str(ready.pk), str(other.pk)]}, follow=True
    )

    assert "1 request was cancelled." in response.content.decode()
    other.refresh_from_db()
    ready.refresh_from_db()
    assert (other.state, ready.state) == (State.CANCELLED, State.READY)


def test_who_may_only_look_may_not_cancel(alices: VideoRequest) -> None:
    viewer = get_user_model().objects.create_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_videorequest"))
    client = Client()
    client.force_login(viewer)

    client.post(REQUESTS, {"action": "cancel", "_selected_action": [str(alices.pk)]})

    alices.refresh_from_db()
    assert alices.state == State.UPLOADING


def test_nothing_can_be_added_or_deleted(admin: Client, ready: VideoRequest) -> None:
    assert admin.get(REQUESTS + "add/").status_code == 403
    assert admin.post(f"{REQUESTS}{ready.uid}/delete/", {"post": "yes"}).status_code == 403
    assert admin.post(f"{REQUESTS}{ready.uid}/change/", {"title": "x"}).status_code == 403
