"""What was measured, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workers.evaluation.measure import Measured, curve_make
from workers.evaluation.metrics import Counts, metrics_make

COLUMNS = ("event_tpr", "recall", "fpr", "fpr_c15", "kept", "false_segments_per_hour")
HEADINGS = ("event TPR", "recall", "FPR", "FPR_c15", "kept", "false/h")


def report_json(measured: Sequence[Measured]) -> dict[str, Any]:
    return {
        "videos": [_video(one) for one in measured],
        "pooled": _pooled(measured),
    }


def report_table(measured: Sequence[Measured]) -> str:
    """A line a video, one for all, and one for each kind of disturbance of which a part was proposed."""
    rows = [("video", "found", *HEADINGS), *(_row(one.video.stem, one.counts) for one in measured)]
    rows.append(_row("all", _sum(one.counts for one in measured)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    lines.append(f"area under recall over FPR_c15: {_curve(curve_make(_pooled_sweep(measured)))}")
    lines += [
        f"{kind}: {proposed:.0f} of {seconds:.0f} s proposed"
        for kind, (proposed, seconds) in _nuisances(measured).items()
        if proposed
    ]
    return "\n".join(line.rstrip() for line in lines)


def _video(one: Measured) -> dict[str, Any]:
    return {
        "video": one.video.name,
        "segments": [[segment.start, segment.stop] for segment in one.segments],
        "metrics": metrics_make(one.counts) | {"curve": curve_make(one.sweep)},
        "nuisances": one.nuisances,
    }


def _pooled(measured: Sequence[Measured]) -> dict[str, Any]:
    counts = _sum(one.counts for one in measured)
    return metrics_make(counts) | {
        "curve": curve_make(_pooled_sweep(measured)),
        "nuisances": _nuisances(measured),
    }


def _pooled_sweep(measured: Sequence[Measured]) -> list[Counts]:
    return [_sum(counts) for counts in zip(*(one.sweep for one in measured), strict=True)]


def _nuisances(measured: Sequence[Measured]) -> dict[str, tuple[float, float]]:
    total: dict[str, tuple[float, float]] = {}
    for one in measured:
        for kind, (proposed, seconds) in one.nuisances.items():
            before = total.get(kind, (0.0, 0.0))
            total[kind] = (before[0] + proposed, before[1] + seconds)
    return dict(sorted(total.items()))


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    metrics = metrics_make(counts)
    found = f"{counts.found}/{counts.events}"
    return (name, found, *(number_text(metrics[column]) for column in COLUMNS))


def _curve(curve: dict[str, Any]) -> str:
    best = curve["best"]
    if best is None:
        return "-"
    return (
        f"{curve['area']:.3f}; best at {best['threshold']:.2f}: "
        f"recall {best['recall']:.3f}, FPR_c15 {best['fpr_c15']:.3f}"
    )


def number_text(value: float | None, digits: int = 3) -> str:
    """``-`` for what is not defined, as a rate without events."""
    return "-" if value is None else f"{value:.{digits}f}"
