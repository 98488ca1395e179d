"""Segments against the truth, counted on a grid of half a second. Definitions: docs/evaluation.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from workers.evaluation.truth import Truth

CELL_S = 0.5
FOUND_S = 2.0
"""An event is found when segments overlap it so long, or for half of it if that is less."""
MARGIN_S = 15.0
"""Left out around events for ``fpr_c15``: padding and the minimum length are no mistakes."""


class _Span(Protocol):
    @property
    def start(self) -> float: ...
    @property
    def stop(self) -> float: ...


@dataclass(frozen=True)
class Counts:
    """Numerators and denominators; sets of videos are pooled by adding them."""

    events: int = 0
    found: int = 0
    event_cells: int = 0
    event_cells_kept: int = 0
    quiet_cells: int = 0
    quiet_cells_kept: int = 0
    clear_cells: int = 0
    """Quiet ones away from events."""
    clear_cells_kept: int = 0
    cells: int = 0
    cells_kept: int = 0
    false_segments: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})


def counts_make(truth: Truth, segments: Sequence[_Span], interval_s: float) -> Counts:
    """Events shorter than two intervals count neither as found nor as missed, nor as quiet time."""
    events = [event for event in truth.events if event.stop - event.start >= 2 * interval_s]
    kept, all_events = _cells(segments, truth.duration), _cells(truth.events, truth.duration)
    wanted = _cells(events, truth.duration)
    quiet = ~all_events & ~_cells(truth.ignore, truth.duration)
    clear = quiet & ~_cells(truth.events, truth.duration, margin=MARGIN_S)
    return Counts(
        events=len(events),
        found=sum(_is_found(event, segments) for event in events),
        event_cells=int(wanted.sum()),
        event_cells_kept=int((wanted & kept).sum()),
        quiet_cells=int(quiet.sum()),
        quiet_cells_kept=int((quiet & kept).sum()),
        clear_cells=int(clear.sum()),
        clear_cells_kept=int((clear & kept).sum()),
        cells=len(kept),
        cells_kept=int(kept.sum()),
        false_segments=_false_segments(truth, segments),
    )


def metrics_make(counts: Counts) -> dict[str, float | None]:
    """Rates; None where there is nothing to divide by."""
    hours = counts.quiet_cells * CELL_S / 3600
    return {
        "events": counts.events,
        "events_found": counts.found,
        "event_tpr": _rate(counts.found, counts.events),
        "recall": _rate(counts.event_cells_kept, counts.event_cells),
        "fpr": _rate(counts.quiet_cells_kept, counts.quiet_cells),
        "fpr_c15": _rate(counts.clear_cells_kept, counts.clear_cells),
        "kept": _rate(counts.cells_kept, counts.cells),
        "false_segments": counts.false_segments,
        "false_segments_per_hour": _rate(counts.false_segments, hours),
    }


def nuisance_seconds(truth: Truth, segments: Sequence[_Span]) -> dict[str, tuple[float, float]]:
    """For each kind of disturbance, seconds proposed and seconds in all, both without events."""
    kept, quiet = _cells(segments, truth.duration), ~_cells(truth.events, truth.duration)
    seconds = {}
    for kind in sorted({nuisance.kind for nuisance in truth.nuisances}):
        cells = quiet & _cells((n for n in truth.nuisances if n.kind == kind), truth.duration)
        seconds[kind] = (float((cells & kept).sum()) * CELL_S, float(cells.sum()) * CELL_S)
    return seconds


def _cells(spans: Iterable[_Span], duration: float, margin: float = 0.0) -> NDArray[np.bool_]:
    """Which cells have their middle inside one of the spans."""
    middles = (np.arange(round(duration / CELL_S)) + 0.5) * CELL_S
    inside = np.zeros(len(middles), bool)
    for span in spans:
        inside |= (middles >= span.start - margin) & (middles < span.stop + margin)
    return inside


def _is_found(event: _Span, segments: Sequence[_Span]) -> bool:
    overlap = sum(max(0.0, min(s.stop, event.stop) - max(s.start, event.start)) for s in segments)
    return overlap >= min(FOUND_S, (event.stop - event.start) / 2)


def _false_segments(truth: Truth, segments: Sequence[_Span]) -> int:
    known = [*truth.events, *truth.ignore]
    return sum(not any(_overlap(segment, span) for span in known) for segment in segments)


def _overlap(one: _Span, other: _Span) -> bool:
    return min(one.stop, other.stop) > max(one.start, other.start)


def _rate(part: float, whole: float) -> float | None:
    return part / whole if whole else None
