"""``motion`` finds things and leaves light, noise and disturbances alone."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from smartcut.core.segments import Segment, segments_from_scores
from tests.workers.plugins.camera import HEIGHT, WIDTH, Change, Picture, clock_draw, frames_film, thing_draw
from workers.demo_video import demo_video_write
from workers.evaluation.measure import video_measure
from workers.plugin import Frame
from workers.plugins import _finder, _verdict
from workers.plugins._blobs import MAX_EVIDENCE
from workers.plugins.motion import MotionPlugin
from workers.testing import check_plugin

SECONDS = 300


@pytest.fixture
def plugin() -> MotionPlugin:
    made = MotionPlugin()
    made.load("cpu")
    return made


def _scores(plugin: MotionPlugin, change: Change, step: int = 2) -> NDArray[np.floating[Any]]:
    frames = frames_film(change, seconds=SECONDS, step=step)
    times = np.array([frame.time for frame in frames])
    return plugin.score(times, plugin.extract(frames)).values


def _segments(plugin: MotionPlugin, change: Change, step: int = 2) -> list[Segment]:
    scores = _scores(plugin, change, step)
    times = np.arange(0, SECONDS, step, dtype=float).tolist()
    return segments_from_scores(
        times, scores.tolist(), duration=SECONDS, interval=step, thresholds=plugin.thresholds
    )


def test_it_keeps_the_contract() -> None:
    check_plugin(MotionPlugin())


@pytest.mark.parametrize("step", [1, 2, 5])
def test_a_thing_that_passes_is_found(plugin: MotionPlugin, step: int) -> None:
    def change(picture: Picture, second: int) -> None:
        if 140 <= second < 155:
            thing_draw(picture, 20 + (second - 140) * 38, 200)

    (segment,) = _segments(plugin, change, step)
    assert segment.start <= 142
    assert 152 <= segment.stop < 170


def test_a_thing_that_passes_is_found_at_10_s_between_frames(plugin: MotionPlugin) -> None:
    def change(picture: Picture, second: int) -> None:
        if 140 <= second < 170:
            thing_draw(picture, 20 + (second - 140) * 19, 200)

    (segment,) = _segments(plugin, change, 10)
    assert 125 <= segment.start <= 141
    assert 160 <= segment.stop < 185


@pytest.mark.parametrize("step", [2, 10])
def test_a_thing_that_creeps_is_found_all_the_time(plugin: MotionPlugin, step: int) -> None:
    """A pixel a second: it covers for half a minute what was behind it."""

    def change(picture: Picture, second: int) -> None:
        if 80 <= second < 200:
            thing_draw(picture, 20 + (second - 80), 200)

    (segment,) = _segments(plugin, change, step)
    assert 65 <= segment.start <= 81
    assert 198 <= segment.stop < 215


@pytest.mark.parametrize("step", [2, 5])
def test_a_small_far_thing_is_found(plugin: MotionPlugin, step: int) -> None:
    """A hundredth of the picture's width, 40 grey levels off what is behind it."""

    def change(picture: Picture, second: int) -> None:
        if 140 <= second < 170:
            left = 100 + (second - 140) * 6
            picture[90:102, left : left + 6] -= 40

    (segment,) = _segments(plugin, change, step)
    assert 130 <= segment.start <= 145
    assert 165 <= segment.stop < 180


@pytest.mark.parametrize("first", range(118, 124))
def test_two_frames_a_second_apart_are_enough_wherever_they_lie(plugin: MotionPlugin, first: int) -> None:
    """Not every frame is looked at: whichever of the two is, the other one then is as well."""

    def change(picture: Picture, second: int) -> None:
        if first <= second < first + 2:
            thing_draw(picture, 100 + (second - first) * 38, 200)

    (segment,) = _segments(plugin, change, 1)
    assert segment.start <= first
    assert segment.stop >= first + 2


