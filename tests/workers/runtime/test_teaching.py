"""A plugin that learns, in its worker: once with the chunks, later with the digest alone."""

from __future__ import annotations

from typing import Any

import pytest

from smartcut.core import failures
from smartcut.core.failure_file import FailureFile
from smartcut.core.request_file import Example, RequestFile
from tests.workers.footage import Footage
from tests.workers.queues_seen import Web
from tests.workers.sample_plugin import SamplePlugin, TaughtPlugin
from workers.runtime import storage, tasks
from workers.runtime.app import PluginApp

app = PluginApp(TaughtPlugin)
BRIGHT = [{"start": 18.0, "stop": 40.0}]


def take(footage: Footage) -> None:
    tasks.message_take(app, app.host, footage.uploaded_message().kwargs(), is_redelivered=False)


def last(web: Web) -> Any:
    """The last answer: what was found, or what went wrong."""
    seen = None
    while web.waiting("processed-files"):
        seen = web.answer()
    assert seen is not None
    return seen.kwargs.get("timestamps", seen.kwargs.get("error"))


def teach(footage: Footage, taught: int, *stretches: tuple[float, float, bool]) -> None:
    """As the web does, which has deleted all but the digest by then."""
    for name in footage.names():
        if name not in ("digest.npz", "scores.json"):
            storage.file_delete(f"{footage.folder.path}/{name}")
    path = footage.folder.path
    examples = tuple(Example(folder=path, start=a, stop=b, is_relevant=c) for a, b, c in stretches)
    footage.describe(
        RequestFile(plugin_name="taught", duration=40, interval=1, chunks=4, examples=examples, taught=taught)
    )


@pytest.fixture
def taught() -> Footage:
    return Footage(plugin_name="taught")


def test_it_works(web: Web, taught: Footage) -> None:
    take(taught)
    assert last(web) == BRIGHT
    assert taught.scores().keeps_features
    teach(taught, 1, (20, 22, False), (5, 6, True))
    take(taught)
    assert last(web) == [{"start": 0.0, "stop": 21.0}]
    assert taught.scores().taught == 1


def test_scores_of_before_are_not_taken_for_those_asked_for(web: Web, taught: Footage) -> None:
    take(taught)
    teach(taught, 1, (20, 22, False))
    take(taught)
    take(taught)
    assert last(web) == []


def test_a_hint_that_comes_late_for_a_ready_video_does_no_harm(web: Web, taught: Footage) -> None:
    take(taught)
    teach(taught, 0)
    storage.file_delete(taught.folder.scores)
    take(taught)
    assert last(web) == BRIGHT


@pytest.mark.parametrize("content", [b"half a fi", None])
def test_a_digest_that_is_lost_is_told(web: Web, taught: Footage, content: bytes | None) -> None:
    take(taught)
    last(web)
    teach(taught, 1, (20, 22, False))
    storage.file_delete(taught.folder.digest)
    if content:
        storage.file_write(taught.folder.digest, content)
        take(taught)  # deletes it, and has another look
        again = web.take("taught-new-files")
        assert again.kwargs == taught.uploaded_message().kwargs()
    take(taught)
    assert last(web) == failures.DIGEST_LOST


def test_a_failure_says_which_wish_it_is_about(web: Web, taught: Footage) -> None:
    take(taught)
    teach(taught, 2, (20, 22, False))
    storage.file_delete(taught.folder.digest)
    take(taught)
    assert last(web) == failures.DIGEST_LOST
    assert FailureFile.model_validate_json(storage.file_read(taught.folder.failure)).taught == 2


def test_a_plugin_that_no_longer_learns_says_so(web: Web, taught: Footage) -> None:
    take(taught)
    teach(taught, 1, (20, 22, False))
    other = PluginApp(SamplePlugin)
    tasks.message_take(other, other.host, taught.uploaded_message().kwargs(), is_redelivered=False)
    assert last(web) == failures.DIGEST_LOST


def test_a_damaged_digest_is_made_again_while_the_chunks_are_there(web: Web, taught: Footage) -> None:
    take(taught)
    storage.file_delete(taught.folder.scores)
    storage.file_write(taught.folder.digest, b"half a fi")
    take(taught)
    web.take("taught-new-files")
    take(taught)
    assert last(web) == BRIGHT
