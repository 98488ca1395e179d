"""The segment list as the editor sends it."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from apps.api import ApiError, Body
from apps.results.models import LABEL_LENGTH, Verdict

SEGMENTS_AT_MOST = 10_000
ROUNDING_S = 0.001
"""Browsers round the duration to a millisecond."""


class SegmentBody(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    start: float
    stop: float
    label: Annotated[str, Field(max_length=LABEL_LENGTH)] = ""
    verdict: Verdict = Verdict.NONE


class SegmentsBody(Body):
    revision: int
    segments: list[SegmentBody] = Field(max_length=SEGMENTS_AT_MOST)

    def segments_checked(self, duration: float) -> list[SegmentBody]:
        """Sorted by start; raises a 422 that names the first segment that cannot be."""
        segments = sorted(self.segments, key=lambda segment: segment.start)
        for segment in segments:
            if not 0 <= segment.start < segment.stop <= duration + ROUNDING_S:
                raise _outside(segment, duration)
        for first, second in pairwise(segments):
            if second.start < first.stop:
                raise _overlap(first, second)
        return [_inside(segment, duration) for segment in segments]


def _inside(segment: SegmentBody, duration: float) -> SegmentBody:
    return segment.model_copy(
        update={"stop": min(segment.stop, duration), "label": segment.label.replace("\0", "")}
    )


def invalid_segments(message: str) -> ApiError:
    return ApiError(422, "invalid_segments", message)


def _outside(segment: SegmentBody, duration: float) -> ApiError:
    message = _("A segment from %(start)s s to %(stop)s s does not fit a video of %(duration)s s.")
    values = {"start": segment.start, "stop": segment.stop, "duration": duration}
    return invalid_segments(message % _seconds(values))


def _overlap(first: SegmentBody, second: SegmentBody) -> ApiError:
    message = _("The segment that starts at %(second)s s overlaps the one that starts at %(first)s s.")
    return invalid_segments(message % _seconds({"first": first.start, "second": second.start}))


def _seconds(values: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.3f}" for name, value in values.items()}
