"""Where the files of a request lie in the storage."""

from __future__ import annotations

import re
from dataclasses import dataclass

# no component starts with a dot: nothing hidden, nothing that leads out of the storage
_PATH = re.compile(r"([\w\-][^/\\\0]*)/([\w\-][^/\\\0]*)(?:/([0-9]{6})\.zip)?")


KEPT_NAMES = frozenset({"digest.npz", "request.json"})
"""What stays of a request that is ready, if its plugin learns from corrections."""


@dataclass(frozen=True)
class RequestFolder:
    """``{user_request_uid}/{video_name}``: the chunks and all that is kept beside them."""

    user_request_uid: str
    video_name: str

    @classmethod
    def parse(cls, path: str) -> tuple[RequestFolder, int | None]:
        """Reads ``zipped_chunks_path`` (index ``None``) or ``last_zipped_chunk_path``."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise ValueError(f"{path!r} is not uid/video or uid/video/000000.zip")
        uid, video_name, index = match.groups()
        return cls(uid, video_name), None if index is None else int(index)

    @property
    def path(self) -> str:
        return f"{self.user_request_uid}/{self.video_name}"

    @property
    def request(self) -> str:
        """``request.json``: what the message schema does not carry (see request_file.py)."""
        return f"{self.path}/request.json"

    @property
    def scores(self) -> str:
        """``scores.json``: what the worker answers beyond the message (see scores_file.py)."""
        return f"{self.path}/scores.json"

    @property
    def failure(self) -> str:
        """``failure.json``: which wish a failure is about (see failure_file.py)."""
        return f"{self.path}/failure.json"

    @property
    def digest(self) -> str:
        """What a plugin that learns keeps of the video when it is ready."""
        return f"{self.path}/digest.npz"

    def chunk(self, index: int) -> str:
        return f"{self.path}/{chunk_name(index)}"

    def features(self, index: int) -> str:
        return f"{self.path}/{index:06d}.npz"


def chunk_name(index: int) -> str:
    return f"{index:06d}.zip"
