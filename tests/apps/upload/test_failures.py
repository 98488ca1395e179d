"""A worker's sentence reaches the analyst in the language of the page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import translation

from apps.results.services import request_fail
from apps.upload.failures import failure_translate
from apps.upload.models import VideoRequest
from smartcut.core import failures

VALUES = {
    "chunk": "000003.zip",
    "count": "3",
    "place": failures.AT_FRAMES % {"chunk": "000003.zip", "start": "150.000", "stop": "199.000"},
    "plugin": "Motion",
    "reason": "out of memory (8 GB)",
    "seconds": "600",
    "start": "150.000",
    "these": "((3,), float64)",
    "those": "((4,), float64)",
}


@pytest.mark.parametrize("sentence", failures.SENTENCES)
def test_every_sentence_of_a_worker_is_known_again(sentence: str) -> None:
    error = sentence % VALUES
    with translation.override("en"):
        assert failure_translate(error) == error
    with translation.override("ru"):
        words = re.sub(r"\(.*\)|\S*\d\S*|out of memory", "", failure_translate(error))
    assert re.search("[а-я]", words)
    assert not re.search("[A-Za-z]", words)


@pytest.mark.parametrize("place", failures.PLACES)
def test_places_inside_a_sentence_are_translated_too(place: str) -> None:
    values = {"chunk": "000003.zip", "start": "150.000", "stop": "199.000", "frames": "600"}
    error = failures.PROCESS_LOST % {"count": 3, "place": place % values}
    with translation.override("ru"):
        assert not re.search("[A-Za-z]", failure_translate(error).replace("000003.zip", ""))


def test_a_sentence_that_nobody_knows_stays_as_it_came() -> None:
    with translation.override("ru"):
        assert failure_translate("The lens is dirty.") == "The lens is dirty."
        assert failure_translate("") == ""


def test_the_analyst_reads_it_in_russian(alice: Client, scoring: VideoRequest) -> None:
    request_fail(uid=scoring.uid, error=failures.CALL_FAILED % VALUES)
    alice.cookies["django_language"] = "ru"
    error = alice.get(f"/api/requests/{scoring.uid}").json()["error"]
    assert error.replace("\xa0", " ") == (
        "Детектор «Движение» не смог проанализировать видео (часть 000003.zip, кадры от 150.000 с "
        "до 199.000 с): out of memory (8 GB). Попробуйте другой детектор или сообщите администратору."
    )
