"""``python -m workers.evaluation`` measures a plugin on files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workers.demo_video import demo_video_write
from workers.evaluation.__main__ import main


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    clip = tmp_path_factory.mktemp("evaluation") / "demo.mp4"
    return [str(clip), str(demo_video_write(clip, 200.0))]


def test_it_works(files: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(["--plugin", "motion", "--interval", "1", *files])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["video", "found"]
    assert lines[1].split()[:3] == ["demo", "4/4", "1.000"]
    assert lines[2].split()[:3] == ["all", "4/4", "1.000"]
    assert lines[3].startswith("area under")


def test_the_json_has_segments_and_metrics_of_each_video_and_pooled(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--plugin", "workers.plugins.motion", "--interval", "1", "--json", *files, *files])
    report = json.loads(capsys.readouterr().out)
    assert [video["video"] for video in report["videos"]] == ["demo.mp4", "demo.mp4"]
    assert all(len(segment) == 2 for segment in report["videos"][0]["segments"])
    assert report["videos"][0]["metrics"]["events"] == 4
    assert report["pooled"]["events"] == 8
    assert report["pooled"]["curve"]["area"] > 0.9
    assert set(report["pooled"]["nuisances"]) == {"cloud", "light_switch"}


@pytest.mark.parametrize("events", [[], [{"start": 0, "stop": 200}]])
def test_without_events_or_without_time_away_from_them_there_is_no_curve(
    files: list[str], events: list[dict[str, float]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = tmp_path / "truth.json"
    truth.write_text(json.dumps({"duration": 200, "events": events}))
    call = ["--plugin", "motion", "--interval", "5", files[0], str(truth)]
    main([*call, "--json"])
    assert json.loads(capsys.readouterr().out)["pooled"]["curve"] == {"area": None, "best": None}
    main(call)
    assert "area under recall over FPR_c15: -" in capsys.readouterr().out.splitlines()


def test_a_video_without_its_truth_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--plugin", "motion", "video.mp4"])
    assert "TRUTH.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--plugin", "nothing"],
            "there is no plugin 'nothing' (No module named 'workers.plugins.nothing'); ",
        ),
        (["--plugin", "workers.testing"], "workers.testing is no plugin: its app is not made by worker_app"),
        (["--plugin", "objects"], "The plugin 'objects' cannot be loaded: there are no weights at "),
        (["--plugin", "motion", "--interval", "0"], "argument --interval: 0 is not above 0"),
        (["--plugin", "motion", "--interval", "nan"], "argument --interval: nan is not above 0"),
        (
            ["--plugin", "motion", "--taught-by", "gone.mp4", "gone.json"],
            "the video gone.mp4 cannot be opened: No such file or directory",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(
    files: list[str],
    arguments: list[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SMARTCUT_OBJECTS_WEIGHTS", "/nowhere/net.onnx")
    assert sentence in refusal([*arguments, *files], capsys)


@pytest.mark.parametrize(
    ("video", "truth", "sentence"),
    [
        ("gone.mp4", "{truth}", "the video {folder}/gone.mp4 cannot be opened: No such file or directory"),
        ("text.mp4", "{truth}", "the video {folder}/text.mp4 cannot be opened: Invalid data found"),
        ("{video}", "gone.json", "the truth {folder}/gone.json cannot be read: No such file or directory"),
        ("{video}", "text.mp4", "{folder}/text.mp4 holds no truth: all of it: Invalid JSON"),
        ("{video}", "list.json", "{folder}/list.json holds no truth: events.0.stop: Field required"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    files: list[str],
    tmp_path: Path,
    video: str,
    truth: str,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "text.mp4").write_text("no video")
    (tmp_path / "list.json").write_text('{"duration": 3, "events": [{"start": 1}]}')
    names = {"video": files[0], "truth": files[1], "folder": tmp_path}
    given = [str(tmp_path / name.format(**names)) for name in (video, truth)]
    assert sentence.format(**names) in refusal(["--plugin", "motion", *given], capsys)


def refusal(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The last line of what is said, with exit code 2."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def test_a_threshold_of_ones_own_moves_the_segments(
    files: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["--plugin", "motion", "--interval", "1", "--json"]
    kept = []
    for threshold in ("0.001", "0.5", "1"):
        main([*call, "--threshold", threshold, *files])
        kept.append(json.loads(capsys.readouterr().out)["pooled"]["kept"])
    assert kept[0] > kept[1] > kept[2] == 0
    with pytest.raises(SystemExit):
        main([*call, "--threshold", "1.5", *files])
    assert "1.5 is not above 0" in capsys.readouterr().err


def test_what_the_areas_ignore_is_not_proposed(
    files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    areas = tmp_path / "areas.json"
    whole = [[0, 0], [1, 0], [1, 1], [0, 1]]
    areas.write_text(json.dumps([{"kind": "ignore", "points": whole}]))
    call = ["--plugin", "motion", "--interval", "2", "--json", "--areas", str(areas)]
    main([*call, *files])
    assert json.loads(capsys.readouterr().out)["pooled"]["kept"] == 0
    areas.write_text('[{"kind": "ignore", "points": [[0, 0], [9, 9]]}]')
    with pytest.raises(SystemExit):
        main([*call, *files])
    assert "areas.json holds no areas" in capsys.readouterr().err
