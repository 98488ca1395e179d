"""Hints are sent again, and what was left is cleared away."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from apps.redis_client import redis_client
from apps.upload import files
from apps.upload.models import State, VideoRequest
from apps.upload.services import chunk_process
from apps.upload.tasks import expire_requests, reconcile_requests
from apps.users.models import User
from smartcut.celery import app
from smartcut.core.messages import NewFiles, new_files_send
from tests.apps.calls import chunk_put, queued

Commit = Any


def quiet(seconds: float = 21) -> None:
    VideoRequest.objects.update(updated=timezone.now() - timedelta(seconds=seconds))


def paths() -> list[str]:
    messages = queued("motion-new-files")
    return [message.get("last_zipped_chunk_path") or message["zipped_chunks_path"] for message in messages]


def test_it_works(alice: Client, alices: VideoRequest) -> None:
    for index in (0, 1, 2):
        chunk_put(alice, alices.uid, index)
    chunk_process(uid=alices.uid, index=1)
    quiet()

    reconcile_requests()

    assert paths() == [alices.folder.chunk(0), alices.folder.chunk(2)]


def test_for_a_complete_upload_the_worker_is_told_that_it_is_complete(scoring: VideoRequest) -> None:
    default_storage.delete(scoring.folder.request)
    for index in (0, 1):
        chunk_process(uid=scoring.uid, index=index)
    quiet()

    reconcile_requests()

    assert paths() == [scoring.folder.path]
    with default_storage.open(scoring.folder.request) as file:
        assert b'"chunks":2' in file.read()


def test_news_within_20_s_need_no_reminder(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0)
    quiet(19)

    reconcile_requests()

    assert paths() == []


def test_an_upload_that_only_pauses_needs_no_reminder(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0)
    chunk_process(uid=alices.uid, index=0)
    quiet()

    reconcile_requests()

    assert paths() == []


def test_a_reminder_is_not_repeated_at_once(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0)
    quiet()
    reconcile_requests()
    with redis_client() as redis:
        redis.delete("motion-new-files")

    reconcile_requests()

    assert paths() == []


def test_while_hints_wait_in_the_queue_no_more_are_added(alice: Client, alices: VideoRequest) -> None:
    chunk_put(alice, alices.uid, 0)
    quiet()
    waiting = NewFiles(status="in-progress", user_id="u", last_zipped_chunk_path="uid/video/000000.zip")
    new_files_send(app, waiting, "motion")

    reconcile_requests()

    assert paths() == ["uid/video/000000.zip"]


def test_a_long_upload_is_reminded_of_in_parts(alice: Client, long: VideoRequest) -> None:
    for index in range(42):
        chunk_put(alice, long.uid, index)
    quiet()

    reconcile_requests()

    assert len(paths()) == 40


@pytest.mark.parametrize("state", ["ready", "failed", "cancelled", "expired"])
def test_what_has_ended_is_left_alone(alice: Client, alices: VideoRequest, state: str) -> None:
    chunk_put(alice, alices.uid, 0)
    VideoRequest.objects.update(state=state, finished=timezone.now())
    quiet()

    reconcile_requests()

    assert paths() == []


def test_with_redis_away_reconcile_waits(alice: Client, alices: VideoRequest, redis_away: None) -> None:
    chunk_put(alice, alices.uid, 0)
    quiet()

    reconcile_requests()

    alices.refresh_from_db()
    assert alices.hinted is None


def test_what_nobody_went_on_with_expires_and_its_files_go(
    alice: Client, alices: VideoRequest, django_capture_on_commit_callbacks: Commit
) -> None:
    chunk_put(alice, alices.uid, 0)
    quiet(settings.EXPIRE_AFTER_S + 1)
    with django_capture_on_commit_callbacks(execute=True):
        expire_requests()

    state = alice.get(f"/api/requests/{alices.uid}").json()
    assert (state["state"], state["ahead"]) == ("expired", 0)
    assert not default_storage.exists(str(alices.uid))


def test_what_goes_on_does_not_expire(alices: VideoRequest) -> None:
    quiet(settings.EXPIRE_AFTER_S - 60)

    expire_requests()

    alices.refresh_from_db()
    assert alices.state == State.UPLOADING
    assert default_storage.exists(alices.folder.request)


def test_a_complete_upload_waits_for_its_plugin_however_long(scoring: VideoRequest) -> None:
    quiet(settings.EXPIRE_AFTER_S + 1)

    expire_requests()

    scoring.refresh_from_db()
    assert scoring.state == State.SCORING
    assert default_storage.exists(scoring.folder.chunk(0))


def test_temporary_files_that_a_killed_process_left_go_after_an_hour(db: None) -> None:
    old, fresh = (settings.DATA_DIR / "tmp" / name for name in ("old", "fresh"))
    old.parent.mkdir(exist_ok=True)
    for file, age_s in ((old, 3660), (fresh, 3540)):
        file.write_bytes(b"?")
        os.utime(file, (time.time() - age_s,) * 2)

    expire_requests()

    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.unlink()


def test_files_that_a_worker_left_after_the_end_are_swept(ready: VideoRequest) -> None:
    default_storage.save(ready.folder.features(0), ContentFile(b"late"))

    expire_requests()

    assert not default_storage.exists(str(ready.uid))


def test_a_folder_that_no_request_knows_goes_when_it_is_old(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"{uuid.uuid4()}/video/000000.zip"
    default_storage.save(name, ContentFile(b"?"))
    default_storage.save("lost+found/file", ContentFile(b"?"))

    expire_requests()
    assert default_storage.exists(name)

    monkeypatch.setattr(settings, "EXPIRE_AFTER_S", 0)
    expire_requests()
    assert not default_storage.exists(name)
    assert default_storage.exists("lost+found/file")
    files.folder_delete("lost+found")


def test_users_whose_cookie_has_run_out_are_forgotten_unless_they_have_requests(
    alices: VideoRequest,
) -> None:
    idle = User.objects.create()
    User.objects.update(last_seen=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 60))
    fresh = User.objects.create()

    expire_requests()

    assert set(User.objects.all()) == {alices.user, fresh}
    assert idle not in User.objects.all()


def test_a_folder_that_cannot_be_emptied_is_left_for_the_next_sweep(
    alices: VideoRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    delete = default_storage.delete

    def refuse_folders(name: str) -> None:
        if name == str(alices.uid):
            raise OSError("a worker has just written into it")
        delete(name)

    monkeypatch.setattr(default_storage, "delete", refuse_folders)
    files.folder_delete(str(alices.uid))

    assert not default_storage.exists(alices.folder.request)


def test_an_empty_storage_has_no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(path: str) -> None:
        raise FileNotFoundError(path)

    monkeypatch.setattr(default_storage, "listdir", nothing)
    assert files.folders_stored() == []
    files.folder_delete("nothing")
    assert files.folder_age_s("nothing") == 0
