"""What workers send in English, in the user's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext

from apps.plugins.labels import label_translate
from smartcut.core.failures import PLACES, SENTENCES


def failure_translate(error: str) -> str:
    """What is none of the known sentences, a plugin's own for instance, stays as it came."""
    return _translate(error, SENTENCES)


def _translate(text: str, known: Sequence[str]) -> str:
    for sentence in known:
        if match := _pattern(sentence).fullmatch(text):
            return gettext(sentence) % {name: _part(name, value) for name, value in match.groupdict().items()}
    return text


def _part(name: str, value: str) -> str:
    if name == "place":
        return _translate(value, PLACES)
    return label_translate(value) if name == "plugin" else value


@cache
def _pattern(sentence: str) -> re.Pattern[str]:
    """``chunk %(chunk)s`` → ``chunk (?P<chunk>.+?)``."""
    texts = re.split(r"%\((\w+)\)s", sentence)
    parts = [f"(?P<{text}>.+?)" if index % 2 else re.escape(text) for index, text in enumerate(texts)]
    return re.compile("".join(parts), re.DOTALL)
