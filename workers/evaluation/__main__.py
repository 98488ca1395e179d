"""``manage.py evaluate`` or ``python -m workers.evaluation``: both take the same arguments."""

from __future__ import annotations

import argparse
import importlib
import json
from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path

import av
from pydantic import TypeAdapter, ValidationError

from smartcut.core.areas import Areas
from workers.evaluation.measure import Measured, thresholds_at, video_measure
from workers.evaluation.report import report_json, report_table
from workers.evaluation.teaching import film_read, following_measure, half_measure
from workers.evaluation.truth import truth_read
from workers.plugin import Plugin
from workers.runtime.loading import PluginHost

DESCRIPTION = "Measures a recommender on videos with truth; what the figures mean: docs/evaluation.md."


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a table, or JSON with ``--json``."""
    parser = argparse.ArgumentParser(prog="manage.py evaluate", description=DESCRIPTION)
    parser.add_argument("--plugin", required=True, help="name in workers.plugins, or a module")
    parser.add_argument("--interval", type=_interval, default=5.0, help="seconds between frames, default 5")
    parser.add_argument(
        "--areas", type=_areas, default=(), metavar="F", help="JSON file of the camera's areas"
    )
    parser.add_argument("--threshold", type=_threshold, help="score of a segment, default the plugin's")
    parser.add_argument(
        "--taught-by-half", action="store_true", help="teach by the first half, measure on the second"
    )
    parser.add_argument(
        "--taught-by", nargs=2, type=Path, metavar=("VIDEO", "TRUTH.json"), help="teach by another video"
    )
    parser.add_argument("--lessons", type=int, metavar="N", help="only so many judged segments")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("files", nargs="+", type=Path, metavar="VIDEO TRUTH.json")
    options = parser.parse_args(arguments)
    if len(options.files) % 2:
        parser.error("every VIDEO needs its TRUTH.json behind it")
    pairs = list(zip(options.files[::2], options.files[1::2], strict=True))
    try:
        _files_check([*pairs, options.taught_by] if options.taught_by else pairs)
        plugin = plugin_load(options.plugin)
    except argparse.ArgumentTypeError as error:
        parser.error(str(error))
    measured = [_measure(plugin, video, truth, options) for video, truth in pairs]
    print(json.dumps(report_json(measured), indent=1) if options.json else report_table(measured))  # noqa: T201


def _measure(plugin: Plugin, video: Path, truth: Path, options: argparse.Namespace) -> Measured:
    thresholds, areas = thresholds_at(plugin.thresholds, options.threshold), options.areas
    if not options.taught_by_half and not options.taught_by:
        return video_measure(plugin, video, truth, options.interval, thresholds=thresholds, areas=areas)
    film = film_read(plugin, video, truth, options.interval, areas)
    if options.taught_by_half:
        return half_measure(plugin, film, thresholds, at_most=options.lessons)
    other, other_truth = options.taught_by
    before = film_read(plugin, other, other_truth, options.interval, areas)
    return following_measure(plugin, film, before, thresholds, at_most=options.lessons)


def _areas(path: str) -> Areas:
    """A list of ``{"kind": "look" | "ignore", "points": [[x, y], …]}``, shares of width and height."""
    try:
        return TypeAdapter(Areas).validate_json(Path(path).read_bytes())
    except (OSError, ValidationError) as error:
        raise argparse.ArgumentTypeError(f"{path} holds no areas: {error}") from error


def _interval(text: str) -> float:
    value = float(text)
    if not 0 < value < inf:
        raise argparse.ArgumentTypeError(f"{text} is not above 0: seconds between frames")
    return value


def _threshold(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 1")
    return value


def _files_check(pairs: Iterable[Sequence[Path]]) -> None:
    """Before a plugin is loaded and an hour of video is scored."""
    for video, truth in pairs:
        _video_check(video)
        _truth_check(truth)


def _video_check(path: Path) -> None:
    try:
        with av.open(str(path)) as container:
            tracks = len(container.streams.video)
    except av.FFmpegError as error:
        raise argparse.ArgumentTypeError(f"the video {path} cannot be opened: {error.strerror}") from error
    if not tracks:
        raise argparse.ArgumentTypeError(f"{path} has no video track")


def _truth_check(path: Path) -> None:
    try:
        truth_read(path)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"the truth {path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "all of it"
        raise argparse.ArgumentTypeError(
            f"{path} holds no truth: {place}: {first['msg']} (docs/evaluation.md tells what it holds)"
        ) from error


def plugin_load(name: str) -> Plugin:
    """The plugin of ``workers.plugins.NAME`` or of the module NAME, loaded as in its worker."""
    host = _host(name)
    problem = host.missing_problem() or host.load_problem()
    if problem:
        raise argparse.ArgumentTypeError(problem)
    return host.plugin()


def _host(name: str) -> PluginHost:
    try:
        module = importlib.import_module(name if "." in name else f"workers.plugins.{name}")
    except ImportError as error:
        raise argparse.ArgumentTypeError(
            f"there is no plugin {name!r} ({error}); name one of workers/plugins, or a module"
        ) from error
    host = getattr(getattr(module, "app", None), "host", None)
    if not isinstance(host, PluginHost):
        raise argparse.ArgumentTypeError(f"{module.__name__} is no plugin: its app is not made by worker_app")
    return host


if __name__ == "__main__":
    main()
