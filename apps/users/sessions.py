"""Sessions in the database that stay the same analyst's when somebody logs in to the admin or out."""

from __future__ import annotations

from django.contrib.sessions.backends import db

from apps.users.selectors import SESSION_KEY


class SessionStore(db.SessionStore):
    def flush(self) -> None:
        """Django's login and logout call this: all goes, and a new key comes, but the user stays."""
        user_id = self.get(SESSION_KEY)
        super().flush()
        if user_id is not None:
            self[SESSION_KEY] = user_id
