"""What a worker leaves in the storage, and what it says."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from apps.upload.models import VideoRequest
from smartcut.core.scores_file import ScoresFile
from smartcut.core.segments import Segment, Thresholds
from tests.apps.calls import chunk_put, post
from tests.apps.jpegs import chunk_make

TIMES = [float(time) for time in range(0, 600, 5)]
SCORES = [0.9 if 100 <= time <= 200 else 0.4 if 400 <= time <= 420 else 0.0 for time in TIMES]
SEGMENTS = [Segment(start=94.0, stop=206.0)]


def upload(client: Client, request: VideoRequest, chunks: int = 2) -> None:
    for index in range(chunks):
        times = range(index * 250_000, (index + 1) * 250_000, 5000)
        assert chunk_put(client, request.uid, index, chunk_make(times)).status_code == 201
    assert post(client, f"/api/requests/{request.uid}/uploaded", {"chunks": chunks}).status_code == 202


def scores_write(request: VideoRequest, **values: Any) -> None:
    fields = {"times": TIMES, "scores": SCORES, "thresholds": Thresholds(), "segments": SEGMENTS} | values
    scores = ScoresFile.model_validate(fields)
    default_storage.save(request.folder.scores, ContentFile(scores.model_dump_json()))


def answer(request: VideoRequest, **values: Any) -> dict[str, Any]:
    """The fields that all answers have, and ``values``."""
    return {
        "user_id": str(request.user_id),
        "user_request_uid": str(request.uid),
        "video_name": request.video_name,
        "plugin_name": request.plugin_name,
    } | values


def processed(request: VideoRequest) -> dict[str, Any]:
    return answer(request, timestamps=[segment.model_dump() for segment in SEGMENTS])
