from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User as AdminUser
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from apps.upload.models import VideoRequest
from apps.users.models import User

pytestmark = pytest.mark.django_db


def test_a_session_is_one_user(alice: Client) -> None:
    for _ in range(3):
        alice.get("/")

    assert str(User.objects.get().pk) == alice.session["user_id"]


def test_two_browsers_are_two_users(alice: Client, charlie: Client) -> None:
    alice.get("/")
    charlie.get("/")

    assert User.objects.count() == 2


@pytest.fixture
def admin() -> AdminUser:
    return AdminUser.objects.create_superuser("admin", password="secret")


def log_in(client: Client, name: str) -> None:
    form = {"username": name, "password": "secret", "next": "/admin/"}
    assert client.post("/admin/login/", form).status_code == 302


def is_logged_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_logging_in_to_the_admin_and_out_leaves_the_analyst_who_they_were(
    alice: Client, alices: VideoRequest, admin: AdminUser
) -> None:
    log_in(alice, "admin")
    assert is_logged_in(alice)
    key = alice.session.session_key

    alice.post("/admin/logout/")

    assert not is_logged_in(alice)
    assert alice.session.session_key != key
    assert not Session.objects.filter(pk=key).exists()
    assert alice.get(f"/api/requests/{alices.uid}").status_code == 200


def test_another_login_and_a_new_password_leave_the_analyst_who_they_were(
    alice: Client, alices: VideoRequest, admin: AdminUser
) -> None:
    AdminUser.objects.create_superuser("other", password="secret")
    log_in(alice, "other")
    log_in(alice, "admin")
    admin.set_password("new")
    admin.save()

    assert not is_logged_in(alice)
    assert alice.get(f"/api/requests/{alices.uid}").status_code == 200


def test_logging_out_without_having_been_an_analyst_leaves_no_cookie(admin: AdminUser) -> None:
    client = Client()
    log_in(client, "admin")
    client.post("/admin/logout/")

    assert not Session.objects.exists()


def test_a_user_that_was_forgotten_gets_a_new_row(alice: Client) -> None:
    alice.get("/")
    User.objects.all().delete()

    assert alice.get("/").status_code == 200
    assert User.objects.count() == 1


def test_a_visit_is_noted_but_not_each_call(alice: Client) -> None:
    alice.get("/")
    minutes = timezone.now() - timedelta(minutes=4), timezone.now() - timedelta(minutes=6)
    for before, is_noted in zip(minutes, (False, True), strict=True):
        User.objects.update(last_seen=before)
        alice.get("/")
        assert (User.objects.get().last_seen != before) is is_noted
