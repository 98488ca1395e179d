"""What a plugin may be called."""

MAX_LENGTH = 50
MAX_LABEL_LENGTH = 100
"""The web keeps no more."""
TAKEN = ("smartcut", "redis", "results", "web", "demo")
"""Other programs on the screen of ``manage.py up``."""
