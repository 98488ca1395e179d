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


def test_a_video_without_its_truth_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--plugin", "motion", "video.mp4"])
    assert "TRUTH.json" in capsys.readouterr().err


def test_a_module_that_is_no_plugin_is_refused(files: list[str]) -> None:
    with pytest.raises(ModuleNotFoundError):
        main(["--plugin", "nothing", *files])


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
