"""What the supervisor says about a web process that takes its time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pytest_django import Settings

from smartcut.supervisor import run
from smartcut.supervisor.run import Supervisor


class SlowWeb(BaseHTTPRequestHandler):
    """Becomes green after some questions."""

    answers: Iterator[bytes]

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(next(self.answers, b'{"status": "ok"}'))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def slow_web(settings: Settings) -> Iterator[None]:
    # one to begin with, one when it is late, and some more lest the latter is overtaken by being green
    SlowWeb.answers = iter([b'{"status": "degraded", "plugins": "none"}'] * 5)
    with HTTPServer(("127.0.0.1", 0), SlowWeb) as server:
        settings.BIND, settings.PORT = "127.0.0.1", server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield
        server.shutdown()
        thread.join()


def test_an_address_that_comes_late_is_told_after_all(
    slow_web: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "GREEN_WITHIN_S", 0.1)
    asyncio.run(Supervisor([])._watch())
    trouble, ready = capsys.readouterr().out.splitlines()
    assert trouble.endswith("SmartCut is not healthy after 0 s: plugins: none")
    assert "SmartCut is ready: http://localhost:" in ready
