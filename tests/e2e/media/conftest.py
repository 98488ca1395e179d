"""A page on the chunk server, driven through the media modules as the application's pages do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.e2e.media.chunk_server import ROOT, Received, chunk_server
from tests.e2e.media.videos import video_make

SAMPLE = """async ({interval, imgSize, received, concurrency}) => {
  const {samplingStart} = await import("/static/js/media/sampling.js");
  const file = document.querySelector("#file").files[0];
  const stages = new Set();
  let last = null;
  const run = samplingStart({
    file, csrfToken: "token", receivedChunks: received, concurrency,
    request: {user_request_uid: "alice", img_size: imgSize, interval},
    onProgress: (progress) => { stages.add(progress.stage); last = progress; window.progress = progress; },
  });
  window.run = run;
  try {
    const {chunks} = await run.done;
    return {chunks, stages: [...stages], last, error: null};
  } catch (error) {
    return {error: error.code ?? String(error.stack), detail: error.detail, stages: [...stages], last};
  }
}"""


@dataclass
class Lab:
    """One test's page with its server."""

    page: Page
    received: Received

    def choose(self, path: Path) -> None:
        self.page.set_input_files("#file", path)

    def sample(
        self,
        path: Path,
        interval: float = 1.0,
        img_size: int = 320,
        received: list[int] | None = None,
        concurrency: int | None = None,
    ) -> dict[str, Any]:
        self.choose(path)
        options = {"interval": interval, "imgSize": img_size, "received": received or []}
        return dict(self.page.evaluate(SAMPLE, options | {"concurrency": concurrency}))

    def worker_patch(self, name: str, before: str, *, is_empty: bool = False) -> None:
        """Runs something before a worker's own code, or instead of it."""
        source = "" if is_empty else (ROOT / "static/js/media" / name).read_text()

        def answer(route: Route) -> None:
            route.fulfill(body=f"{before}\n{source}", content_type="text/javascript")

        self.page.context.route(f"**/{name}", answer)

    def lose(self, name: str) -> None:
        """A file that the server does not have."""
        self.page.context.route(f"**/{name}", lambda route: route.fulfill(status=404))

    def probe(self, path: Path) -> dict[str, Any]:
        self.choose(path)
        return dict(
            self.page.evaluate("""async () => {
              const {videoProbe} = await import("/static/js/media/probe.js");
              const file = document.querySelector("#file").files[0];
              try {
                let told;
                const speed = new Promise((resolve) => { told = resolve; });
                return {...(await videoProbe(file, told)), speed: await speed};
              } catch (error) {
                return {error: error.code ?? String(error)};
              }
            }""")
        )


@pytest.fixture
def lab(context: BrowserContext) -> Iterator[Lab]:
    with chunk_server() as (address, received):
        page = context.new_page()
        page.goto(address)
        yield Lab(page, received)
        page.close()


Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a recording once a session: ``make("name.mp4", "ffmpeg options")``; others may have its name."""
    if not shutil.which("ffmpeg"):
        pytest.skip("ffmpeg makes the recordings for these tests: install it")

    @cache
    def made(name: str, options: str, **how: Any) -> Path:
        return video_make(tmp_path_factory.mktemp("video") / name, options, **how)

    return made
