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

VERSION = 1


def segments_kept(request: VideoRequest) -> list[SegmentState]:
    """All but those that the analyst found irrelevant."""
    return [state for state in segment_states(request) if state["verdict"] != Verdict.IRRELEVANT]


def segments_csv(segments: list[SegmentState]) -> str:
    """``start,end,label`` in seconds without a header, as LosslessCut reads it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for segment in segments:
        writer.writerow([f"{segment['start']:.3f}", f"{segment['stop']:.3f}", segment["label"]])
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
        "segments": _with_evidence(request, segments_kept(request)),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _with_evidence(request: VideoRequest, segments: list[SegmentState]) -> list[Mapping[str, Any]]:
    curve = score_curve(request)
    if curve is None:
        return [*segments]
    return [{**one, **evidence_find(curve, one["start"], one["stop"])} for one in segments]
