from __future__ import annotations

from datetime import timedelta

from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from apps.plugins.models import Plugin
from apps.upload.models import VideoRequest
from tests.apps.jpegs import chunk_make


def samples() -> dict[str, float]:
    text = Client().get("/metrics").content.decode()
    families = text_string_to_metric_families(text)
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_it_works(ready: VideoRequest) -> None:
    VideoRequest.objects.update(finished=ready.last_chunk_at and ready.last_chunk_at + timedelta(seconds=7))
    found = samples()

    assert (found["smartcut_requests ready"], found["smartcut_requests failed"]) == (1, 0)
    assert found["smartcut_chunks_received_total"] == 2
    assert found["smartcut_frames_received_total"] == found["smartcut_frames_processed_total"] == 100
    size = len(chunk_make(range(0, 250_000, 5000)))
    assert found["smartcut_bytes_received_total"] == 2 * size
    assert found["smartcut_plugin_available motion"] == 1
    assert found["smartcut_last_chunk_to_ready_seconds_bucket 5.0"] == 0
    assert found["smartcut_last_chunk_to_ready_seconds_bucket 10.0"] == 1
    assert found["smartcut_last_chunk_to_ready_seconds_sum"] == 7


def test_with_nothing_done_all_counts_are_zero(plugin: Plugin) -> None:
    Plugin.objects.update(is_available=False)
    found = samples()

    assert found.pop("smartcut_plugin_available motion") == 0
    assert set(found.values()) == {0}
