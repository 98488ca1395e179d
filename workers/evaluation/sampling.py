"""Samples frames out of a video file as the browser does: keyframes first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.sidedata.sidedata import Type
from numpy.typing import NDArray

from workers.evaluation.plan import FrameIndex, picks_make
from workers.plugin import Frame

JPEG_QUALITY = 80
FREE_CLOCKS = {"mpegts", "mpeg", "flv"}
"""Formats whose clock starts anywhere: their first frame is the video's zero."""
Packet = tuple[int, bool]
"""Its time on the file's clock, and whether it holds a keyframe."""
# ffmpeg would drop what the edit list hides, where the browser still sees its keyframes
_OPTIONS = {"advanced_editlist": "0"}


def frames_sample(path: Path, interval_s: float, img_size: int) -> Iterator[Frame]:
    """Upright JPEG frames, longest side at most ``img_size``, under the times that the browser gives them."""
    with av.open(str(path), options=_OPTIONS) as container:
        stream = container.streams.video[0]
        packets = [(p.pts, p.is_keyframe) for p in container.demux(stream) if p.pts is not None]
        names = _names(packets, _seconds(container, stream, packets), interval_s)
        stream.thread_type = "AUTO"
        keys = {pts for pts, is_key in packets if is_key}
        stream.codec_context.skip_frame = "NONKEY" if names.keys() <= keys else "DEFAULT"
        container.seek(0)
        for picture in container.decode(stream):
            if picture.pts in names:
                jpeg = _jpeg(picture, img_size)
                yield from (Frame(time, jpeg) for time in names[picture.pts])


def _seconds(container: Any, stream: Any, packets: Sequence[Packet]) -> Callable[[int], float]:
    """From the file's clock to seconds from the video's zero."""
    unit = stream.time_base
    is_free = not FREE_CLOCKS.isdisjoint(container.format.name.split(","))
    origin = packets[0][0] if packets and is_free else 0
    return lambda pts: (pts - origin) * unit.numerator / unit.denominator


def _names(
    packets: Sequence[Packet], seconds: Callable[[int], float], interval_s: float
) -> dict[int, list[float]]:
    """The times under which frames are sent, by the file's clock."""
    clock = {seconds(pts): pts for pts, _ in packets}
    keys = sorted({seconds(pts) for pts, is_key in packets if is_key})
    names: dict[int, list[float]] = {}
    for pick in picks_make(FrameIndex(next(iter(clock), 0.0), sorted(clock), keys), interval_s):
        names.setdefault(clock[pick.shown], []).append(pick.name_s)
    return names


def _jpeg(picture: Any, img_size: int) -> bytes:
    scale = min(1.0, img_size / max(picture.width, picture.height))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    image = picture.to_ndarray(format="bgr24")
    if scale < 1:
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    upright = _upright(image, picture.side_data.get(Type.DISPLAYMATRIX))
    _, jpeg = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return jpeg.tobytes()


def _upright(image: NDArray[np.uint8], matrix: Any) -> NDArray[np.uint8]:
    """``matrix`` as in the header of an MP4 track, x' = ax + cy, y' = bx + dy; turns by right angles only."""
    if matrix is None:
        return image
    a, b, _, c, d, *_ = np.frombuffer(matrix, np.int32).tolist()
    is_sideways = abs(b) > abs(a)
    right, down = (c, b) if is_sideways else (a, d)
    turned = image.swapaxes(0, 1) if is_sideways else image
    return np.ascontiguousarray(turned[:: -1 if down < 0 else 1, :: -1 if right < 0 else 1])
