from __future__ import annotations

import io
import zipfile

import pytest

from workers.runtime.errors import RequestFailedError
from workers.runtime.frames import frames_read, frames_times


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, name.encode())
    return buffer.getvalue()


def test_frames_are_named_by_their_milliseconds_and_come_in_order() -> None:
    frames = frames_read(zipped("0000012345.jpg", "0000000040.jpg", "0086399999.jpg"), "000000.zip")
    assert frames_times(frames).tolist() == [0.04, 12.345, 86_399.999]
    assert frames[1].jpeg == b"0000012345.jpg"


@pytest.mark.parametrize(
    "chunk", [b"", b"no zip", zipped(), zipped("cover.jpg"), zipped("0000000040.jpg")[:40]]
)
def test_a_damaged_chunk_is_told_by_its_name(chunk: bytes) -> None:
    with pytest.raises(
        RequestFailedError, match=r"Chunk 000017\.zip arrived damaged .* start the video again"
    ):
        frames_read(chunk, "000017.zip")
