"""An index of the needed packets alone: these are as in the whole file; others are not asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.media.conftest import Lab, Make
from tests.e2e.media.test_sampling import assert_frames_fit, assert_pictures_fit
from tests.e2e.media.videos import GOP_2, X264, ffmpeg

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

CLOSE, FAR = range(0, 100, 2), range(100, SECONDS, 6)
MIXED = f"{X264} -g 9999 -force_key_frames {','.join(str(time) for time in [*CLOSE, *FAR])} -an"


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
    video = make("mixed.mp4", MIXED, seconds=SECONDS, size="160x90")
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


OPEN_GOPS = (
    "-c:v libx265 -preset ultrafast -bf 4 -x265-params log-level=error:open-gop=1:keyint=50:min-keyint=50"
)
VFR = "-vf select='not(between(mod(n,350),3,200))' -fps_mode vfr"
PLANNED = {
    "b-frames.mp4": KINDS["b-frames.mp4"],
    "quicktime.mov": KINDS["quicktime.mov"],
    "mixed.mp4": MIXED,
    "vfr.mp4": f"{VFR} {X264} {GOP_2} -an",
    "open.mp4": f"{OPEN_GOPS} -an",
    "slow-open.mp4": f"-r 1 {OPEN_GOPS.replace('=50', '=5')} -an",
}
INTERVALS = [0.5, 1, 2, 3, 5, 7, 10, 30]

PLANS = """async (intervals) => {
  const {videoOpen} = await import("/static/js/media/source.js");
  const {frameIndexOpen} = await import("/static/js/media/frame-index.js");
  const {chunkCount, chunkPlan} = await import("/static/js/media/plan.js");
  const file = document.querySelector("#file").files[0];
  const plan = async (interval, needed) => {
    const index = await frameIndexOpen(await videoOpen(file, {isExact: true, needed}));
    const picks = [];
    for (let chunk = 0; chunk < chunkCount(index.lastTime, interval); chunk += 1) {
      for (const {timeMs, key} of await chunkPlan(index, interval, chunk))
        picks.push([chunk, timeMs, Math.round(key.time * 1000)]);
    }
    return picks;
  };
  const all = {};
  for (const interval of intervals)
    all[interval] = [await plan(interval), await plan(interval, {gap: interval, spans: []})];
  return all;
}"""


def plans_are_the_same(lab: Lab, video: Path) -> None:
    lab.choose(video)
    for interval, (whole, thin) in lab.page.evaluate(PLANS, INTERVALS).items():
        assert len(whole) > 1, interval
        assert thin == whole, interval


@pytest.mark.parametrize("name", PLANNED)
def test_the_same_frames_are_chosen_as_by_the_whole_index(lab: Lab, make: Make, name: str) -> None:
    plans_are_the_same(lab, make(name, PLANNED[name], seconds=SECONDS, size="160x90"))


def test_the_same_frames_are_chosen_after_a_hidden_beginning(lab: Lab, make: Make, tmp_path: Path) -> None:
    times = "0,6,12,18,24,30,36,42,48,56,65.6,75,84,94,104"
    options = f"{X264} -g 9999 -force_key_frames {times} -an"
    source = make("far.mp4", options, seconds=SECONDS, size="160x90")
    hidden = tmp_path / "hidden.mp4"
    ffmpeg("-i", str(source), "-c", "copy", str(hidden))
    moov = bytearray(hidden.read_bytes())
    at = moov.index(b"elst") + 4 + 8
    scale = int.from_bytes(moov[(mdhd := moov.index(b"mdhd")) + 16 : mdhd + 20], "big")
    moov[at + 4 : at + 8] = (60 * scale).to_bytes(4, "big")
    hidden.write_bytes(moov)
    plans_are_the_same(lab, hidden)


def test_frames_are_sampled_by_a_thin_index(lab: Lab, make: Make) -> None:
    video = make("b-frames.mp4", KINDS["b-frames.mp4"], seconds=SECONDS, size="320x180")
    result = lab.sample(video, interval=2.0)
    assert result["error"] is None, result
    assert result["last"]["framesFailed"] == 0
    assert_frames_fit(lab, video, interval=2.0)
    assert_pictures_fit(lab, video)
