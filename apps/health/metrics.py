"""Prometheus metrics, counted in the database at each scrape: right for any number of processes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.registry import Collector

from apps.plugins.models import Plugin
from apps.plugins.selectors import plugins_available
from apps.upload.models import State, VideoRequest

BUCKETS_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0)


def metrics_text() -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(SmartCutCollector())
    return generate_latest(registry)


class SmartCutCollector(Collector):
    def collect(self) -> Iterator[Metric]:
        yield _requests()
        yield from _uploads()
        yield _plugins()
        yield _waits()


def _requests() -> Metric:
    metric = GaugeMetricFamily("smartcut_requests", "Requests by state", labels=["state"])
    rows = VideoRequest.objects.order_by().values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    for state in State.values:
        metric.add_metric([state], counts.get(state, 0))
    return metric


def _uploads() -> Iterator[Metric]:
    totals = VideoRequest.objects.aggregate(
        chunks=Sum("chunks_received"),
        frames=Sum("frames_received"),
        size=Sum("bytes_received"),
        processed=Sum("frames_processed"),
    )
    texts = {
        "chunks": ("smartcut_chunks_received", "Chunks received"),
        "frames": ("smartcut_frames_received", "Frames received"),
        "size": ("smartcut_bytes_received", "Bytes of chunks received"),
        "processed": ("smartcut_frames_processed", "Frames that workers have processed"),
    }
    for key, (name, text) in texts.items():
        yield CounterMetricFamily(name, text, value=totals[key] or 0)


def _plugins() -> Metric:
    metric = GaugeMetricFamily(
        "smartcut_plugin_available", "1 while the plugin announces itself", labels=["plugin_name"]
    )
    available = set(plugins_available().values_list("plugin_name", flat=True))
    for name in Plugin.objects.order_by("plugin_name").values_list("plugin_name", flat=True):
        metric.add_metric([name], float(name in available))
    return metric


def _waits() -> Metric:
    """How long analysts wait after the last chunk has come."""
    waits = _waits_s()
    buckets = [(str(bound), float(sum(wait <= bound for wait in waits))) for bound in BUCKETS_S]
    return HistogramMetricFamily(
        "smartcut_last_chunk_to_ready_seconds",
        "Seconds from the arrival of the last chunk until the request was ready",
        buckets=[*buckets, ("+Inf", float(len(waits)))],
        sum_value=sum(waits),
    )


def _waits_s() -> list[float]:
    ready = VideoRequest.objects.filter(Q(chunks_processed__gt=0), last_chunk_at__isnull=False)
    wait = ExpressionWrapper(F("finished") - F("last_chunk_at"), output_field=DurationField())
    rows = ready.filter(score_curve__isnull=False, state=State.READY).order_by().annotate(wait=wait)
    return [wait.total_seconds() for wait in rows.values_list("wait", flat=True)]
