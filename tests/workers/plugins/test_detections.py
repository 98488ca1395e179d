from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workers.plugins._detections import (
    CLASS,
    CONFIDENCE,
    MOST,
    Detections,
    detections_join,
    detections_none,
    detections_pack,
    doubles_drop,
    ious,
)

_side = st.floats(1, 50, width=32)
_box = st.tuples(_side, _side, _side, _side).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@st.composite
def _many(draw: st.DrawFn) -> Detections:
    boxes = draw(st.lists(_box, max_size=12))
    sure = draw(st.lists(st.floats(0.125, 1, width=16), min_size=len(boxes), max_size=len(boxes)))
    classes = draw(st.lists(st.integers(0, 2), min_size=len(boxes), max_size=len(boxes)))
    return Detections(
        np.array(boxes, np.float32).reshape(-1, 4), np.array(sure, np.float32), np.array(classes, np.intp)
    )


def test_it_works() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [40, 40, 50, 50]], np.float32)
    found = Detections(boxes, np.array([0.5, 0.9, 0.4], np.float32), np.zeros(3, np.intp))
    left = doubles_drop(found, iou=0.5)
    assert left.boxes.tolist() == boxes[[1, 2]].tolist()


def test_boxes_of_other_classes_are_no_doubles() -> None:
    found = Detections(np.array([[0, 0, 9, 9]] * 2, np.float32), np.ones(2, np.float32), np.array([0, 1]))
    assert len(doubles_drop(found, iou=0.5)) == 2


def test_what_a_dropped_box_overlaps_stays() -> None:
    boxes = np.array([[0, 0, 10, 10], [4, 0, 14, 10], [8, 0, 18, 10]], np.float32)
    found = Detections(boxes, np.array([0.9, 0.8, 0.7], np.float32), np.zeros(3, np.intp))
    assert doubles_drop(found, iou=0.4).confidence.tolist() == found.confidence[[0, 2]].tolist()


@given(_many(), st.floats(0.1, 0.9))
def test_no_doubles_are_left_and_each_that_went_has_a_surer_one(found: Detections, iou: float) -> None:
    left = doubles_drop(found, iou=iou)
    assert (np.diff(left.confidence) <= 0).all()
    same = (ious(left.boxes, left.boxes) > iou) & (left.classes[:, None] == left.classes)
    assert not (same & ~np.eye(len(left), dtype=bool)).any()
    over = (ious(found.boxes, left.boxes) > iou) & (found.classes[:, None] == left.classes)
    surer = left.confidence >= found.confidence[:, None]
    itself = (found.boxes[:, None] == left.boxes[None]).all(axis=2)
    assert ((over | itself) & surer).any(axis=1).all()


@given(_many())
def test_overlap_is_the_same_from_both_sides_and_whole_with_itself(found: Detections) -> None:
    shared = ious(found.boxes, found.boxes)
    assert np.allclose(shared, shared.T, atol=1e-6)
    assert np.allclose(np.diag(shared), 1, atol=1e-5)
    assert ((shared >= 0) & (shared <= 1 + 1e-6)).all()


def test_the_surest_are_kept_and_the_rest_is_zero() -> None:
    count = MOST + 5
    boxes = np.tile(np.array([0.25, 0.25, 0.5, 0.5], np.float32), (count, 1))
    sure = np.linspace(0.1, 0.9, count, dtype=np.float32)
    many = Detections(boxes, sure, np.full(count, 3))
    packed = detections_pack([many, detections_none()])
    assert packed.shape == (2, MOST, 6)
    assert packed.dtype == np.float16
    assert np.allclose(packed[0, :, CONFIDENCE], sure[::-1][:MOST], atol=1e-3)
    assert (packed[0, :, CLASS] == 3).all()
    assert not packed[1].any()


def test_nothing_joined_is_nothing() -> None:
    assert len(detections_join([])) == 0
    assert len(doubles_drop(detections_none(), iou=0.5)) == 0
