"""The example video, with byte ranges: a browser reads a video's index before the rest."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

BLOCK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


@require_safe
async def demo_video(request: HttpRequest) -> HttpResponseBase:
    path = demo_path()
    if not path.exists():
        raise Http404
    size = path.stat().st_size
    try:
        span = range_parse(request.headers.get("Range", ""), size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    return _part(path, span or range(size), size, status=206 if span else 200)


def demo_path() -> Path:
    path: Path = settings.DEMO_VIDEO
    return path


def range_parse(header: str, size: int) -> range | None:
    """The bytes asked for; None for all of them; raises ``ValueError`` when there are no such bytes.

    Several ranges at once are answered with the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(header)
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if start >= stop:
        raise ValueError(f"{header} is outside of {size} bytes")
    return range(start, stop)


def _part(path: Path, span: range, size: int, *, status: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_read(path, span), status=status, content_type="video/mp4")
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(len(span))
    if status == 206:
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return response


async def _read(path: Path, span: range) -> AsyncIterator[bytes]:
    for start in range(span.start, span.stop, BLOCK):
        yield await sync_to_async(_block, thread_sensitive=False)(path, start, min(span.stop, start + BLOCK))


def _block(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)
