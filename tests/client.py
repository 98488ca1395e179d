"""A browser without a screen: one session that samples, uploads and reads as the start page does."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import av
import cv2
from numpy.typing import NDArray

from tests.stack import until

JPEG_QUALITY = 80


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    """Parsed JSON, or the bytes when it is none."""


class Client:
    """A session: keeps its cookies and sends the CSRF token."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self.cookies = CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))
        self.call("GET", "/")

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """``bytes`` are sent as a zip, anything else as JSON."""
        request = Request(self.base_url + path, method=method, data=_body(body))  # noqa: S310 - ours
        request.add_header(
            "Content-Type", "application/zip" if isinstance(body, bytes) else "application/json"
        )
        request.add_header("X-CSRFToken", self._cookie("csrftoken"))
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, _parsed(answer.read()))
        except HTTPError as error:
            with error:
                return Answer(error.code, _parsed(error.read()))

    def read(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        answer = self.call("GET", path)
        if answer.status != 200:
            raise AssertionError(f"GET {path} answered {answer.status}: {answer.body}")
        return answer.body

    def _cookie(self, name: str) -> str:
        return next((cookie.value or "" for cookie in self.cookies if cookie.name == name), "")


@dataclass
class Upload:
    """One video on its way to the server, in the chunks that a browser would send."""

    client: Client
    uid: str
    chunks: list[bytes]
    sent: set[int] = field(default_factory=set)

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.client.read(f"/api/requests/{self.uid}")
        return state

    def send(self, *indexes: int) -> list[int]:
        """Puts these chunks in this order; gives the answers' status codes."""
        return [self._put(index) for index in indexes]

    def finish(self) -> None:
        answer = self.client.call("POST", f"/api/requests/{self.uid}/uploaded", {"chunks": len(self.chunks)})
        assert answer.status == 202, answer

    def segments(self, *, within_s: float = 120) -> list[dict[str, Any]]:
        """Waits until the video is scored."""
        until(lambda: self.state["state"] in ("ready", "failed"), "segments", within_s=within_s)
        state = self.state
        assert state["state"] == "ready", state["error"]
        segments: list[dict[str, Any]] = state["segments"]
        return segments

    def _put(self, index: int) -> int:
        answer = self.client.call("PUT", f"/api/requests/{self.uid}/chunks/{index}", self.chunks[index])
        assert answer.status in (200, 201), answer
        self.sent.add(index)
        return answer.status


def upload_start(
    client: Client, video: Path, *, plugin_name: str = "motion", interval: float = 1.0
) -> Upload:
    """Creates a request for the video and samples its frames; sends nothing yet."""
    answer = client.call(
        "POST",
        "/api/requests",
        {
            "plugin_name": plugin_name,
            "video_name": video.name,
            "size": video.stat().st_size,
            "duration": video_duration(video),
            "interval": interval,
            "fingerprint": hashlib.sha256(video.read_bytes()).hexdigest(),
        },
    )
    assert answer.status == 201, answer
    chunks = video_chunks(video, interval, answer.body["img_size"], answer.body["chunk_frames"])
    return Upload(client, answer.body["user_request_uid"], chunks)


def upload_video(client: Client, video: Path, *, interval: float = 1.0) -> list[dict[str, Any]]:
    """The undisturbed journey of a video; gives its segments."""
    upload = upload_start(client, video, interval=interval)
    upload.send(*range(len(upload.chunks)))
    upload.finish()
    return upload.segments()


@cache
def video_chunks(video: Path, interval: float, img_size: int, chunk_frames: int) -> list[bytes]:
    """All chunks of the video; sampled once, however many tests send them."""
    return chunks_zip(list(frames_sample(video, interval, img_size)), chunk_frames)


def video_duration(video: Path) -> float:
    with av.open(str(video)) as container:
        return float((container.duration or 0) / av.time_base)


def frames_sample(video: Path, interval: float, img_size: int) -> Iterator[tuple[float, bytes]]:
    """The first frame shown at or after each multiple of ``interval``: its time, and it as a JPEG."""
    wanted = 0.0
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            time = float(frame.time or 0)
            if time + 1e-6 < wanted:
                continue
            yield time, _jpeg(frame, img_size)
            while wanted <= time + 1e-6:
                wanted += interval


def _jpeg(frame: av.VideoFrame, img_size: int) -> bytes:
    picture: NDArray[Any] = frame.to_ndarray(format="bgr24")
    shrink = min(1.0, img_size / max(picture.shape[:2]))
    if shrink < 1:
        picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    is_encoded, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    assert is_encoded
    return jpeg.tobytes()


def chunks_zip(frames: Sequence[tuple[float, bytes]], chunk_frames: int) -> list[bytes]:
    return [_zip(frames[i : i + chunk_frames]) for i in range(0, len(frames), chunk_frames)]


def _zip(frames: Sequence[tuple[float, bytes]]) -> bytes:
    """Without dates, so that the same frames are the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for time, jpeg in frames:
            archive.writestr(zipfile.ZipInfo(f"{round(time * 1000):010d}.jpg"), jpeg)
    return file.getvalue()


def _body(body: object) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    return json.dumps(body).encode()


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body
