"""Requests in the storage, as the web would have put them there."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence

import cv2
import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from smartcut.core.folder import RequestFolder
from smartcut.core.messages import NewFiles
from smartcut.core.request_file import RequestFile
from smartcut.core.scores_file import ScoresFile

USER = "alice"


def chunk_make(times: Sequence[float], bright: range) -> bytes:
    """A zip of small pictures; those whose second is in ``bright`` are bright."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for time in times:
            picture = np.full((36, 64), 230 if int(time) in bright else 20, np.uint8)
            archive.writestr(f"{round(time * 1000):010d}.jpg", cv2.imencode(".jpg", picture)[1].tobytes())
    return buffer.getvalue()


class Footage:
    """A request whose chunks of ``frames`` seconds are all in the storage."""

    def __init__(self, *, chunks: int = 4, frames: int = 10, plugin_name: str = "sample") -> None:
        self.chunks = chunks
        self.folder = RequestFolder(str(uuid.uuid4()), "gate.mp4")
        for index in range(chunks):
            times = range(index * frames, (index + 1) * frames)
            self.write(self.folder.chunk(index), chunk_make(times, range(20, 40)))
        self.describe(
            RequestFile(plugin_name=plugin_name, duration=chunks * frames, interval=1, chunks=chunks)
        )

    def write(self, path: str, content: bytes) -> None:
        storages["default"].save(path, ContentFile(content))

    def describe(self, request: RequestFile) -> None:
        self.write(self.folder.request, request.model_dump_json().encode())

    def delete(self) -> None:
        for name in self.names():
            storages["default"].delete(f"{self.folder.path}/{name}")
        storages["default"].delete(self.folder.path)

    def names(self, ending: str = "") -> list[str]:
        names = storages["default"].listdir(self.folder.path)[1]
        return sorted(name for name in names if name.endswith(ending))

    def scores(self) -> ScoresFile:
        with storages["default"].open(self.folder.scores) as file:
            return ScoresFile.model_validate_json(file.read())

    def chunk_message(self, index: int) -> NewFiles:
        return NewFiles(status="in-progress", user_id=USER, last_zipped_chunk_path=self.folder.chunk(index))

    def uploaded_message(self) -> NewFiles:
        return NewFiles(status="uploaded", user_id=USER, zipped_chunks_path=self.folder.path)

    def about(self) -> dict[str, str]:
        """What every answer about this request says."""
        return {
            "user_id": USER,
            "user_request_uid": self.folder.user_request_uid,
            "video_name": self.folder.video_name,
            "plugin_name": "sample",
        }
