"""A real Firefox, driven by WebDriver BiDi: Playwright drives only one of its own make."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.ports import port_find

PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.alwaysOpenPanel": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "en-US",
}


def firefox_find() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """One tab; ``https://w3c.github.io/webdriver-bidi/`` describes the calls."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection, self._numbers = connection, count(1)
        self.call("session.new", capabilities={})
        self._tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(timeout=60))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    def goto(self, url: str) -> None:
        self.call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def value(self, expression: str) -> Any:
        """Of a JavaScript expression; what JSON can carry."""
        answer = self.call(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def wait(self, expression: str, within_s: float = 60) -> Any:
        """Until the expression is true; gives its value."""
        deadline = time.monotonic() + within_s
        while not (value := self.value(expression)):
            page = self.value("document.body.innerText")
            assert time.monotonic() < deadline, f"waited {within_s:g} s in vain for {expression}:\n{page}"
            time.sleep(0.1)
        return value

    def files_set(self, selector: str, *files: Path) -> None:
        """As if chosen in the dialog of an ``<input type=file>``."""
        nodes = self.call("browsingContext.locateNodes", context=self._tab, locator=_css(selector))["nodes"]
        element = {"sharedId": nodes[0]["sharedId"]}
        self.call("input.setFiles", context=self._tab, element=element, files=[str(file) for file in files])


def _css(selector: str) -> dict[str, str]:
    return {"type": "css", "value": selector}


@contextmanager
def firefox_run(program: str, folder: Path) -> Iterator[Firefox]:
    """Starts it with a profile of its own; what it downloads lies in ``folder / "downloads"``."""
    profile, port = folder / "profile", port_find()
    profile.mkdir()
    preferences = {**PREFERENCES, "browser.download.dir": str(folder / "downloads")}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines))
    command = (program, "--headless", "--no-remote", "--profile", profile, f"--remote-debugging-port={port}")
    with (folder / "firefox.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        with _connection(port) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait(20)


def _connection(port: int) -> ClientConnection:
    deadline = time.monotonic() + 60
    while True:
        try:
            return connect(f"ws://127.0.0.1:{port}/session", max_size=None)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
