import pytest

from smartcut.core.folder import RequestFolder, chunk_name

FOLDER = RequestFolder("0d4a", "gate.mp4")


def test_all_files_of_a_request_lie_in_its_folder() -> None:
    assert FOLDER.path == "0d4a/gate.mp4"
    assert FOLDER.chunk(17) == "0d4a/gate.mp4/000017.zip"
    assert FOLDER.features(17) == "0d4a/gate.mp4/000017.npz"
    assert FOLDER.request == "0d4a/gate.mp4/request.json"
    assert FOLDER.scores == "0d4a/gate.mp4/scores.json"
    assert chunk_name(17) == "000017.zip"


def test_both_kinds_of_path_are_read() -> None:
    assert RequestFolder.parse("0d4a/gate.mp4") == (FOLDER, None)
    assert RequestFolder.parse("0d4a/gate.mp4/000017.zip") == (FOLDER, 17)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0d4a",
        "0d4a/",
        "/gate.mp4",
        "../gate.mp4",
        "0d4a/..",
        "0d4a/.hidden",
        "0d4a/gate.mp4/17.zip",
        "0d4a/gate.mp4/000017.npz",
        "0d4a/gate.mp4/+00017.zip",
        "0d4a/gate.mp4/00001٧.zip",
        "0d4a/gate.mp4/000017.zip/more",
        "0d4a/gate.mp4/000017.zip\n",
        "0d4a\\gate.mp4/x",
        "0d4a/ga\0te.mp4",
    ],
)
def test_any_other_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="is not uid/video"):
        RequestFolder.parse(path)
