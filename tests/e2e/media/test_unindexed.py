"""Matroska and WebM without an index, as live recorders write them, are as good as any."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.packs import pack_make
from tests.e2e.media.test_cutting import AAC, assert_clip_covers, cut
from tests.e2e.media.test_pack import assert_pictures_fit as assert_pack_fits
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, GOP_10, X264, frames_read

__all__ = ["cut"]

SECONDS = 20
LIVE = "-live 1 -f matroska"
VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 1M -g 50"
CUES = b"\x1c\x53\xbb\x6b"
CLUSTER = b"\x1f\x43\xb6\x75"
CLUSTER_UNSIZED = CLUSTER + b"\x01\xff\xff\xff\xff\xff\xff\xff"

KINDS = [
    ("live.mkv", f"{X264} {GOP_2} {AAC} {LIVE}"),
    ("live-silent.mkv", f"{X264} {GOP_2} -an {LIVE}"),
    ("live-short.mkv", f"{X264} {GOP_10} {AAC} {LIVE} -cluster_time_limit 300"),
    ("live.webm", f"{VP9} -c:a libopus -shortest -live 1 -f webm"),
    ("live-silent.webm", f"{VP9} -an -dash 0 -live 1 -f webm"),
]
NAMES = [name for name, _ in KINDS]


@pytest.fixture(params=KINDS, ids=NAMES)
def unindexed(request: pytest.FixtureRequest, make: Make) -> Path:
    name, options = request.param
    path = make(name, options, seconds=SECONDS)
    content = path.read_bytes()
    assert CUES not in content
    # several clusters for each keyframe
    assert content.count(CLUSTER) > 2 * sum(frame.is_key for frame in frames_read(path))
    return path


def assert_sampled_whole(lab: Lab, path: Path, interval: float = 1.0) -> None:
    result = lab.sample(path, interval)
    assert (result["error"], result["last"]["framesFailed"]) == (None, 0), result
    assert result["last"]["way"] in ("hardware", "software")
    assert_frames_fit(lab, path, interval)
    assert_pictures_fit(lab, path)


def test_it_is_sampled_whole(lab: Lab, unindexed: Path) -> None:
    assert_sampled_whole(lab, unindexed)


@pytest.mark.parametrize("is_exact", [False, True])
def test_clips_are_cut_from_it(cut: Any, unindexed: Path, *, is_exact: bool) -> None:
    source = frames_read(unindexed)
    segments = [(15.0, 17.52), (5.0, 8.52)]
    done = cut(unindexed, segments, isExact=is_exact)
    for result, (start, stop) in zip(done.clips, segments, strict=True):
        assert result["error"] == ""
        first = max(frame.time_s for frame in source if (is_exact or frame.is_key) and frame.time_s <= start)
        # one frame too many where a cluster begins between frames that are not stored in their order
        assert result["cutStart"] == pytest.approx(first, abs=0.042 if is_exact else 0.002)
        if not is_exact:
            assert_clip_covers(done.files[result["name"]], unindexed, first, stop)


def test_a_pack_is_made_of_it(lab: Lab, unindexed: Path) -> None:
    done = pack_make(lab, unindexed, "every", 2, segments=[(5.0, 9.5), (15.0, 18.0)])
    assert (done.report["pictures"], done.report["failed"]) == (5, 0)
    assert_pack_fits(unindexed, done.unpacked("handed back"), (640, 360))


def test_clusters_of_unknown_length_are_sampled_whole(lab: Lab, make: Make, tmp_path: Path) -> None:
    name, options = KINDS[0]
    path = tmp_path / name
    content = make(name, options, seconds=SECONDS).read_bytes()
    path.write_bytes(clusters_unsized(content))
    assert path.read_bytes().count(CLUSTER_UNSIZED) > 20
    assert_sampled_whole(lab, path)


def clusters_unsized(content: bytes) -> bytes:
    """As recorders write them that send each frame at once."""
    head, *clusters = content.split(CLUSTER)
    return head + b"".join(CLUSTER_UNSIZED + each[size_bytes(each) :] for each in clusters)


def size_bytes(element: bytes) -> int:
    return 9 - element[0].bit_length()


@pytest.mark.parametrize("name", ["torn.mkv", "torn.webm"])
def test_what_a_power_failure_leaves_is_sampled_to_its_end(
    lab: Lab, make: Make, tmp_path: Path, name: str
) -> None:
    codecs = f"{X264} {GOP_10} {AAC}" if name.endswith("mkv") else f"{VP9} -c:a libopus -shortest"
    whole = make(name, f"{codecs} -cluster_time_limit 300", seconds=SECONDS)
    content = whole.read_bytes()
    path = tmp_path / name
    path.write_bytes(content[: content.rindex(CLUSTER, 0, len(content) * 3 // 4)])
    assert CUES not in path.read_bytes()[1000:]
    assert_sampled_whole(lab, path)


def test_a_file_with_an_index_is_not_read_whole(lab: Lab, make: Make) -> None:
    lab.choose(make("indexed.mkv", f"{X264} {GOP_2} {AAC}", seconds=SECONDS))
    assert lab.page.evaluate("""async () => {
      const {cuedFile} = await import("/static/js/media/matroska-cues.js");
      const file = document.querySelector("#file").files[0];
      return (await cuedFile(file)) === file;
    }""")


def test_frames_that_nothing_finds_are_counted_as_failed(lab: Lab, make: Make, tmp_path: Path) -> None:
    """A recorder whose oldest part was overwritten: the first keyframe comes 8 s after the first frame."""
    whole = make("overwritten.mkv", f"{X264} {GOP_10} -an {LIVE}", seconds=SECONDS)
    path = tmp_path / "overwritten.mkv"
    path.write_bytes(clusters_from(whole.read_bytes(), time_ms=2000))
    result = lab.sample(path, 1.0)
    assert result["error"] is None, result
    taken = list(lab.received.frames())
    # 10 to 19 s are there, 3 to 9 s are not
    assert [round(time_ms / 1000) for time_ms in taken] == list(range(10, 20))
    assert result["last"]["framesFailed"] == 7


def clusters_from(content: bytes, time_ms: int) -> bytes:
    """Without the clusters that begin before that time."""
    head, *clusters = content.split(CLUSTER)
    return head + b"".join(CLUSTER + each for each in clusters if cluster_time(each) >= time_ms)


def cluster_time(cluster: bytes) -> int:
    """A cluster's time comes behind its checksum, which takes six bytes."""
    start = size_bytes(cluster) + 6
    assert cluster[start] == 0xE7
    length = cluster[start + 1] & 0x7F
    return int.from_bytes(cluster[start + 2 : start + 2 + length], "big")
