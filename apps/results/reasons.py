"""Why a frame has its score, in the user's language.

Plugins give their reasons in English. One that nobody has translated, a third party's, is shown as it comes.
"""

from __future__ import annotations

import re

from django.utils.formats import number_format
from django.utils.translation import pgettext, pgettext_lazy

KNOWN_REASONS = (
    pgettext_lazy("reason", "motion, %(amount)s %% of the picture"),
    pgettext_lazy("reason", "person %(amount)s"),
    pgettext_lazy("reason", "bicycle %(amount)s"),
    pgettext_lazy("reason", "car %(amount)s"),
    pgettext_lazy("reason", "motorcycle %(amount)s"),
    pgettext_lazy("reason", "bus %(amount)s"),
    pgettext_lazy("reason", "train %(amount)s"),
    pgettext_lazy("reason", "truck %(amount)s"),
    pgettext_lazy("reason", "something %(amount)s"),
    pgettext_lazy("reason", "unlike the rest of the day"),
    pgettext_lazy("reason", "light change"),
    pgettext_lazy("reason", "infrared switch"),
    pgettext_lazy("reason", "camera shake or focus"),
    pgettext_lazy("reason", "in a single frame only"),
    pgettext_lazy("reason", "rain or snow"),
    pgettext_lazy("reason", "out of focus, near the lens"),
    pgettext_lazy("reason", "broken picture"),
    pgettext_lazy("reason", "usual at this place"),
    pgettext_lazy("reason", "always there"),
    pgettext_lazy("reason", "like what you marked as relevant"),
    pgettext_lazy("reason", "like what you marked as irrelevant"),
)
"""Only for `make messages`, which cannot see what workers send."""

DIGITS_AT_MOST = 6
_PLACES = re.compile(r"%%|%\(amount\)s")


def reason_translate(text: str) -> str:
    return pgettext("reason", text)


def reason_format(text: str, amount: float, digits: int) -> str:
    """By hand and not with ``%``: a stranger's "100 % sure" is no format, and must not be an error."""
    number = number_format(round(amount, digits), digits)
    return _PLACES.sub(lambda place: "%" if place[0] == "%%" else number, reason_translate(text))
