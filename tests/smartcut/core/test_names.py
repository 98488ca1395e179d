from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcut.core.folder import RequestFolder
from smartcut.core.names import MAX_BYTES, MAX_LENGTH, video_name_make_safe


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert video_name_make_safe("gate-2_2026.mp4") == "gate-2_2026.mp4"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("", "video"),
        (".", "video"),
        ("..", "video"),
        ("...", "video"),
        ("../..", "video"),
        ("folder/", "video"),
        ("???", "video"),
        (".mp4", "mp4"),
        (".hidden.mp4", "hidden.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\day 1.MOV", "day_1.MOV"),
        ("a\0b\nc.mp4", "a_b_c.mp4"),
        ("Камера №3, день.mp4", "Камера_3_день.mp4"),
        ("two..dots.mp4", "two..dots.mp4"),
        ("x" * 300 + ".mp4", "x" * 96 + ".mp4"),
        ("no-ending" * 30, ("no-ending" * 30)[:100]),
        ("v." + "e" * 300, "v." + "e" * 98),
    ],
)
def test_a_name_from_a_form_becomes_one_safe_component(name: str, safe: str) -> None:
    assert video_name_make_safe(name) == safe


def test_a_name_of_wide_characters_fits_into_a_file_name() -> None:
    safe = video_name_make_safe("監" * 100 + ".mp4")
    assert len(safe.encode()) <= MAX_BYTES
    assert safe.endswith("監.mp4")


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_any_text_becomes_a_name_that_leads_nowhere_else(name: str) -> None:
    safe = video_name_make_safe(name)
    assert 1 <= len(safe) <= MAX_LENGTH
    assert len(safe.encode()) <= MAX_BYTES
    assert safe.isprintable()
    assert not safe.startswith(".")
    assert PurePosixPath(safe).name == PureWindowsPath(safe).name == safe


@given(st.text(max_size=200))
def test_a_safe_name_stays_the_same_when_made_safe_again(name: str) -> None:
    safe = video_name_make_safe(name)
    assert video_name_make_safe(safe) == safe


@given(st.text(max_size=200))
def test_a_folder_with_a_safe_name_can_be_read_back(name: str) -> None:
    folder = RequestFolder("0d4a", video_name_make_safe(name))
    assert RequestFolder.parse(folder.path) == (folder, None)
    assert RequestFolder.parse(folder.chunk(7)) == (folder, 7)
