"""``objects`` with the real network: it recognises the people and vans that the demo video draws.

Skipped where there are no weights, since tests download nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from smartcut.core.segments import segments_from_scores
from tests.conftest import WEIGHTS_DIR
from workers.demo_video import demo_video_write
from workers.evaluation.metrics import counts_make
from workers.evaluation.sampling import frames_sample
from workers.evaluation.truth import Truth, truth_read
from workers.plugin import Frame
from workers.plugins._detections import CONFIDENCE
from workers.plugins.objects import ObjectsPlugin
from workers.weights import NANO

VARIABLE = "SMARTCUT_TEST_OBJECTS_WEIGHTS"
WEIGHTS = Path(os.environ.get(VARIABLE) or WEIGHTS_DIR / NANO.file)
pytestmark = pytest.mark.skipif(
    not os.environ.get(VARIABLE) and not WEIGHTS.is_file(),
    reason=f"no weights at {WEIGHTS}: run `make weights`, or let {VARIABLE} name an ONNX file",
)
INTERVAL_S = 2.0
LABELS = {"person": {"person"}, "vehicle": {"car", "bus", "truck"}}
"""What the network may call what the truth calls so."""


@pytest.fixture(scope="module")
def plugin() -> ObjectsPlugin:
    made = ObjectsPlugin()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MODEL", "TILES", "CLASSES"):
            patch.delenv(f"SMARTCUT_OBJECTS_{name}", raising=False)
        patch.setenv("SMARTCUT_OBJECTS_WEIGHTS", str(WEIGHTS))
        made.load("cpu")
    return made


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("objects") / "demo.mp4"
    demo_video_write(path, 120.0)
    return path


@pytest.fixture(scope="module")
def truth(clip: Path) -> Truth:
    return truth_read(clip.with_suffix(".json"))


@pytest.fixture(scope="module")
def frames(clip: Path, plugin: ObjectsPlugin) -> list[Frame]:
    return list(frames_sample(clip, INTERVAL_S, plugin.img_size))


@pytest.fixture(scope="module")
def rows(plugin: ObjectsPlugin, frames: list[Frame]) -> NDArray[np.float16]:
    return plugin.extract(frames)


def test_the_events_of_the_demo_clip_are_found_and_nothing_else(
    plugin: ObjectsPlugin, frames: list[Frame], rows: NDArray[np.float16], truth: Truth
) -> None:
    times = [frame.time for frame in frames]
    scores = plugin.score(np.array(times), rows).values.tolist()
    segments = segments_from_scores(
        times, scores, duration=truth.duration, interval=INTERVAL_S, thresholds=plugin.thresholds
    )
    counts = counts_make(truth, segments, INTERVAL_S)
    assert (counts.events, counts.found, counts.false_segments) == (4, 4, 0)


def test_people_are_called_people_and_vans_vehicles(
    plugin: ObjectsPlugin, frames: list[Frame], rows: NDArray[np.float16], truth: Truth
) -> None:
    boxes = zip(frames, map(plugin.boxes, rows), strict=True)
    named = [(frame.time, box.label) for frame, found in boxes for box in found]
    for event in truth.events:
        seen = {label for time, label in named if event.start <= time < event.stop}
        assert LABELS[event.kind] & seen, (event, seen)
    known = set.union(*LABELS.values())
    assert [time for time, label in named if label in known and not is_eventful(truth, time)] == []


def is_eventful(truth: Truth, time: float) -> bool:
    return any(event.start <= time < event.stop for event in truth.events)


def test_boxes_are_inside_the_picture_and_their_scores_finite(rows: NDArray[np.float16]) -> None:
    assert np.isfinite(rows).all()
    left, top, right, bottom, confidence, _ = rows[rows[:, :, CONFIDENCE] > 0].T
    assert len(confidence) > 5
    assert ((left >= 0) & (left < right) & (right <= 1)).all()
    assert ((top >= 0) & (top < bottom) & (bottom <= 1)).all()
    assert ((confidence > 0) & (confidence <= 1)).all()


def test_a_frame_alone_gives_the_same_as_among_others(
    plugin: ObjectsPlugin, frames: list[Frame], rows: NDArray[np.float16]
) -> None:
    seen = np.flatnonzero(rows[:, 0, CONFIDENCE])[::3]
    assert len(seen) > 2
    for at in seen:
        assert np.allclose(plugin.extract([frames[at]])[0], rows[at], atol=1e-3)


@pytest.mark.parametrize("level", [0, 60, 114, 255])
def test_a_blank_picture_shows_nothing(plugin: ObjectsPlugin, level: int) -> None:
    jpeg = cv2.imencode(".jpg", np.full((360, 640, 3), level, np.uint8))[1]
    (row,) = plugin.extract([Frame(0.0, jpeg.tobytes())])
    assert plugin.boxes(row) == []
    assert row[:, CONFIDENCE].max() < plugin.thresholds.off
