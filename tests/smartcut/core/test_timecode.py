import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcut.core.timecode import timecode_format, timecode_parse


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "00:00:00.000"),
        (0.0004, "00:00:00.000"),
        (59.9996, "00:01:00.000"),
        (3725.25, "01:02:05.250"),
        (86_399.999, "23:59:59.999"),
        (360_000, "100:00:00.000"),
    ],
)
def test_seconds_are_shown_as_a_timecode(seconds: float, text: str) -> None:
    assert timecode_format(seconds) == text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        ("7.5", 7.5),
        ("7,5", 7.5),
        ("7.", 7),
        ("90", 90),
        ("1:02", 62),
        (" 01:02:05.250 ", 3725.25),
        ("100:00:00", 360_000),
    ],
)
def test_a_time_is_read_as_an_analyst_writes_it(text: str, seconds: float) -> None:
    assert timecode_parse(text) == seconds


@pytest.mark.parametrize("text", ["", "-1", "a", "1:", ":1", "1:2:3:4", "1.5:00", "1 2", "nan", "1e3", ".5"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"write HH:MM:SS\.mmm"):
        timecode_parse(text)


@given(st.integers(0, 30 * 3600 * 1000))
def test_a_timecode_reads_back_as_the_same_millisecond(milliseconds: int) -> None:
    assert round(timecode_parse(timecode_format(milliseconds / 1000)) * 1000) == milliseconds
