"""The *map*: one chunk → its features, stored beside it."""

from __future__ import annotations

from smartcut.core import failures
from smartcut.core.folder import RequestFolder, chunk_name
from smartcut.core.request_file import RequestFile
from workers.plugin import Plugin
from workers.runtime import storage
from workers.runtime.attempts import attempt
from workers.runtime.calls import features_extract
from workers.runtime.features import Features, features_pack
from workers.runtime.frames import frames_read, frames_times


def chunk_extract(
    plugin: Plugin, folder: RequestFolder, request: RequestFile, index: int, *, is_redelivered: bool
) -> None:
    """Stores the features of a chunk; raises ``RequestGoneError`` when the chunk is not there."""
    name = chunk_name(index)
    frames = frames_read(storage.file_read(folder.chunk(index)), name, request.areas)
    with attempt(folder.chunk(index), failures.AT_CHUNK % {"chunk": name}, is_redelivered=is_redelivered):
        features = features_extract(plugin, frames, name)
    storage.file_write(folder.features(index), features_pack(Features(frames_times(frames), features)))
