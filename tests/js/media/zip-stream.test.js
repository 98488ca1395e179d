import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { zipStreamOpen } from "../../../static/js/media/zip.js";

/** What another implementation reads: the number of files, whether all are whole, and some of them. */
const READ = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as pack:
    whole = pack.testzip() is None
    some = [[i.filename, i.compress_type, pack.read(i).decode()] for i in pack.infolist()[-2:]]
    print(json.dumps([len(pack.infolist()), whole, some]))
`;

/** @param {[string, string][]} files */
async function writtenAndRead(files) {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  const path = join(folder, "pack.zip");
  /** @type {Uint8Array[]} */
  const written = [];
  try {
    const zip = zipStreamOpen({ write: (bytes) => written.push(bytes) });
    for (const [name, text] of files) await zip.add(name, new TextEncoder().encode(text));
    await zip.end();
    writeFileSync(path, Buffer.concat(written));
    return JSON.parse(execFileSync("python3", ["-c", READ, path], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("it works: Python's zipfile reads it, names in any script included", async () => {
  const read = await writtenAndRead([
    ["data/двор_00.00.01.000.jpg", "first"],
    ["labels.csv", ""],
  ]);
  assert.deepEqual(read, [
    2,
    true,
    [
      ["data/двор_00.00.01.000.jpg", 0, "first"],
      ["labels.csv", 0, ""],
    ],
  ]);
});

test("more files than the old fields can count", async () => {
  const files = Array.from(
    { length: 65_600 },
    (_, index) => /** @type {[string, string]} */ ([`${index}`, "x"]),
  );
  const [count, isWhole, some] = await writtenAndRead(files);
  assert.deepEqual([count, isWhole, some[1]], [65_600, true, ["65599", 0, "x"]]);
});

test("an empty pack is a zip, too", async () => {
  assert.deepEqual(await writtenAndRead([]), [0, true, []]);
});
