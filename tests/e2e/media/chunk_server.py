"""The smallest server that the media modules can talk to: static files and a place for chunks.

Its faults are set by the tests, which is why it is not the real one; tests/e2e runs that.
"""

from __future__ import annotations

import io
import json
import mimetypes
import re
import socket
import struct
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

from tests.stack import until

ROOT = Path(__file__).resolve().parents[3]
STATIC = {
    "/static/npm/ffmpeg-core/": ROOT / "node_modules" / "@ffmpeg" / "core" / "dist" / "esm",
    "/static/npm/mediabunny/": ROOT / "node_modules" / "mediabunny" / "dist" / "bundles",
    "/static/npm/noble-hashes/": ROOT / "node_modules" / "@noble" / "hashes",
    "/static/": ROOT / "static",
    "/tests/": ROOT / "tests" / "e2e" / "media",
}
CHUNK = re.compile(r"/api/requests/([^/]+)/chunks/(\d+)$")
PAGE = b"<!doctype html><title>Media</title><input type=file id=file>"


@dataclass
class Received:
    """What one test's browser has sent, and what the server shall do wrong."""

    chunks: dict[int, bytes] = field(default_factory=dict)
    puts: list[int] = field(default_factory=list)
    most_at_once: int = 0
    uploaded: int | None = None
    state: str = "uploading"
    ahead: int = 0
    resets: int = 0
    """how many of the next PUTs lose their connection"""
    busy: int = 0
    """how many of the next PUTs are answered 503"""
    silent: int = 0
    """how many of the next PUTs are never answered"""
    lost: set[int] = field(default_factory=set)
    """chunks that are answered 201 and forgotten, once"""
    delay_s: float = 0.0
    company: int = 1
    """how many PUTs have to be there at once before the first is answered"""
    running: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def frames(self) -> dict[int, bytes]:
        """JPEGs by milliseconds, in the order of the chunks and of their entries."""
        found: dict[int, bytes] = {}
        for _, body in sorted(self.chunks.items()):
            with zipfile.ZipFile(io.BytesIO(body)) as chunk:
                assert chunk.testzip() is None
                found |= {int(name.removesuffix(".jpg")): chunk.read(name) for name in chunk.namelist()}
        return found


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received: ClassVar[Received]

    def do_GET(self) -> None:
        if self.path == "/":
            self._answer(200, PAGE, "text/html")
        elif self.path.startswith("/api/"):
            self._json(200, {"state": self.received.state, "ahead": self.received.ahead})
        else:
            self._static()

    def do_PUT(self) -> None:
        received = self.received
        with received.lock:
            received.running += 1
            received.most_at_once = max(received.most_at_once, received.running)
        try:
            self._chunk_take()
        finally:
            with received.lock:
                received.running -= 1

    def do_POST(self) -> None:
        total = json.loads(self._body())["chunks"]
        missing = sorted(set(range(total)) - set(self.received.chunks))
        if missing:
            self._json(409, {"error": {"code": "missing_chunks", "message": ""}, "missing": missing})
            return
        self.received.uploaded = total
        self._json(202, {"state": "scoring"})

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: a failing test shows the page instead."""

    def _chunk_take(self) -> None:
        received = self.received
        body = self._body()
        match = CHUNK.match(self.path)
        assert match
        assert self.headers["X-CSRFToken"] == "token"
        index = int(match[2])
        time.sleep(received.delay_s)
        until(lambda: received.most_at_once >= received.company, "company", within_s=30)
        with received.lock:
            received.puts.append(index)
            should_reset, received.resets = received.resets > 0, max(0, received.resets - 1)
            is_busy = not should_reset and received.busy > 0
            received.busy -= is_busy
            is_silent, received.silent = received.silent > 0, max(0, received.silent - 1)
        if should_reset:
            self._reset()
        elif is_silent:
            self.rfile.read(1)  # until the browser hangs up
            self.close_connection = True
        elif is_busy:
            self._json(503, {"error": {"code": "unavailable", "message": ""}})
        elif received.state != "uploading":
            self._json(409, {"error": {"code": "not_uploading", "message": ""}})
        elif index in received.lost:
            received.lost.remove(index)
            self._json(201, {"index": index, "frames": 1, "ahead": 0})
        elif received.chunks.setdefault(index, body) != body:
            self._json(409, {"error": {"code": "other_chunk", "message": ""}})
        else:
            self._json(201, {"index": index, "frames": 1, "ahead": received.ahead})

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _static(self) -> None:
        for prefix, folder in STATIC.items():
            path = folder / self.path.removeprefix(prefix)
            if self.path.startswith(prefix) and path.is_file():
                self._answer(200, path.read_bytes(), mimetypes.guess_type(path.name)[0] or "text/javascript")
                return
        self._answer(404, b"", "text/plain")

    def _json(self, status: int, body: dict[str, Any]) -> None:
        self._answer(status, json.dumps(body).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/javascript" if kind.endswith("javascript") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Silence about connections that a test or a cancelling browser has cut."""


@contextmanager
def chunk_server() -> Iterator[tuple[str, Received]]:
    """Runs on a free port; gives its address and what it receives."""
    received = Received()
    handler = type("BoundHandler", (Handler,), {"received": received})
    server = QuietServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
