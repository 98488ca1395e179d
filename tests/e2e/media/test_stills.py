"""Single pictures: the keyframe of a time, or the very frame."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import distance
from tests.e2e.media.videos import GOP_10, X264, jpeg_read, pictures_read, rotate, rotation_read

STILL = """async ({time, options}) => {
  const {stillsOpen} = await import("/static/js/media/still.js");
  const file = document.querySelector("#file").files[0];
  const still = await new Promise((onStill, onError) =>
    stillsOpen(file, {onStill, onError}, options).show(time));
  const bytes = new Uint8Array(await still.picture.arrayBuffer());
  return {...still, picture: btoa(String.fromCharCode(...bytes))};
}"""
BEST_S = 13.96
"""Of a frame four seconds after its keyframe, rounded to milliseconds as chunks have it."""


def still(lab: Lab, path: Path, time: float, **options: Any) -> dict[str, Any]:
    lab.choose(path)
    return dict(lab.page.evaluate(STILL, {"time": time, "options": options}))


def test_a_keyframe_is_shown_unless_the_very_frame_is_asked_for(lab: Lab, make: Make) -> None:
    path = make("gop10.mp4", f"{X264} {GOP_10} -c:a aac -shortest")
    assert still(lab, path, BEST_S)["time"] == pytest.approx(10, abs=0.001)
    exact = still(lab, path, BEST_S, interval=1, longestSide=160)
    assert exact["time"] == pytest.approx(BEST_S, abs=0.001)
    assert (exact["width"], exact["height"]) == (160, 90)


@pytest.mark.parametrize("degrees", [0, 90])
def test_the_very_frame_is_the_one_that_a_player_shows_and_upright(
    lab: Lab, make: Make, degrees: int
) -> None:
    path = make("gop10.mp4", f"{X264} {GOP_10} -c:a aac -shortest")
    path = rotate(path, degrees) if degrees else path
    turns = rotation_read(path) // 90
    shown = still(lab, path, BEST_S, interval=1, longestSide=320)
    sent = jpeg_read(base64.b64decode(shown["picture"]))
    (around,) = pictures_read(path, [round(BEST_S * 1000)]).values()
    distances = [distance(sent, np.rot90(picture, turns)) for picture in around]
    assert distances[0] < 8
    assert distances[0] == min(distances)


def test_a_frame_far_from_its_keyframe_has_to_be_its_keyframe(lab: Lab, make: Make) -> None:
    path = make("one-gop.mp4", f"{X264} -g 9999 -sc_threshold 0 -c:a aac -shortest")
    assert still(lab, path, 11, interval=1)["time"] == pytest.approx(11, abs=0.001)
    assert still(lab, path, 25, interval=1)["time"] == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize(("name", "codec"), [("camera.avi", "mjpeg"), ("mpeg4.avi", "mpeg4 -g 50")])
def test_a_file_that_the_browser_does_not_read_has_pictures_too(
    lab: Lab, make: Make, name: str, codec: str
) -> None:
    path = make(name, f"-c:v {codec} -q:v 3 -an")
    shown = still(lab, path, BEST_S, interval=1, longestSide=320)
    assert shown["time"] == pytest.approx(BEST_S, abs=0.001)
    sent = jpeg_read(base64.b64decode(shown["picture"]))
    (around,) = pictures_read(path, [round(BEST_S * 1000)]).values()
    distances = [distance(sent, picture) for picture in around]
    assert distances[0] < 8
    assert distances[0] == min(distances)
