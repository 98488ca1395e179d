from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from smartcut.core.segments import Thresholds
from workers.plugin import Frame, Plugin


class Least(Plugin):
    """Only what a plugin must have."""

    plugin_name = "least"
    label = "Least"

    def extract(self, frames: Sequence[Frame]) -> NDArray[Any]:
        return np.array([[0.25] for _ in frames], np.float32)


def frame() -> Frame:
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:, :, 2] = 200  # red, in OpenCV's order
    return Frame(1.5, cv2.imencode(".jpg", picture)[1].tobytes())


@pytest.mark.parametrize(("shrink", "shape"), [(1, (40, 80)), (2, (20, 40)), (4, (10, 20))])
def test_a_frame_is_decoded_as_far_as_asked(shrink: int, shape: tuple[int, int]) -> None:
    assert frame().gray(shrink).shape == shape
    assert frame().bgr(shrink).shape == (*shape, 3)
    assert frame().gray(shrink).dtype == np.uint8


def test_colours_come_in_the_order_of_opencv() -> None:
    assert frame().bgr()[20, 40].tolist() == pytest.approx([0, 0, 200], abs=3)


@pytest.mark.parametrize("jpeg", [b"", b"not a picture", b"\xff\xd8\xff"])
def test_a_picture_that_cannot_be_read_is_told_with_its_time(jpeg: bytes) -> None:
    with pytest.raises(ValueError, match=r"the frame at 1\.500 s is not a readable JPEG"):
        Frame(1.5, jpeg).gray()


def test_a_plugin_needs_no_more_than_a_name_a_label_and_extract() -> None:
    plugin = Least()
    plugin.load("cpu")
    features = plugin.extract([frame(), frame()])
    assert np.asarray(plugin.score(np.array([1.5, 2.5]), features)).tolist() == [0.25, 0.25]
    assert (plugin.img_size, plugin.thresholds, plugin.requires) == (640, Thresholds(), ())
