"""What the recommenders of this repository are called, in the user's language.

A worker announces its label in English. One that nobody has translated is shown as it comes.
"""

from __future__ import annotations

from django.utils.translation import pgettext, pgettext_lazy

KNOWN_LABELS = (
    pgettext_lazy("recommender", "Motion"),
    pgettext_lazy("recommender", "Novelty"),
    pgettext_lazy("recommender", "Objects"),
    pgettext_lazy("recommender", "Like your examples"),
)
"""Only for `make messages`, which cannot see what workers announce."""


def label_translate(label: str) -> str:
    return pgettext("recommender", label)
