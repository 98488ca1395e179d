"""``manage.py evaluate`` or ``python -m workers.evaluation``: both take the same arguments."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from smartcut.core.areas import Areas
from workers.evaluation.measure import Measured, thresholds_at, video_measure
from workers.evaluation.report import report_json, report_table
from workers.evaluation.teaching import film_read, following_measure, half_measure
from workers.plugin import Plugin
from workers.runtime.loading import PluginHost

DESCRIPTION = "Measures a recommender on videos with truth; what the figures mean: docs/evaluation.md."


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a table, or JSON with ``--json``."""
    parser = argparse.ArgumentParser(prog="manage.py evaluate", description=DESCRIPTION)
    parser.add_argument("--plugin", required=True, help="name in workers.plugins, or a module")
    parser.add_argument("--interval", type=float, default=5.0, help="seconds between frames, default 5")
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
    plugin = plugin_load(options.plugin)
    pairs = zip(options.files[::2], options.files[1::2], strict=True)
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


def _threshold(text: str) -> float:
    value = float(text)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 1")
    return value


def plugin_load(name: str) -> Plugin:
    """The plugin of ``workers.plugins.NAME`` or of the module NAME, loaded as in its worker."""
    module = importlib.import_module(name if "." in name else f"workers.plugins.{name}")
    host = module.app.host
    if not isinstance(host, PluginHost):
        raise TypeError(f"{module.__name__}.app is not made by worker_app")
    problem = host.missing_problem()
    if problem:
        sys.exit(problem)
    return host.plugin()


if __name__ == "__main__":
    main()
