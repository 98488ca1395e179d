"""Segment lists as files."""

from __future__ import annotations

import csv
import io
import json

from apps.upload.models import VideoRequest
from apps.upload.selectors import SegmentState

VERSION = 1


def segments_csv(segments: list[SegmentState]) -> str:
    """``start,end,label`` in seconds without a header, as LosslessCut reads it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for segment in segments:
        writer.writerow([f"{segment['start']:.3f}", f"{segment['stop']:.3f}", segment["label"]])
    return text.getvalue()


def segments_json(request: VideoRequest, segments: list[SegmentState]) -> str:
    content = {
        "version": VERSION,
        "video": request.title,
        "size": request.size,
        "duration": request.duration,
        "fingerprint": request.fingerprint,
        "plugin": request.plugin_name,
        "interval": request.interval,
        "segments": segments,
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
