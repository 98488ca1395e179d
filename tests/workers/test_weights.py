from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from workers import weights
from workers.runtime.storage import data_folder
from workers.weights import Weights, objects_weights, weights_get

CONTENT = bytes(range(256)) * 9000
NET = Weights("net.onnx", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


class _Answers(BaseHTTPRequestHandler):
    content = CONTENT
    length = len(CONTENT)
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200 if self.path.endswith("net.onnx") else 404)
        self.send_header("Content-Length", str(self.length))
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def answers() -> Iterator[tuple[type[_Answers], str]]:
    """What a web server on this machine answers, and its address."""

    class Answers(_Answers):
        asked: list[str] = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Answers, f"http://127.0.0.1:{server.server_port}/weights/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_works(answers: tuple[type[_Answers], str], tmp_path: Path) -> None:
    path = weights_get(NET, answers[1], tmp_path / "new")
    assert path == tmp_path / "new" / "net.onnx"
    assert path.read_bytes() == CONTENT
    assert [file.name for file in path.parent.iterdir()] == ["net.onnx"]
    assert answers[0].asked == ["/weights/net.onnx"]


def test_what_is_there_is_not_downloaded_again(answers: tuple[type[_Answers], str], tmp_path: Path) -> None:
    for _ in range(2):
        weights_get(NET, answers[1], tmp_path)
    assert len(answers[0].asked) == 1


def test_a_wrong_file_is_replaced(answers: tuple[type[_Answers], str], tmp_path: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"half of it")
    assert weights_get(NET, answers[1], tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CONTENT[:-1] + b"x", "what came is not net.onnx: its SHA-256 is "),
        (CONTENT + b"more", "what came is not net.onnx: its SHA-256 is "),
        (CONTENT[:1000], "net.onnx ended after 1000 of 2304000 bytes; try again"),
    ],
)
def test_wrong_bytes_never_take_the_name(
    answers: tuple[type[_Answers], str], tmp_path: Path, content: bytes, words: str
) -> None:
    answers[0].content, answers[0].length = content, len(content)
    (tmp_path / "net.onnx").write_bytes(b"older")
    with pytest.raises(ValueError, match=words):
        weights_get(NET, answers[1], tmp_path)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("net.onnx", b"older")]


def test_a_connection_that_breaks_leaves_nothing(answers: tuple[type[_Answers], str], tmp_path: Path) -> None:
    answers[0].content = CONTENT[:5000]  # of the length that was promised
    with pytest.raises(ValueError, match="try again"):
        weights_get(NET, answers[1], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no address of a web server"):
        weights_get(NET, f"file://{tmp_path}", tmp_path / "new")


def test_the_command_says_where_they_are_or_why_not(
    answers: tuple[type[_Answers], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(weights, "weights_folder", lambda: tmp_path)
    monkeypatch.setitem(weights.MODELS, "nano", NET)
    weights.main(["objects", "--url", answers[1]])
    assert capsys.readouterr().out == f"The weights of objects are at {tmp_path / 'net.onnx'}\n"
    monkeypatch.setitem(weights.MODELS, "nano", Weights("other.onnx", 1, ""))
    with pytest.raises(
        SystemExit, match=r"^The weights could not be downloaded: HTTP Error 404: Not Found\.$"
    ):
        weights.main(["objects", "--url", answers[1]])


def test_the_better_of_the_files_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "weights_folder", lambda: tmp_path)
    assert objects_weights() == tmp_path / "yolox_nano.onnx"
    for name in ("yolox_nano.onnx", "yolox_tiny.onnx"):
        (tmp_path / name).write_bytes(b"")
        assert objects_weights() == tmp_path / name


def test_they_lie_in_the_data_folder() -> None:
    assert weights.weights_folder().name == "weights"
    assert weights.weights_folder().parent == data_folder()
