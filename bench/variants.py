"""``python -m bench.variants FOLDER``: is ``motion`` as good when the footage looks otherwise?

``FOLDER`` holds pairs ``X.mp4``, ``X.json``. Of each a variant of every kind (bench/variant.py) is made once
into the data folder; all of a kind are measured together, by the rules of ``manage.py evaluate``,
as a line of Markdown.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import cv2

from bench.variant import VARIANTS, variant_write
from workers.demo_video import demo_video_write
from workers.evaluation.measure import video_measure
from workers.evaluation.metrics import Counts, metrics_make
from workers.evaluation.report import number_text
from workers.plugins.motion import MotionPlugin

INTERVALS_S = (1.0, 2.0, 5.0)
SMALL_S, SMALL_VARIANTS = 100.0, ("plain", "mirrored", "reversed")
HEADINGS = ("variant", *(f"{interval:g} s: events, recall, FPR_c15, false/h" for interval in INTERVALS_S))


def main() -> None:
    cv2.setNumThreads(1)
    arguments = _arguments()
    videos = sorted(arguments.footage.glob("*.mp4")) if arguments.footage else [_demo_video(arguments)]
    print("| " + " | ".join(HEADINGS) + " |\n|" + " --- |" * len(HEADINGS))
    for name in arguments.variants:
        clips = _clips(name, videos, arguments.data)
        cells = [_cell(_counts(clips, interval_s)) for interval_s in INTERVALS_S]
        print("| " + " | ".join([name, *cells]) + " |", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("footage", nargs="?", type=Path, help="default: the demo video")
    parser.add_argument("--small", action="store_true", help="a quick look: a few variants of a short clip")
    parser.add_argument("--data", type=Path, default=Path("var/variants"), help="where the variants are kept")
    parser.add_argument("--variants", nargs="*", default=list(VARIANTS), choices=list(VARIANTS))
    arguments = parser.parse_args()
    if arguments.small:
        arguments.footage, arguments.variants = None, list(SMALL_VARIANTS)
    arguments.data.mkdir(parents=True, exist_ok=True)
    return arguments


def _demo_video(arguments: argparse.Namespace) -> Path:
    video: Path = arguments.data / ("small.mp4" if arguments.small else "demo.mp4")
    if not video.with_suffix(".json").exists():
        demo_video_write(video, SMALL_S if arguments.small else 600.0)
    return video


def _clips(name: str, videos: Sequence[Path], data: Path) -> list[Path]:
    folder = data / name.replace(" ", "-").replace(",", "")
    folder.mkdir(exist_ok=True)
    clips = [folder / video.name for video in videos]
    for video, clip in zip(videos, clips, strict=True):
        variant_write(video, VARIANTS[name], clip)
    return clips


def _counts(clips: Sequence[Path], interval_s: float) -> Counts:
    each = (video_measure(MotionPlugin(), clip, clip.with_suffix(".json"), interval_s) for clip in clips)
    return sum((measured.counts for measured in each), Counts())


def _cell(counts: Counts) -> str:
    metrics = metrics_make(counts)
    rates = [number_text(metrics[key]) for key in ("recall", "fpr_c15")]
    false_per_hour = number_text(metrics["false_segments_per_hour"], 1)
    return ", ".join([f"{counts.found} / {counts.events}", *rates, false_per_hour])


if __name__ == "__main__":
    main()
