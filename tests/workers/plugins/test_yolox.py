from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.workers.plugins.onnx_file import BLUE_CLASS, RED_CLASS, detector_write
from workers.plugins._detector import detector_make
from workers.plugins._yolox import YoloxDetector, decode, grid_make, letterbox

BLUE, RED = (255, 0, 0), (0, 0, 255)


@pytest.fixture
def detector(tmp_path: Path) -> YoloxDetector:
    path = tmp_path / "made-up.onnx"
    detector_write(path)
    return YoloxDetector(path, "cpu")


def _picture(
    color: tuple[int, int, int], left: int, top: int, *, shape: tuple[int, int]
) -> NDArray[np.uint8]:
    """Black, with a square of a quarter of the longest side."""
    picture = np.zeros((*shape, 3), np.uint8)
    side = max(shape) // 4
    picture[top : top + side, left : left + side] = color
    return picture


def test_it_works(detector: YoloxDetector) -> None:
    (found,) = detector.detect([_picture(BLUE, 64, 32, shape=(128, 128))])
    assert found.classes.tolist() == [BLUE_CLASS]
    assert found.confidence == pytest.approx([1.0], abs=0.01)
    assert found.boxes[0] == pytest.approx([72, 40, 88, 56], abs=16)
    assert detector.names[BLUE_CLASS] == "person"


def test_colors_are_in_the_order_of_opencv(detector: YoloxDetector) -> None:
    (found,) = detector.detect([_picture(RED, 0, 0, shape=(64, 64))])
    assert found.classes.tolist() == [RED_CLASS]
    assert detector.names[RED_CLASS] == "car"


@pytest.mark.parametrize("shape", [(128, 256), (256, 128), (20, 33), (720, 1280)])
def test_boxes_are_in_pixels_of_the_picture_whatever_its_shape(
    detector: YoloxDetector, shape: tuple[int, int]
) -> None:
    side = max(shape) // 4
    (found,) = detector.detect([_picture(BLUE, side, 0, shape=shape)])
    left, top, right, bottom = found.boxes[0]
    assert (left + right) / 2 == pytest.approx(1.5 * side, abs=1)
    assert (top + bottom) / 2 == pytest.approx(0.5 * side, abs=1)


@pytest.mark.parametrize("batch", [1, 3, None])
def test_batches_of_any_size_give_the_same(
    tmp_path: Path, batch: int | None, detector: YoloxDetector
) -> None:
    path = tmp_path / "other.onnx"
    detector_write(path, batch=batch)
    pictures = [_picture(BLUE, 16 * at, 0, shape=(64, 64)) for at in range(4)] * 2
    expected, found = detector.detect(pictures), YoloxDetector(path, "cpu").detect(pictures)
    assert len(found) == len(expected) == 8
    for one, other in zip(found, expected, strict=True):
        assert np.array_equal(one.boxes, other.boxes)


def test_nothing_is_found_in_an_empty_picture(detector: YoloxDetector) -> None:
    assert [len(found) for found in detector.detect([np.full((48, 64, 3), 90, np.uint8)])] == [0]
    assert detector.detect([]) == []


def test_a_picture_is_padded_with_the_grey_of_the_training_and_not_stretched() -> None:
    fitted, scale = letterbox(np.full((50, 100, 3), 200, np.uint8), (64, 64))
    assert scale == 0.64
    assert fitted.shape == (3, 64, 64)
    assert (fitted[:, :32] == 200).all()
    assert (fitted[:, 32:] == 114).all()


def test_cells_are_decoded_as_the_paper_says() -> None:
    grid = grid_make(64, 32)
    assert len(grid) == 8 * 4 + 4 * 2 + 2 * 1
    raw = np.zeros((len(grid), 4), np.float32)
    raw[-1] = 0.5, 0.25, np.log(2), np.log(0.5)  # the last cell of 32 pixels: column 1, row 0
    assert decode(raw, grid)[-1] == pytest.approx([48 - 32, 8 - 8, 48 + 32, 8 + 8])


def test_a_gpu_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made-up.onnx"
    detector_write(path)
    for device in ("cuda:1", "mps"):
        with pytest.raises(RuntimeError, match="SMARTCUT_DEVICE=cpu"):
            YoloxDetector(path, device)


def test_a_file_that_is_no_network_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.onnx"
    path.write_bytes(b"<html>")
    with pytest.raises(ValueError, match="is no ONNX file that onnxruntime can run"):
        detector_make("", str(path), "cpu")


def test_a_detector_of_other_classes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.onnx"
    detector_write(path, classes=7)
    with pytest.raises(ValueError, match="finds 7 classes, not the 80 of COCO"):
        YoloxDetector(path, "cpu")


def test_large_pictures_are_shrunk_without_losing_small_things(detector: YoloxDetector) -> None:
    large = cv2.resize(_picture(BLUE, 16, 16, shape=(64, 64)), (1280, 1280), interpolation=0)
    (found,) = detector.detect([np.asarray(large, np.uint8)])
    assert found.confidence[0] > 0.95
