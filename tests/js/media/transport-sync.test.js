import assert from "node:assert/strict";
import { test } from "node:test";
import { packetsAlign } from "../../../static/js/media/transport-sync.js";

const PACKETS = 30;
const PLAIN = { sync: 0, size: 188 };
const ARRIVAL_TIMES = { sync: 4, size: 192 };
const EMPTY = [0x47, 0x1f, 0xff, 0x10];

/** @param {import("../../../static/js/media/transport-clock.js").Layout} layout each packet is filled with its number */
function stream({ sync, size }) {
  const bytes = new Uint8Array(PACKETS * size);
  for (let packet = 0; packet < PACKETS; packet += 1) {
    bytes.fill(packet, packet * size, (packet + 1) * size);
    bytes[packet * size + sync] = 0x47;
  }
  return bytes;
}

/**
 * @param {Uint8Array} bytes
 * @param {typeof PLAIN} layout
 * @returns {(number | null)[]} the number in each packet, null for an empty one
 */
function numbers(bytes, { sync, size }) {
  const found = [];
  for (let at = sync; at + 188 <= bytes.length; at += size) {
    const isEmpty = EMPTY.every((byte, index) => bytes[at + index] === byte);
    assert.ok(isEmpty || bytes[at] === 0x47);
    found.push(isEmpty ? null : bytes[at + 1]);
  }
  return found;
}

const all = Array.from({ length: PACKETS }, (_, packet) => packet);

for (const layout of [PLAIN, ARRIVAL_TIMES]) {
  test(`what is whole stays as it is, packets of ${layout.size} bytes`, () => {
    const bytes = stream(layout);
    assert.deepEqual(packetsAlign(bytes, { from: 0, to: bytes.length }, layout), bytes);
  });

  test(`overwritten packets are empty, packets of ${layout.size} bytes`, () => {
    const bytes = stream(layout).fill(0xa5, 10 * layout.size, 12 * layout.size);
    const aligned = packetsAlign(bytes, { from: 0, to: bytes.length }, layout);
    const expected = all.map((packet) => (packet === 10 || packet === 11 ? null : packet));
    assert.deepEqual(numbers(aligned, layout), expected);
  });

  test(`behind missing bytes packets are found, packets of ${layout.size} bytes`, () => {
    const whole = stream(layout);
    const start = 10 * layout.size + 50;
    const bytes = new Uint8Array([...whole.slice(0, start), ...whole.slice(start + 500)]);
    const found = numbers(packetsAlign(bytes, { from: 0, to: bytes.length }, layout), layout);
    // the tenth is torn, two are gone and the next begins in one of them
    const kept = all.filter((packet) => packet < 10 || packet > 13);
    assert.deepEqual(
      found.filter((packet) => packet !== null && packet !== 10),
      kept,
    );
  });
}

test("packets are the same whichever are read together", () => {
  const whole = stream(PLAIN).fill(0xa5, 12 * 188, 15 * 188);
  const bytes = new Uint8Array([...whole.slice(0, 2000), ...whole.slice(2100)]);
  const places = bytes.length - (bytes.length % 188);
  const together = packetsAlign(bytes, { from: 0, to: places }, PLAIN);
  for (let from = 0; from < places; from += 188) {
    const start = Math.max(0, from - 5 * 188);
    const part = bytes.slice(start, from + 6 * 188);
    const one = packetsAlign(part, { from: from - start, to: from - start + 188 }, PLAIN);
    assert.deepEqual(one, together.slice(from, from + 188), `at ${from}`);
  }
});

test("a packet that the file's end cuts off is empty, and so long as there is room", () => {
  const bytes = stream(PLAIN).slice(0, 20 * 188 + 100);
  const aligned = packetsAlign(bytes, { from: 19 * 188, to: bytes.length }, PLAIN);
  assert.equal(aligned.length, 288);
  assert.deepEqual([...aligned.slice(188, 192)], EMPTY);
});
