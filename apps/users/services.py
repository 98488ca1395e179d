from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from apps.users.models import User
from apps.users.selectors import SESSION_KEY, session_user

SEEN_EVERY = timedelta(minutes=5)


def request_user(request: HttpRequest) -> User:
    """The user of this browser session; a new session gets one."""
    user = session_user(request.session)
    if user is None:
        user = User.objects.create()
        request.session[SESSION_KEY] = str(user.pk)
    user_see(user=user)
    return user


def user_see(*, user: User) -> None:
    """Notes that the user was here, seldom enough not to write on every call."""
    now = timezone.now()
    if now - user.last_seen > SEEN_EVERY:
        User.objects.filter(pk=user.pk).update(last_seen=now)


def users_forget() -> int:
    """Removes users without requests whose session cookie has run out; gives how many."""
    before = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    # by its related name: apps import only downwards
    idle = User.objects.filter(last_seen__lt=before, requests__isnull=True)
    return idle.delete()[0]
