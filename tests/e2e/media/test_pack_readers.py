"""CVAT's reader and FiftyOne open a dataset pack by the lines that docs/dataset-pack.md shows.

They live in an environment of their own (`make test-readers`); elsewhere these tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.packs import BOXES_NONE, pack_make
from tests.e2e.media.videos import GOP_2, X264
from tests.stack import ROOT

PYTHON = ROOT / ".venv-readers" / "bin" / "python"
PAGE = (ROOT / "docs" / "dataset-pack.md").read_text()
BLOCKS: list[str] = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
BOXES = {
    "labels": ["person", "van"],
    "frames": [[20, 1, 9123, 2500, 5000, 1000, 100, 0, 8000, 0, 0, 10_000, 10_000], [22]],
}
SEEN = {"gop2_00.00.20.000.jpg": [["person", 0.8, 0, 0, 640, 360], ["van", 0.9123, 160, 180, 64, 3.6]]}
PICTURES = [f"gop2_00.00.{second:02}.000.jpg" for second in (5, 7, 9, 20, 22)]

DATUMARO = """
import json, pathlib
labels = [one.name for one in dataset.categories()[datumaro.AnnotationType.label]]
found = {}
for item in dataset:
    assert item.media.data.shape == (360, 640, 3)
    boxes = [[labels[box.label], box.attributes["score"], *box.get_bbox()] for box in item.annotations]
    found[pathlib.Path(item.media.path).name] = sorted(boxes)
print(json.dumps(found))
"""
FIFTYONE = """
import json, pathlib
found = {}
for sample in dataset:
    seen = sample.detections.detections if dataset.has_field("detections") and sample.detections else []
    boxes = [[box.label, box.confidence, *(side * size for side, size in
              zip(box.bounding_box, (640, 360, 640, 360)))] for box in seen]
    name = pathlib.Path(sample.filepath).name
    found[name] = sorted(boxes)
    assert sample.video == "gop2.mp4" and sample.plugin_version == "1.2"
    assert sample.clock == "2023-06-14T09:30:" + name[11:17]
    assert sample.label == ("a \u201cvan\u201d, =red" if sample.segment == "1" else None)
    assert sample.verdict == ("relevant" if sample.segment == "2" else None)
    assert float(sample.score) >= 0
print(json.dumps(found))
"""

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="not installed: make test-readers")

Opened = Callable[[str, str], dict[str, Any]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Runs the page's lines for a reader in the folder that has the pack, then what tells what it found."""

    def run(reader: str, tell: str) -> dict[str, Any]:
        (lines,) = (block for block in BLOCKS if f"import {reader}" in block)
        own = {
            "HOME": str(tmp_path),
            "FIFTYONE_DATABASE_DIR": str(tmp_path / "db"),
            "FIFTYONE_DO_NOT_TRACK": "1",
        }
        done = subprocess.run(
            (PYTHON, "-c", lines + tell), cwd=tmp_path, env=os.environ | own, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return run


@pytest.mark.parametrize("boxes", [BOXES, BOXES_NONE], ids=["with boxes", "without"])
@pytest.mark.parametrize(("reader", "tell"), [("datumaro", DATUMARO), ("fiftyone", FIFTYONE)])
def test_it_finds_every_picture_with_its_boxes(
    lab: Lab, make: Make, opened: Opened, tmp_path: Path, reader: str, tell: str, boxes: dict[str, Any]
) -> None:
    done = pack_make(lab, make("gop2.mp4", f"{X264} {GOP_2} -an"), "every", 2, boxes=boxes)
    for name, content in done.unpacked("handed back").items():
        path = tmp_path / "camera_pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    found = opened(reader, tell)
    seen = SEEN if boxes["labels"] else {}
    assert sorted(found) == PICTURES
    for name, those in found.items():
        assert [one[0] for one in those] == [one[0] for one in seen.get(name, [])]
        for one, other in zip(those, seen.get(name, []), strict=True):
            assert one[1:] == pytest.approx(other[1:], abs=0.01)
