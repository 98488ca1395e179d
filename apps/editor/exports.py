"""Segment lists as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from apps.results.evidence import evidence_find
from apps.results.models import Verdict
from apps.results.selectors import score_curve
from apps.upload.models import VideoRequest
from apps.upload.selectors import SegmentState, segment_states
from smartcut.core.clock import clock_at

VERSION = 1


def segments_kept(request: VideoRequest) -> list[SegmentState]:
    """All but those that the analyst found irrelevant."""
    return [state for state in segment_states(request) if state["verdict"] != Verdict.IRRELEVANT]


def segments_csv(segments: list[SegmentState], clock_start: str = "") -> str:
    """``start,end,label`` in seconds without a header, as LosslessCut reads it.

    With a ``clock_start`` two columns more, when the recorder's clock showed start and end: LosslessCut
    takes no file with more than three, so whoever wants them asks for them.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for segment in segments:
        times = [f"{segment['start']:.3f}", f"{segment['stop']:.3f}"]
        writer.writerow([*times, segment["label"], *_clock_fields(segment, clock_start).values()])
    return text.getvalue()


def segments_json(request: VideoRequest) -> str:
    """With what speaks for each segment, in the user's language."""
    content = {
        "version": VERSION,
        "video": request.title,
        "size": request.size,
        "duration": request.duration,
        "fingerprint": request.fingerprint,
        "plugin": request.plugin_name,
        "interval": request.interval,
        **({"clock_start": request.clock_start} if request.clock_start else {}),
        "segments": [
            {**one, **_clock_fields(one, request.clock_start)}
            for one in _with_evidence(request, segments_kept(request))
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _clock_fields(segment: Mapping[str, Any], clock_start: str) -> dict[str, str]:
    """Nothing when the start of the recording is not known."""
    if not clock_start:
        return {}
    return {f"clock_{edge}": clock_at(clock_start, segment[edge]) for edge in ("start", "stop")}


def _with_evidence(request: VideoRequest, segments: list[SegmentState]) -> list[Mapping[str, Any]]:
    curve = score_curve(request)
    if curve is None:
        return [*segments]
    return [{**one, **evidence_find(curve, one["start"], one["stop"])} for one in segments]
