import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, zipStore } from "../../../static/js/media/zip.js";

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** What another implementation reads out of our zip: names, compression, contents. */
const READ = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as chunk:
    assert chunk.testzip() is None
    print(json.dumps([[i.filename, i.compress_type, chunk.read(i).decode()] for i in chunk.infolist()]))
`;

test("it works: Python's zipfile reads it, checksums included", () => {
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  try {
    const path = join(folder, "chunk.zip");
    const entries = [
      { name: "0000000000.jpg", data: bytes("first") },
      { name: "0000005000.jpg", data: bytes("") },
      { name: "0000010000.jpg", data: bytes("third".repeat(5000)) },
    ];
    writeFileSync(path, zipStore(entries));
    const read = JSON.parse(execFileSync("python3", ["-c", READ, path], { encoding: "utf8" }));
    assert.deepEqual(
      read,
      entries.map(({ name, data }) => [name, 0, new TextDecoder().decode(data)]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the same frames give the same bytes", () => {
  const make = () => zipStore([{ name: "0000000000.jpg", data: bytes("same") }]);
  assert.deepEqual(make(), make());
});

test("the checksum is that of the standard", () => {
  assert.equal(crc32(bytes("123456789")), 0xcbf43926);
  assert.equal(crc32(bytes("")), 0);
});
