"""Dataset packs made by the page's own modules, out of a recording of 30 s."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.media.conftest import Lab

SEGMENTS = [(5.0, 9.5), (20.0, 24.0)]
BOXES_NONE: dict[str, Any] = {"labels": [], "frames": []}

PACK = """async ({choice, segments, boxes, kind, abort}) => {
  const {packRun} = await import("/static/js/media/pack.js");
  const file = document.querySelector("#file").files[0];
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle("packs", {create: true});
  const handle = kind === "zip" ? await directory.getFileHandle("pack.zip", {create: true}) : null;
  const place = kind === "folder" ? {kind, directory} : {kind: "zip", handle};
  const all = segments.map(([start, stop], index) => ({
    number: index + 1, start, stop, verdict: index ? "relevant" : "",
    label: index ? "" : "a \\u201cvan\\u201d, =red",
  }));
  const times = Array.from({length: 15}, (_, index) => index * 2);
  const source = {video: file.name, size: file.size, fingerprint: "ab12", duration: 30, camera: "Gate",
    clock_start: "2023-06-14T09:30:00", plugin: "motion", plugin_version: "1.2", interval: 1, threshold: 0.5};
  const order = {choice, source, segments: all, kept: all, boxes,
    curve: {times, scores: times.map((time) => time / 100)}};
  const controller = new AbortController();
  const progress = [];
  const onProgress = (each) => { progress.push(each); if (abort) controller.abort(); };
  const options = {signal: controller.signal, onProgress};
  const {blob, ...report} = await packRun(file, order, place, options).catch(
    (error) => ({error: error.code, detail: error.detail}));
  const base64 = (blob) => new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1] ?? "");
    reader.readAsDataURL(blob);
  });
  const files = {};
  const walk = async (folder, path) => {
    for await (const [name, each] of folder.entries()) {
      if (each.kind === "directory") await walk(each, `${path}${name}/`);
      else files[path + name] = await base64(await each.getFile());
    }
  };
  await walk(directory, "");
  if (blob) files["handed back"] = await base64(blob);
  return {report, files, progress};
}"""


@dataclass
class Pack:
    report: dict[str, Any]
    files: dict[str, bytes]
    progress: list[dict[str, Any]]

    def unpacked(self, name: str) -> dict[str, bytes]:
        """What Python's zipfile finds in a zip."""
        with zipfile.ZipFile(io.BytesIO(self.files[name])) as pack:
            assert pack.testzip() is None
            return {each: pack.read(each) for each in pack.namelist()}


Packed = Callable[..., Pack]


def pack_make(lab: Lab, path: Path, mode: str, amount: float, *, rejected: int = 0, **how: Any) -> Pack:
    """``how``: ``segments``, ``boxes``, ``kind`` of place, ``abort``."""
    lab.choose(path)
    choice = {"mode": mode, "amount": amount, "rejected": rejected}
    defaults = {"segments": SEGMENTS, "boxes": BOXES_NONE, "kind": "handed back", "abort": False}
    answer = lab.page.evaluate(PACK, {**defaults, "choice": choice, **how})
    files = {name: base64.b64decode(text) for name, text in answer["files"].items()}
    return Pack(answer["report"], files, answer["progress"])
