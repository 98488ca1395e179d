"""request.json and scores.json, as the two sides read what the other wrote."""

import pytest
from pydantic import ValidationError

from smartcut.core.request_file import RequestFile
from smartcut.core.scores_file import ScoresFile
from smartcut.core.segments import Segment, Thresholds


def test_a_request_is_read_as_it_was_written() -> None:
    request = RequestFile(plugin_name="motion", duration=60.5, interval=5)
    assert RequestFile.model_validate_json(request.model_dump_json()) == request
    assert request.chunks is None


def test_a_request_may_carry_more_than_this_worker_knows() -> None:
    text = '{"version": 1, "plugin_name": "motion", "duration": 9, "interval": 1, "chunks": 2, "areas": []}'
    assert RequestFile.model_validate_json(text).chunks == 2


def test_a_request_of_another_version_is_refused() -> None:
    with pytest.raises(ValidationError):
        RequestFile.model_validate_json('{"version": 2, "plugin_name": "m", "duration": 9, "interval": 1}')


def test_scores_are_read_as_they_were_written() -> None:
    scores = ScoresFile(
        times=[0, 0.1, 86_399.999],
        scores=[0, 1, 1 / 3],
        thresholds=Thresholds(),
        segments=[Segment(start=0, stop=15)],
        boxes=bytes(range(256)),
    )
    assert ScoresFile.model_validate_json(scores.model_dump_json()) == scores
    assert scores.plugin_version == ""
