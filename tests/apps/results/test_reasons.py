from __future__ import annotations

import pytest
from django.utils.translation import override

from apps.results.reasons import KNOWN_REASONS, reason_format


def test_it_works() -> None:
    with override("en"):
        text = reason_format("motion, %(amount)s %% of the picture", 3.14, 1)
    assert text == "motion, 3.1 % of the picture"


def test_numbers_are_of_the_language() -> None:
    with override("ru"):
        assert reason_format("a stranger's %(amount)s", 3.0, 2) == "a stranger's 3,00"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("100 % sure", "100 % sure"), ("%s", "%s"), ("%(name)s", "%(name)s"), ("50 %%", "50 %"), ("", "")],
)
def test_a_text_that_is_no_format_is_shown_as_it_comes(text: str, shown: str) -> None:
    assert reason_format(text, 1.0, 0) == shown


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_known_reason_can_be_shown(language: str) -> None:
    with override(language):
        for text in map(str, KNOWN_REASONS):
            shown = reason_format(text, 0.5, 1)
            assert "%(" not in shown
            assert "%%" not in shown
