"""While a page works the screen stays on, and so the computer awake; no longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.packs import pack_make
from tests.e2e.media.test_cutting import CUT
from tests.e2e.media.videos import GOP_2, X264

WATCH = """async () => {
  window.locks = {asked: 0, held: 0, most: 0};
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (kind) => {
    locks.asked += 1;
    const lock = await request(kind);
    locks.held += 1;
    locks.most = Math.max(locks.most, locks.held);
    lock.addEventListener("release", () => { locks.held -= 1; });
    return lock;
  };
}"""


@pytest.fixture
def path(make: Make) -> Path:
    return make("gop2.mp4", f"{X264} {GOP_2} -an")


def _expect_kept_and_let_go(lab: Lab) -> None:
    # work may be done before the browser has given the lock, which is let go then
    lab.page.wait_for_function("locks.most > 0 && locks.held === 0")
    locks: dict[str, Any] = lab.page.evaluate("locks")
    assert (locks["asked"], locks["most"]) == (1, 1)


def test_it_stays_on_while_frames_are_sampled(lab: Lab, path: Path) -> None:
    lab.page.evaluate(WATCH)
    assert lab.sample(path)["error"] is None
    _expect_kept_and_let_go(lab)


def test_a_lock_that_a_hidden_tab_lost_is_taken_again(lab: Lab, path: Path) -> None:
    lab.page.evaluate(WATCH)
    lab.choose(path)
    lab.page.evaluate("""async () => {
      const {screenLock} = await import("/static/js/media/screen-lock.js");
      window.release = screenLock();
    }""")
    lab.page.wait_for_function("locks.held === 1")
    lab.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    lab.page.wait_for_function("locks.asked === 2")


def test_it_stays_on_while_clips_are_cut(lab: Lab, path: Path) -> None:
    lab.page.evaluate(WATCH)
    lab.choose(path)
    wish = {"segments": [{"start": 4, "stop": 6}], "template": "clip", "existing": [], "abort": False}
    lab.page.evaluate(CUT, {**wish, "folder": True, "broken": None, "isExact": False})
    _expect_kept_and_let_go(lab)


def test_it_stays_on_while_a_dataset_is_made(lab: Lab, path: Path) -> None:
    lab.page.evaluate(WATCH)
    assert pack_make(lab, path, "count", 1).report["failed"] == 0
    _expect_kept_and_let_go(lab)
