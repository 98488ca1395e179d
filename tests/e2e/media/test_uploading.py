"""The upload survives what networks, servers and users do to it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.chromium import upload_throttle
from tests.e2e.media.conftest import SAMPLE, Lab, Make
from tests.e2e.media.videos import GOP_2, X264
from tests.stack import until

SILENCE_S = 4.5
"""what the hasty uploader waits for a byte to leave, instead of three minutes"""
HASTY = f"""
const later = setTimeout;
self.setTimeout = (task, ms) => later(task, ms === 180_000 ? {SILENCE_S * 1000:g} : ms);
"""
EVERY = 0.2
SLOW_BYTES_PER_S = 5_000
CHUNKS = 3


@pytest.fixture
def path(make: Make) -> Path:
    return make("gop2.mp4", f"{X264} {GOP_2} -c:a aac -shortest")


@pytest.fixture(params=["browser", "packets", "file"])
def any_path(request: pytest.FixtureRequest, make: Make, path: Path) -> Path:
    """One for each way in which frames are decoded."""
    if request.param == "browser":
        return path
    if request.param == "packets":
        x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=error"
        return make("long-hevc.mp4", f"{x265} -g 5 -an", seconds=30, size="160x90")
    return make("long.avi", "-c:v mjpeg -an", seconds=30, size="160x90")


def test_chunks_are_sent_side_by_side(lab: Lab, path: Path) -> None:
    lab.received.company = 2
    assert lab.sample(path, EVERY)["error"] is None
    assert 2 <= lab.received.most_at_once <= 3
    assert sorted(lab.received.puts) == list(range(CHUNKS))


def test_a_lost_connection_and_a_busy_server_are_tried_again(lab: Lab, path: Path) -> None:
    lab.received.resets = 2
    lab.received.busy = 1
    result = lab.sample(path, EVERY)
    assert result["error"] is None, result
    assert lab.received.uploaded == CHUNKS
    assert len(lab.received.puts) >= CHUNKS + 3
    assert "retrying" in result["stages"]


def test_a_resumed_upload_sends_only_what_is_missing_and_the_same_frames(lab: Lab, any_path: Path) -> None:
    lab.sample(any_path, EVERY)
    whole = lab.received.frames()
    del lab.received.chunks[1]
    lab.received.puts.clear()
    result = lab.sample(any_path, EVERY, received=[0, 2])
    assert result["error"] is None, result
    assert lab.received.puts == [1]
    assert list(lab.received.frames()) == list(whole)
    assert result["last"]["framesUploaded"] == result["last"]["framesExpected"] == len(whole)


def test_a_chunk_that_the_server_has_with_other_bytes_counts_as_there(lab: Lab, path: Path) -> None:
    lab.received.chunks[1] = b"the same frames from another encoder"
    result = lab.sample(path, EVERY)
    assert result["error"] is None, result
    assert lab.received.uploaded == CHUNKS


def test_chunks_that_the_server_lost_are_sent_again(lab: Lab, any_path: Path) -> None:
    lab.received.lost = {1}
    result = lab.sample(any_path, EVERY)
    assert result["error"] is None, result
    assert sorted(lab.received.puts) == [0, 1, 1, 2]
    assert lab.received.uploaded == CHUNKS


def test_the_same_frames_give_the_same_bytes(lab: Lab, path: Path) -> None:
    lab.sample(path, 1.0, concurrency=1)
    first = dict(lab.received.frames())
    lab.received.chunks.clear()
    lab.sample(path, 1.0, concurrency=2)
    assert list(first) == list(lab.received.frames())


def test_a_request_that_is_gone_stops_with_a_reason(lab: Lab, any_path: Path) -> None:
    lab.received.state = "cancelled"
    assert lab.sample(any_path, EVERY)["error"] == "not_uploading"


def test_the_browser_waits_while_the_plugin_is_behind(lab: Lab, any_path: Path) -> None:
    lab.received.ahead = 41
    start(lab, any_path)
    lab.page.wait_for_function("window.progress?.stage === 'waiting'")
    lab.page.wait_for_timeout(500)
    assert lab.received.uploaded is None
    lab.received.ahead = 0
    assert lab.page.evaluate("window.outcome.then(({error}) => error)") is None
    assert lab.received.uploaded == CHUNKS


def test_cancelling_stops_at_once(lab: Lab, any_path: Path) -> None:
    lab.received.delay_s = 0.3
    start(lab, any_path, interval=0.04)
    # in the page: on the way here and back a busy machine would send the rest
    lab.page.wait_for_function("window.progress?.framesUploaded > 0 && (window.run.cancel(), true)")
    assert lab.page.evaluate("window.outcome.then(({error}) => error)") == "cancelled"
    lab.page.wait_for_timeout(1000)  # what has left the browser may not have come here yet
    until(lambda: lab.received.running == 0, "the end of what was on its way")
    sent = len(lab.received.puts)
    lab.page.wait_for_timeout(1500)
    assert len(lab.received.puts) == sent < 15
    assert lab.received.uploaded is None
    assert lab.page.workers == []


def start(lab: Lab, path: Path, interval: float = EVERY) -> None:
    lab.choose(path)
    options = {"interval": interval, "imgSize": 320, "received": []}
    lab.page.evaluate(f"(options) => {{ window.outcome = ({SAMPLE})(options); }}", options)


def test_a_slow_network_holds_the_sampling_back(lab: Lab, any_path: Path) -> None:
    """With no answer from the server, only as many frames are made as there is room for chunks."""
    lab.received.delay_s = 12.0
    start(lab, any_path, interval=0.04)
    lab.page.wait_for_function("window.progress?.framesSampled > 0")
    lab.page.wait_for_timeout(4000)
    assert lab.received.puts == [], "an answer came before the look"
    assert lab.page.evaluate("window.progress.framesSampled") <= 5 * 50
    lab.page.wait_for_function("window.progress.slowUpload > 0")
    lab.page.evaluate("window.run.cancel()")


def test_a_slow_upload_that_moves_is_never_sent_again(lab: Lab, path: Path) -> None:
    lab.sample(path, EVERY)
    size = len(max(lab.received.chunks.values(), key=len))
    lab.received.chunks.clear()
    lab.received.puts.clear()
    lab.worker_patch("sampler.worker.js", HASTY)
    upload_throttle(lab.page)(size / SILENCE_S)
    begun = time.monotonic()
    result = lab.sample(path, EVERY)
    assert result["error"] is None, result
    assert time.monotonic() - begun > 2 * SILENCE_S
    assert sorted(lab.received.puts) == list(range(CHUNKS))
    assert "retrying" not in result["stages"]


def test_a_server_that_never_answers_is_asked_again(lab: Lab, path: Path) -> None:
    lab.received.silent = 1
    lab.worker_patch("sampler.worker.js", HASTY)
    result = lab.sample(path, EVERY)
    assert result["error"] is None, result
    assert "retrying" in result["stages"]
    assert len(lab.received.puts) == CHUNKS + 1
    assert lab.received.uploaded == CHUNKS


def test_a_network_that_is_lost_on_the_way_is_tried_again(lab: Lab, path: Path) -> None:
    lab.worker_patch("sampler.worker.js", HASTY)
    throttle = upload_throttle(lab.page)
    throttle(20_000)
    start(lab, path)
    lab.page.wait_for_function("window.progress?.framesPerSecond > 0")
    throttle(1)
    lab.page.wait_for_function("window.progress.stage === 'retrying'")
    throttle(-1)
    assert lab.page.evaluate("window.outcome.then(({error}) => error)") is None
    assert lab.received.uploaded == CHUNKS


def test_a_slow_network_is_told_before_the_first_chunk_is_through(lab: Lab, any_path: Path) -> None:
    upload_throttle(lab.page)(SLOW_BYTES_PER_S)
    start(lab, any_path, interval=0.04)
    # the network takes bytes by the heap, so what is told at first may be too much
    near = f"Math.abs(window.progress?.slowUpload / {SLOW_BYTES_PER_S} - 1) < 0.4"
    told = lab.page.wait_for_function(f"{near} && window.progress").json_value()
    assert told["slowUpload"] == pytest.approx(SLOW_BYTES_PER_S, rel=0.4)
    assert told["secondsLeft"] > 60
    assert told["framesUploaded"] == 0
    assert lab.received.puts == []
    lab.page.evaluate("window.run.cancel()")
