"""Local time as the recorder has it."""

from __future__ import annotations

import pytest

from smartcut.core.clock import clock_at, clock_check


@pytest.mark.parametrize("text", ["", "2023-06-14T09:30:00", "2024-02-29T23:59:59", "1990-01-01T00:00:00"])
def test_a_time_that_exists_is_taken(text: str) -> None:
    assert clock_check(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-14",
        "2023-06-14T09:30",
        "2023-06-14 09:30:00",
        "2023-06-14T09:30:00Z",
        "2023-06-14T09:30:00+02:00",
        "2023-06-14T09:30:00.5",
        "2023-02-29T09:30:00",
        "2023-06-14T24:00:00",
        "1904-01-01T00:00:00",
        "2100-01-01T00:00:00",
        "٢٠٢٣-06-14T09:30:00",
        "yesterday",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        clock_check(text)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "2023-12-31T23:59:00.000"),
        (96.5, "2024-01-01T00:00:36.500"),
        (0.0006, "2023-12-31T23:59:00.001"),
        (24 * 3600, "2024-01-01T23:59:00.000"),
    ],
)
def test_the_clock_runs_on_from_the_start(seconds: float, shown: str) -> None:
    assert clock_at("2023-12-31T23:59:00", seconds) == shown