def test_what_is_not_looked_at_could_not_have_counted() -> None:
    assert _verdict.HALF_SCORES[0] > _finder.WORTH * _verdict.LONE_FACTOR
    most = MAX_EVIDENCE * _verdict.LONE_SHARE_PER_S * _finder.DENSE_S
    assert most < _verdict.HALF_SCORES[0]


@pytest.mark.parametrize("noise", [0, 3])
@pytest.mark.parametrize("width", [2, 4])
def test_a_thing_is_found_where_the_whole_picture_is_soft(
    plugin: MotionPlugin, width: float, noise: float
) -> None:
    """Out of focus is what is softer than the rest: an old camera is never sharp."""
    random = np.random.default_rng(3)

    def change(picture: Picture, second: int) -> Picture:
        if 140 <= second < 155:
            thing_draw(picture, 20 + (second - 140) * 38, 200)
        soft = cv2.GaussianBlur(picture, (0, 0), width)
        return np.asarray(soft + random.normal(0, noise, soft.shape), np.float32)

    (segment,) = _segments(plugin, change)
    assert segment.start <= 142
    assert 152 <= segment.stop < 170


def test_a_thing_that_stops_and_stays_is_found_all_the_time(plugin: MotionPlugin) -> None:
    def change(picture: Picture, second: int) -> None:
        if 120 <= second < 200:
            thing_draw(picture, min(20 + (second - 120) * 40, 300), 200)

    (segment,) = _segments(plugin, change)
    assert segment.start <= 121
    assert 198 <= segment.stop < 210


def test_an_empty_scene_gives_no_segment_and_low_scores(plugin: MotionPlugin) -> None:
    assert _scores(plugin, lambda picture, second: None).max() < 0.1


def _light_step(picture: Picture, second: int) -> Picture:
    return picture * (0.6 if 100 <= second < 160 else 1.0)


def _lamp_in_a_corner(picture: Picture, second: int) -> Picture:
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH]
    glow = 1 + 0.8 * np.exp(-((xs - 500) ** 2 + (ys - 80) ** 2) / 2 / 110**2)
    return np.asarray(picture * glow if 100 <= second < 160 else picture, np.float32)


def _flicker(picture: Picture, second: int) -> Picture:
    return np.asarray(picture * (1 + 0.15 * np.sin(second * 2.1)), np.float32)


def _clock(picture: Picture, second: int) -> None:
    clock_draw(picture, second)


def _clock_at_night(picture: Picture, second: int) -> Picture:
    dark = picture * (0.25 if second >= 200 else 1.0)
    clock_draw(dark, second)
    return dark


def _infrared(picture: Picture, second: int) -> Picture:
    """Another contrast from then on: bright things get dark."""
    return np.asarray(200 - 0.7 * picture if second >= 150 else picture, np.float32)


def _shake(picture: Picture, second: int) -> Picture:
    shift = (second * 7 % 5 - 2, second * 3 % 5 - 2) if 100 <= second < 130 else (0, 0)
    return np.roll(picture, shift, (0, 1))


def _broken_compression(picture: Picture, second: int) -> None:
    if second == 140:
        made = np.random.default_rng(1)
        for x, y in zip(made.integers(0, 36, 60) * 16, made.integers(0, 20, 60) * 16, strict=True):
            picture[y : y + 16, x : x + 48] = made.integers(0, 255)


def _grey_picture(picture: Picture, second: int) -> Picture:
    return np.full_like(picture, 127) if 140 <= second < 144 else picture


def _insect_at_the_lens(picture: Picture, second: int) -> Picture:
    if not 100 <= second < 106:
        return picture
    spot = np.zeros_like(picture)
    cv2.circle(spot, (100 + second * 97 % 400, 60 + second * 61 % 250), 12, 1.0, -1)
    return np.asarray(picture * (1 - 0.8 * cv2.GaussianBlur(spot, (0, 0), 7)), np.float32)


def _leaves(picture: Picture, second: int) -> None:
    """A patch that moves by a few pixels all the time."""
    patch = picture[100:220, 400:560].copy()
    picture[100:220, 400:560] = np.roll(patch, (second * 5 % 7 - 3, second * 3 % 9 - 4), (0, 1))


