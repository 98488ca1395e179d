"""What DVR-Scan prints is read as spans."""

from __future__ import annotations

import pytest

from bench.dvr_scan import timecodes_read
from smartcut.core.segments import segments_from_spans


def test_the_last_line_is_pairs_of_timecodes() -> None:
    printed = "[DVR-Scan] Scanning...\n00:00:01.500,00:00:07.000,01:00:00.000,01:00:02.250\n"
    assert timecodes_read(printed) == [(1.5, 7.0), (3600.0, 3602.25)]


@pytest.mark.parametrize("printed", ["", "\n", "[DVR-Scan] No motion events detected in input.\n"])
def test_nothing_found_is_no_span(printed: str) -> None:
    assert timecodes_read(printed) == []


def test_spans_are_held_to_the_rules_of_segments() -> None:
    segments = segments_from_spans([(30.0, 32.0), (40.0, 44.0), (80.0, 100.0)], duration=120.0)
    assert [(segment.start, segment.stop) for segment in segments] == [(23.5, 49.5), (80.0, 100.0)]
