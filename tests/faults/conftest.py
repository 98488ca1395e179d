"""One short video and what an undisturbed run makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.client import Client, Upload, upload_start, upload_video
from tests.stack import Stack
from workers.demo_video import demo_video_write

DURATION_S = 120.0
INTERVAL_S = 0.25
"""Fine, so that the video has enough chunks for something to happen in the middle of it."""


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("faults") / "camera.mp4"
    demo_video_write(path, DURATION_S)
    return path


@pytest.fixture(scope="session")
def undisturbed(stack: Stack, video: Path) -> list[dict[str, Any]]:
    """The reference. An empty one would make every comparison pass."""
    segments = upload_video(Client(stack.base_url), video, interval=INTERVAL_S)
    assert segments
    return segments


@pytest.fixture
def upload(stack: Stack, video: Path, undisturbed: list[dict[str, Any]]) -> Upload:
    """The same video again, in a session of its own, with nothing sent yet."""
    upload = upload_start(Client(stack.base_url), video, interval=INTERVAL_S)
    assert len(upload.chunks) >= 8
    return upload
