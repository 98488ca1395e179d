"""Who a session belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from apps.users.models import User

SESSION_KEY = "user_id"


def session_user(session: Mapping[str, Any]) -> User | None:
    """The user of a session, if it has one already: reading makes nobody."""
    try:
        user_id = uuid.UUID(str(session.get(SESSION_KEY)))
    except ValueError:
        return None
    return User.objects.filter(pk=user_id).first()
