"""``python -m bench.answer``: seconds from the last chunk's arrival to the segments in the window.

On the really running stack; the window is a WebSocket, as the editor's and the start page's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from websockets.sync.client import ClientConnection, connect

from tests.client import Client, Upload, upload_start
from tests.stack import Stack, stack_run, until
from workers.demo_video import demo_video_write

INTERVAL_S = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a quick look: a short video, two rounds")
    arguments = parser.parse_args()
    duration_s, rounds = (120.0, 2) if arguments.small else (600.0, 5)
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "camera.mp4"
        demo_video_write(video, duration_s)
        with stack_run(Path(folder)) as stack:
            _report(stack, video, rounds)


def _report(stack: Stack, video: Path, rounds: int) -> None:
    _round(stack, video, with_backlog=False)  # the first one warms up
    for with_backlog, meaning in ((False, "worker keeps up"), (True, "all chunks at once")):
        seconds = [_round(stack, video, with_backlog=with_backlog) for _ in range(rounds)]
        median, worst = statistics.median(seconds), max(seconds)
        print(f"answer: {meaning:18} median {median:.2f} s, worst {worst:.2f} s, {rounds} rounds")


def _round(stack: Stack, video: Path, *, with_backlog: bool) -> float:
    upload = upload_start(Client(stack.base_url), video, interval=INTERVAL_S)
    last = len(upload.chunks) - 1
    with _window(stack, upload) as window:
        upload.send(*range(last))
        if not with_backlog:
            until(lambda: upload.state["ahead"] == 0, "the worker to keep up")
        upload.send(last)
        arrived = time.monotonic()
        upload.finish()
        _segments_wait(window)
        return time.monotonic() - arrived


def _window(stack: Stack, upload: Upload) -> ClientConnection:
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in upload.client.cookies)
    address = stack.base_url.replace("http", "ws", 1) + f"/ws/requests/{upload.uid}/"
    headers = {"Cookie": cookies, "Origin": stack.base_url}
    return connect(address, additional_headers=headers, proxy=None)


def _segments_wait(window: ClientConnection) -> None:
    while True:
        request = json.loads(window.recv(timeout=120))["request"]
        if request["state"] == "failed":
            raise RuntimeError(request["error"])
        if request["state"] == "ready":
            return


if __name__ == "__main__":
    main()
