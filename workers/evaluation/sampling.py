"""Samples frames out of a video file as the browser does: keyframes first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import cv2

from workers.plugin import Frame

JPEG_QUALITY = 80


def frames_sample(path: Path, interval_s: float, img_size: int) -> Iterator[Frame]:
    """JPEG frames in time order, longest side at most ``img_size``, named by their real times."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        unit = float(stream.time_base or 1)
        packets = [(p.pts * unit, p.is_keyframe) for p in container.demux(stream) if p.pts is not None]
        shown = sorted(time for time, _ in packets)
        keys = sorted(time for time, is_key in packets if is_key)
        times = times_wanted(shown, keys, interval_s)
        stream.thread_type = "AUTO"
        stream.codec_context.skip_frame = "NONKEY" if set(times) <= set(keys) else "DEFAULT"
        container.seek(0)
        wanted = {round(time / unit) for time in times}
        for picture in container.decode(stream):
            if picture.pts in wanted:
                yield Frame(time=float(picture.time), jpeg=_jpeg(picture, img_size))


def times_wanted(shown: Sequence[float], keys: Sequence[float], interval_s: float) -> list[float]:
    """For each k·interval the nearest keyframe within half an interval, else the frame shown then."""
    if not shown:
        return []
    first = shown[0]
    targets = (first + k * interval_s for k in range(int((shown[-1] - first) / interval_s) + 1))
    return sorted({_time_for(target, shown, keys, interval_s / 2) for target in targets})


def _time_for(target: float, shown: Sequence[float], keys: Sequence[float], reach: float) -> float:
    at = bisect_left(keys, target)
    nearest = min(keys[max(0, at - 1) : at + 1], key=lambda key: abs(key - target), default=None)
    if nearest is not None and abs(nearest - target) <= reach:
        return nearest
    return shown[max(0, bisect_right(shown, target + 1e-6) - 1)]


def _jpeg(picture: Any, img_size: int) -> bytes:
    scale = min(1.0, img_size / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    image = picture.to_ndarray(format="bgr24")
    if scale < 1:
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return jpeg.tobytes()
