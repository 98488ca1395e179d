"""What is a chunk and what is not; nothing hostile raises anything but ``ChunkError``."""

from __future__ import annotations

import contextlib
import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcut.core import chunks
from smartcut.core.chunks import ChunkError, chunk_check, jpeg_size
from tests.apps.jpegs import chunk_make, jpeg, zip_make

NAME = "0000000000.jpg"


def check(content: bytes, img_size: int = 640) -> list[int]:
    return chunk_check(io.BytesIO(content), img_size=img_size)


def code(content: bytes, img_size: int = 640) -> str:
    with pytest.raises(ChunkError) as error:
        check(content, img_size)
    return error.value.code


def test_it_works() -> None:
    assert check(chunk_make([0, 5000, 86_399_999])) == [0, 5000, 86_399_999]


@pytest.mark.parametrize("count", [1, 50])
def test_one_to_fifty_frames_are_taken(count: int) -> None:
    assert len(check(chunk_make(range(count)))) == count


@pytest.mark.parametrize("count", [0, 51, 70_000])
def test_another_number_of_frames_is_refused(count: int) -> None:
    assert code(chunk_make(range(count), b"")) in ("frame_count", "not_a_zip")


@pytest.mark.parametrize(
    "name",
    ["1.jpg", "0000000000.jpeg", "0000000000.JPG", "../000000000.jpg", "a/0000000000.jpg", "٠٠٠٠٠٠٠٠٠٠.jpg"],
)
def test_a_name_that_is_no_time_is_refused(name: str) -> None:
    assert code(zip_make([(name, jpeg())])) == "name"


@pytest.mark.parametrize("times", [[5000, 0], [0, 0], [0, 5000, 5000]])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_times_must_ascend(times: list[int]) -> None:
    assert code(chunk_make(times)) == "order"


def test_compressed_frames_are_refused_before_anything_is_unpacked() -> None:
    bomb = zip_make([(NAME, b"\0" * 64 * 1024**2)], zipfile.ZIP_DEFLATED)

    tracemalloc.start()
    assert code(bomb) == "compressed"
    assert tracemalloc.get_traced_memory()[1] < 4 * 1024**2
    tracemalloc.stop()


def test_a_directory_of_a_hundred_thousand_names_is_not_even_read() -> None:
    bomb = zip_make((f"{time:010d}.jpg", b"") for time in range(100_000))

    tracemalloc.start()
    assert code(bomb) in ("not_a_zip", "frame_count")
    assert tracemalloc.get_traced_memory()[1] < 1024**2
    tracemalloc.stop()


def test_an_end_record_that_belittles_a_long_directory_is_refused() -> None:
    content = bytearray(zip_make((f"{time:010d}.jpg", b"") for time in range(1000)))
    struct.pack_into("<HH", content, len(content) - 14, 1, 1)

    assert code(bytes(content)) == "not_a_zip"


def test_an_end_record_that_belittles_the_number_of_frames_is_refused() -> None:
    content = bytearray(chunk_make(range(51)))
    struct.pack_into("<HH", content, len(content) - 14, 1, 1)

    assert code(bytes(content)) == "frame_count"


def test_zip64_is_refused() -> None:
    content = chunk_make([0])
    end = len(content) - 22
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)

    assert code(content[:end] + locator + content[end:]) == "not_a_zip"


def test_more_than_a_chunk_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = chunk_make(range(3), jpeg(filling=b"\x55" * 1000))
    monkeypatch.setattr(chunks, "MAX_CHUNK_BYTES", len(content) - 1)

    assert code(content) == "too_large"


def test_entries_that_claim_more_than_there_is_are_refused() -> None:
    content = bytearray(chunk_make([0]))
    directory = content.rindex(b"PK\1\2")
    struct.pack_into("<LL", content, directory + 20, 2**31, 2**31)

    assert code(bytes(content)) == "too_large"


def test_an_encrypted_frame_is_refused() -> None:
    content = bytearray(chunk_make([0]))
    content[content.rindex(b"PK\1\2") + 8] |= 1

    assert code(bytes(content)) == "compressed"


def test_a_flipped_bit_is_noticed() -> None:
    content = bytearray(chunk_make([0]))
    content[content.index(b"\x55\x55\x55")] ^= 1

    assert code(bytes(content)) == "damaged"


@pytest.mark.parametrize("size", [(640, 16), (16, 640), (640, 640)])
def test_a_picture_may_reach_the_size_of_the_plugin(size: tuple[int, int]) -> None:
    assert check(chunk_make([0], jpeg(*size))) == [0]


@pytest.mark.parametrize("size", [(641, 480), (480, 641), (15, 480), (480, 15), (0, 0)])
def test_a_picture_of_another_size_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ChunkError) as error:
        check(chunk_make([0], jpeg(*size)))

    assert error.value.code == "dimensions"
    assert (error.value.params["width"], error.value.params["height"]) == size


@pytest.mark.parametrize("marker", [0xC0, 0xC1, 0xC2])
def test_baseline_extended_and_progressive_pictures_have_a_size(marker: int) -> None:
    assert jpeg_size(jpeg(320, 180, marker=marker)) == (320, 180)


def test_fill_bytes_before_a_marker_are_skipped() -> None:
    picture = jpeg(320, 180)

    assert jpeg_size(picture[:2] + b"\xff\xff" + picture[2:]) == (320, 180)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        jpeg(marker=0xC3),
        jpeg()[:25],
        b"\xff\xd8\xff\xda" + b"\0" * 40,
        b"\xff\xd8" + b"\xff" * 100_000,
        b"\xff\xd8" + b"\xff\xe0\0\2" * 100_000,
        b"\xff\xd8\xff\xe0\0\4\0\0\0\0",
    ],
)
def test_what_is_no_jpeg_is_refused(data: bytes) -> None:
    assert code(zip_make([(NAME, data)])) == "not_a_jpeg"


@given(st.binary(max_size=2000))
def test_random_bytes_are_refused_with_a_reason(data: bytes) -> None:
    code(data)


@given(st.binary(max_size=200))
def test_a_random_picture_is_refused_with_a_reason(data: bytes) -> None:
    code(zip_make([(NAME, data)]))


@given(st.data())
def test_a_damaged_chunk_is_taken_or_refused_with_a_reason(data: st.DataObject) -> None:
    content = bytearray(chunk_make([0, 5000]))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content)
    with contextlib.suppress(ChunkError):
        check(cut)


@given(st.lists(st.integers(0, 9_999_999_999), min_size=1, max_size=50, unique=True))
def test_any_ascending_times_come_back_as_they_were(times: list[int]) -> None:
    assert check(chunk_make(sorted(times))) == sorted(times)
