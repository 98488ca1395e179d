"""The journey in Firefox, with what it has: no folder picker, so clips come as downloads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from tests.e2e.conftest import Demo
from tests.firefox import Firefox, firefox_find, firefox_run
from tests.stack import Stack, until

pytestmark = pytest.mark.e2e

FIND = "document.querySelector('[data-find]')"
SEGMENTS = """(await (await fetch("/api" + location.pathname.replace(/\\/$/, ""))).json()).segments"""


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    program = firefox_find()
    if not program:
        pytest.skip("there is no Firefox on this machine (Debian: apt install firefox-esr)")
    with firefox_run(program, tmp_path) as firefox:
        yield firefox


def test_a_video_becomes_clips(stack: Stack, firefox: Firefox, demo: Demo, tmp_path: Path) -> None:
    firefox.goto(stack.base_url)
    firefox.files_set("[data-file-input]", demo.path)
    firefox.wait(f"!{FIND}.disabled")
    firefox.value("document.querySelector('[data-recommender]').value = 'motion'")
    firefox.value(f"{FIND}.click()")
    firefox.wait("document.body.innerText.includes(' found.')", within_s=180)
    firefox.goto(firefox.value("document.querySelector('a[href^=\"/requests/\"]').href"))
    segments = firefox.value(SEGMENTS)
    demo.expect_found([(segment["start"], segment["stop"]) for segment in segments])

    firefox.wait("!document.querySelector('[data-command=cut]').disabled")
    firefox.files_set("[data-preview-file]", demo.path)
    firefox.wait("document.querySelector('video').readyState >= 2")
    firefox.value("document.querySelector('[data-command=cut]').click()")
    firefox.wait("document.querySelector('[data-cut-rows]').rows.length > 0")
    firefox.value("document.querySelector('[data-cut-dialog] [data-job-start]').click()")
    downloads = tmp_path / "downloads"
    until(lambda: len(_whole(downloads)) == len(segments), "the clips", within_s=90)
    for clip, segment in zip(_whole(downloads), segments, strict=True):
        with av.open(str(clip)) as container:
            times = [frame.time or 0.0 for frame in container.decode(video=0)]
        assert times[0] == pytest.approx(0, abs=0.05)
        assert times[-1] >= segment["stop"] - segment["start"] - 0.11


def _whole(downloads: Path) -> list[Path]:
    """Firefox keeps a place under the name of a clip before it writes the clip beside it."""
    return [clip for clip in sorted(downloads.glob("*.mp4")) if clip.stat().st_size]