def _cloud(picture: Picture, second: int) -> Picture:
    xs = np.arange(WIDTH, dtype=np.float32)
    edge = (second - 80) * 12 - xs
    return np.asarray(picture * (1 - 0.4 * np.exp(-((edge / 150) ** 2))), np.float32)


@pytest.mark.parametrize(
    "change",
    [
        _light_step,
        _lamp_in_a_corner,
        _flicker,
        _clock,
        _clock_at_night,
        _infrared,
        _shake,
        _broken_compression,
        _grey_picture,
        _insect_at_the_lens,
        _leaves,
        _cloud,
    ],
)
def test_a_disturbance_is_not_proposed(plugin: MotionPlugin, change: Change) -> None:
    assert _segments(plugin, change) == []


def test_a_thing_is_found_while_the_light_is_off(plugin: MotionPlugin) -> None:
    def change(picture: Picture, second: int) -> Picture:
        if 110 <= second < 130:
            thing_draw(picture, 20 + (second - 110) * 28, 200)
        return _light_step(picture, second)

    (segment,) = _segments(plugin, change)
    assert segment.start <= 112
    assert segment.stop >= 128


def test_scores_do_not_depend_on_the_brightness_of_the_camera(plugin: MotionPlugin) -> None:
    def change(gain: float) -> Change:
        def draw(picture: Picture, second: int) -> Picture:
            if 140 <= second < 156:
                thing_draw(picture, 20 + (second - 140) * 36, 200)
            return picture * gain

        return draw

    bright, dark = (_scores(plugin, change(gain)) for gain in (1.0, 0.5))
    assert np.abs(bright - dark).max() < 0.25


def test_irregular_times_do(plugin: MotionPlugin) -> None:
    def change(picture: Picture, second: int) -> None:
        if 140 <= second < 160:
            thing_draw(picture, 20 + (second - 140) * 28, 200)

    frames = [frame for frame in frames_film(change, step=1) if int(frame.time) % 7 in (0, 1, 4)]
    times = np.array([frame.time for frame in frames])
    scores = plugin.score(times, plugin.extract(frames)).values
    inside = (times >= 142) & (times < 158)
    assert scores[inside].min() > 0.5 > scores[(times < 138) | (times > 162)].max()


def test_small_and_upright_pictures_do(plugin: MotionPlugin) -> None:
    for width, height in ((16, 16), (360, 640), (33, 90)):
        jpeg = cv2.imencode(".jpg", np.full((height, width), 90, np.uint8))[1].tobytes()
        frames = [Frame(float(second), jpeg) for second in range(5)]
        scores = plugin.score(np.arange(5.0), plugin.extract(frames)).values
        assert scores.tolist() == [0.0] * 5


def test_the_events_of_the_demo_clip_are_found_and_nothing_else(plugin: MotionPlugin, tmp_path: Path) -> None:
    clip = tmp_path / "demo.mp4"
    truth = demo_video_write(clip, 300.0)
    measured = video_measure(plugin, clip, truth, 2.0)
    assert (measured.counts.found, measured.counts.false_segments) == (4, 0)
    assert max(segment.stop - segment.start for segment in measured.segments) < 60


def test_memory_does_not_grow_with_the_video(plugin: MotionPlugin) -> None:
    """No more than the bins around each moment; a further frame costs a few numbers, not a picture."""
    frame = np.random.default_rng(0).integers(80, 84, (72, 128)).astype(np.uint8)
    peaks = []
    for count in (2200, 3200):  # both longer than what is looked at
        gc.collect()
        tracemalloc.start()
        plugin.score(np.arange(float(count)), np.broadcast_to(frame, (count, 72, 128)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert max(peaks) < 16 * 1024**2  # a sixth of a real picture
    assert (peaks[1] - peaks[0]) / 1000 < 512  # bytes: 44 MB for a day at one frame a second
