"""An index of the needed packets alone: these are as in the whole file; others are not asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.videos import GOP_2, X264

AAC = "-c:a aac -b:a 48k"
SECONDS = 120
SPAN = {"from": 31.3, "to": 34.9}
MARGIN_S = 2
HEAD_S = 6

PACKETS = """async (needed) => {
  const {thinFile} = await import("/static/js/media/mp4-thin.js");
  const {ALL_FORMATS, BlobSource, EncodedPacketSink, Input} =
    await import("/static/npm/mediabunny/mediabunny.min.mjs");
  const list = async (track) => {
    const packets = [];
    for await (const {timestamp, duration, type, data} of new EncodedPacketSink(track).packets()) {
      const digest = await crypto.subtle.digest("SHA-256", data);
      packets.push({time: timestamp, duration, isKey: type === "key", digest: new Uint8Array(digest).join()});
    }
    return packets.sort((a, b) => a.time - b.time);
  };
  const tracks = async (blob) => {
    const input = new Input({source: new BlobSource(blob), formats: ALL_FORMATS});
    const all = {};
    for (const track of await input.getTracks()) all[track.type] = await list(track);
    return all;
  };
  const file = document.querySelector("#file").files[0];
  const thin = await thinFile(file, {...needed, gap: needed.gap ?? Infinity});
  if (thin === file) return null;
  return {whole: await tracks(file), thin: await tracks(thin), isSameSize: thin.size === file.size};
}"""


def packets(lab: Lab, video: Path, spans: list[dict[str, float]], gap: float | None = None) -> dict[str, Any]:
    lab.choose(video)
    result: dict[str, Any] = lab.page.evaluate(PACKETS, {"spans": spans, "gap": gap})
    assert result, "the index was not made smaller"
    assert result["isSameSize"]
    return result


def keys(packets: list[dict[str, Any]]) -> list[tuple[float, str]]:
    return [(packet["time"], packet["digest"]) for packet in packets if packet["isKey"]]


def within(packets: list[dict[str, Any]], start: float, stop: float) -> list[dict[str, Any]]:
    return [packet for packet in packets if start <= packet["time"] <= stop]


KINDS = {
    "b-frames.mp4": f"{X264} {GOP_2} {AAC}",
    "moov-first.mp4": f"{X264} {GOP_2} {AAC} -movflags +faststart",
    "quicktime.mov": f"{X264} {GOP_2} -c:a pcm_s16le",
    "no-b-frames.mp4": f"{X264} -bf 0 {GOP_2} -an",
    "hevc.mp4": f"-c:v libx265 -preset ultrafast -x265-params log-level=error {GOP_2} -tag:v hvc1 -an",
}


@pytest.mark.parametrize("name", KINDS)
def test_keyframes_and_the_span_are_there(lab: Lab, make: Make, name: str) -> None:
    result = packets(lab, make(name, KINDS[name], seconds=SECONDS, size="160x90"), [SPAN])
    whole, thin = result["whole"], result["thin"]
    assert keys(thin["video"]) == keys(whole["video"])
    assert thin["video"][-1] == whole["video"][-1]
    for kind, needed in whole.items():
        span = (SPAN["from"] - MARGIN_S / 2, SPAN["to"] + MARGIN_S / 2)
        assert within(thin[kind], *span) == within(needed, *span)
    assert within(thin["video"], 0, HEAD_S) == within(whole["video"], 0, HEAD_S)
    between = within(thin["video"], 10, 25)
    assert between
    assert all(packet["isKey"] for packet in between)


def test_keyframes_that_are_far_apart_keep_what_is_between(lab: Lab, make: Make) -> None:
    close, far = range(0, 100, 2), range(100, SECONDS, 6)
    times = ",".join(str(time) for time in [*close, *far])
    options = f"{X264} -g 9999 -force_key_frames {times} -an"
    video = make("mixed.mp4", options, seconds=SECONDS, size="160x90")
    result = packets(lab, video, [], gap=4.0)
    whole, thin = result["whole"]["video"], result["thin"]["video"]
    assert within(thin, 100, SECONDS) == within(whole, 100, SECONDS)
    assert len(within(thin, 10, 29.9)) == 10


def test_a_clock_that_starts_late_is_kept(lab: Lab, make: Make, tmp_path: Path) -> None:
    video = make("late.mp4", f"{X264} {GOP_2} {AAC} -output_ts_offset 5", seconds=SECONDS, size="160x90")
    result = packets(lab, video, [SPAN])
    span = (SPAN["from"], SPAN["to"])
    assert within(result["thin"]["video"], *span) == within(result["whole"]["video"], *span)
    assert within(result["thin"]["audio"], *span) == within(result["whole"]["audio"], *span)
    assert keys(result["thin"]["video"]) == keys(result["whole"]["video"])


@pytest.mark.parametrize(
    ("name", "options"),
    {
        "fragments.mp4": f"{X264} {GOP_2} -an -movflags frag_keyframe+empty_moov",
        "other.mkv": f"{X264} {GOP_2} -an",
        "stream.ts": f"{X264} {GOP_2} -an",
        "short.mp4": f"{X264} {GOP_2} -an -t 4",
    }.items(),
)
def test_other_files_stay_as_they_are(lab: Lab, make: Make, name: str, options: str) -> None:
    lab.choose(make(name, options, seconds=20, size="160x90"))
    assert lab.page.evaluate(PACKETS, {"spans": [], "gap": None}) is None


def test_a_broken_index_stays_as_it_is(lab: Lab, make: Make, tmp_path: Path) -> None:
    source = make("b-frames.mp4", KINDS["b-frames.mp4"], seconds=SECONDS, size="160x90").read_bytes()
    for number, table in enumerate((b"stts", b"stsc", b"stsz", b"mdhd")):
        broken = tmp_path / f"broken{number}.mp4"
        at = source.index(table)
        broken.write_bytes(source[: at - 4] + bytes(4) + source[at:])
        lab.choose(broken)
        assert lab.page.evaluate(PACKETS, {"spans": [], "gap": None}) is None
