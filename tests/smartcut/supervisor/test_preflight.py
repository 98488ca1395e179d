"""Each sentence names what is wrong and what to do."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path

import pytest

from smartcut.supervisor import preflight
from smartcut.supervisor.preflight import StartError
from tests.ports import port_find


@pytest.fixture(autouse=True)
def no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "PORT_PATIENCE_S", 0.0)


def test_the_data_folder_is_made(tmp_path: Path) -> None:
    preflight.data_dir_prepare(tmp_path / "deep" / "data")
    assert (tmp_path / "deep" / "data" / "redis").is_dir()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match=re.escape(str(tmp_path / "file" / "data")) + ".*SMARTCUT_DATA_DIR"):
        preflight.data_dir_prepare(tmp_path / "file" / "data")


def test_a_data_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    with pytest.raises(StartError, match=r"is not writable.*SMARTCUT_DATA_DIR"):
        preflight.data_dir_prepare(tmp_path / "data")


def test_a_second_supervisor_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with (
        preflight.data_dir_lock(tmp_path),
        pytest.raises(StartError, match=rf"already runs on .*process {os.getpid()}\)"),
    ):
        preflight.data_dir_lock(tmp_path)
    preflight.data_dir_lock(tmp_path).close()


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    key = tmp_path / "secret_key"
    preflight.secret_key_write(key)
    first = key.read_text()
    preflight.secret_key_write(key)
    assert len(first) >= 50
    assert key.read_text() == first
    assert key.stat().st_mode & 0o777 == 0o600


def test_a_free_port_passes() -> None:
    preflight.port_check("127.0.0.1", port_find(), purpose="the web", setting="SMARTCUT_PORT")


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StartError, match=f"Port {port} .* for the web .*SMARTCUT_PORT"):
            preflight.port_check("127.0.0.1", port, purpose="the web", setting="SMARTCUT_PORT")


def test_a_redis_that_answers_passes(redis_url: str) -> None:
    preflight.redis_check(redis_url)


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "no-address"])
def test_an_unreachable_redis_is_named(url: str) -> None:
    with pytest.raises(StartError, match=rf"Redis at REDIS_URL={url} does not answer .* unset REDIS_URL"):
        preflight.redis_check(url)


def test_a_password_is_never_shown() -> None:
    with pytest.raises(StartError, match=r"redis://\*\*\*@127\.0\.0\.1:1/0") as raised:
        preflight.redis_check("redis://user:s3cret@127.0.0.1:1/0")
    assert "s3cret" not in str(raised.value)
