"""``python -m bench.quality``: how good ``motion`` is under each disturbance, beside DVR-Scan; as Markdown.

Footage: workers/stress, made once into the data folder, and pairs ``X.mp4``, ``X.json`` of a folder.
Both are held to the same rules: segments of at least 15 s, gaps up to 5 s closed, events of at least two
intervals. DVR-Scan sees every frame and is counted as at an interval of 1 s. CPU seconds are of the same run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.dvr_scan import SETTINGS, dvr_scan_install, dvr_scan_run
from smartcut.core.segments import Segment
from workers.evaluation.metrics import Counts, counts_make, metrics_make
from workers.evaluation.report import number_text
from workers.evaluation.truth import Truth, truth_read
from workers.stress.film import stress_video_write
from workers.stress.kinds import KINDS

INTERVALS_S = (1.0, 2.0, 5.0)
SMALL_KIND, SMALL_S = "clouds", 100.0


@dataclass(frozen=True)
class Run:
    """What one method made of one video, or of several added up."""

    counts: Counts = field(default_factory=Counts)
    hours: float = 0.0
    cpu_s: float = 0.0
    sampling_s: float = 0.0
    """CPU seconds of decoding and sampling where these are not part of ``cpu_s``."""

    def __add__(self, other: Run) -> Run:
        return Run(
            self.counts + other.counts,
            self.hours + other.hours,
            self.cpu_s + other.cpu_s,
            self.sampling_s + other.sampling_s,
        )


Runs = dict[str, Run]
"""By method."""


def main() -> None:
    arguments = _arguments()
    program = dvr_scan_install(arguments.data / "dvr-scan") if arguments.peer else None
    if arguments.footage:
        own = {video.stem: _measure(video, program) for video in sorted(arguments.footage.glob("*.mp4"))}
        _print_group("Footage of one's own", own)
    stress: dict[str, Runs] = {}
    for kind, video in _stress_videos(arguments):
        stress[kind] = _added(stress.get(kind, {}), _measure(video, program))
    _print_group("Stress footage", stress)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a quick look: one short clip")
    parser.add_argument("--footage", type=Path, help="folder of pairs X.mp4, X.json")
    parser.add_argument(
        "--data", type=Path, default=Path("var/quality"), help="where footage and DVR-Scan are kept"
    )
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--duration", type=float, default=600.0, help="of each stress clip, seconds")
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="without DVR-Scan")
    arguments = parser.parse_args()
    arguments.data = arguments.data.resolve()  # DVR-Scan runs in a folder of its own
    if arguments.small:
        arguments.kinds, arguments.seeds, arguments.duration = [SMALL_KIND], [1], SMALL_S
    return arguments


def _stress_videos(arguments: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    for kind in arguments.kinds:
        for seed in arguments.seeds:
            video = arguments.data / "stress" / f"{kind}-{seed}-{arguments.duration:.0f}s.mp4"
            if not video.with_suffix(".json").exists():
                stress_video_write(video, kind, seed=seed, duration_s=arguments.duration)
            yield kind, video


def _measure(video: Path, program: Path | None) -> Runs:
    truth = truth_read(video.with_suffix(".json"))
    runs = _motion(video, truth)
    if program:
        for name, options in SETTINGS.items():
            segments, cpu_s = dvr_scan_run(program, video.resolve(), truth.duration, options)
            runs[name] = _run(truth, segments, 1.0, cpu_s)
    print(f"measured {video.stem}", file=sys.stderr)
    return runs


def _motion(video: Path, truth: Truth) -> Runs:
    numbers = [str(number) for number in (truth.duration, *INTERVALS_S)]
    command = [sys.executable, "-m", "bench.quality_motion", str(video), *numbers]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    runs = {}
    for found in json.loads(done.stdout):
        interval_s = found["interval_s"]
        segments = [Segment(start=start, stop=stop) for start, stop in found["segments"]]
        runs[f"motion, {interval_s:g} s"] = _run(
            truth, segments, interval_s, found["work_s"], found["sampling_s"]
        )
    return runs


def _run(
    truth: Truth, segments: list[Segment], interval_s: float, cpu_s: float, sampling_s: float = 0.0
) -> Run:
    return Run(counts_make(truth, segments, interval_s), truth.duration / 3600, cpu_s, sampling_s)


def _added(some: Runs, more: Runs) -> Runs:
    return {name: some.get(name, Run()) + run for name, run in more.items()}


def _print_group(title: str, group: dict[str, Runs]) -> None:
    """A table of all together, and one with a line for each video and method."""
    if not group:
        return
    total: Runs = {}
    for runs in group.values():
        total = _added(total, runs)
    print(f"\n### {title}, all {next(iter(total.values())).hours:.2f} h\n")
    print(_table([(name, *_cells(run), *_costs(run)) for name, run in total.items()], COST_HEADINGS))
    print(f"\n### {title}, each\n")
    lines = [(label, name, *_cells(run)) for label, runs in group.items() for name, run in runs.items()]
    print(_table(lines, ("footage", *HEADINGS)))


HEADINGS = ("method", "events", "recall", "FPR_c15", "kept", "false/h")
COST_HEADINGS = (*HEADINGS, "CPU s per hour of video", "decoding and sampling")


def _cells(run: Run) -> tuple[str, ...]:
    metrics = metrics_make(run.counts)
    rates = [metrics[key] for key in ("recall", "fpr_c15", "kept")]
    return (
        f"{run.counts.found} / {run.counts.events}",
        *(number_text(rate) for rate in rates),
        number_text(metrics["false_segments_per_hour"], 1),
    )


def _costs(run: Run) -> tuple[str, str]:
    sampling = f"{run.sampling_s / run.hours:.0f} more" if run.sampling_s else "within"
    return f"{run.cpu_s / run.hours:.1f}", sampling


def _table(lines: Sequence[Sequence[str]], headings: Sequence[str]) -> str:
    rows = [headings, ["---"] * len(headings), *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


if __name__ == "__main__":
    main()
