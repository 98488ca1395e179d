"""Seconds as ``HH:MM:SS.mmm`` in templates."""

from django import template

from smartcut.core.timecode import timecode_format

register = template.Library()

register.filter("timecode", timecode_format)


@register.filter
def segment_length(segment: dict[str, float]) -> str:
    """How long a segment lasts, as a timecode."""
    return timecode_format(segment["stop"] - segment["start"])
