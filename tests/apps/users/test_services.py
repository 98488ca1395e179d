from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

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
