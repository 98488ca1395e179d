import assert from "node:assert/strict";
import { test } from "node:test";
import { clockBase, clockSetBack, layoutFind } from "../../../static/js/media/transport-clock.js";

const CLOCK_END = 2 ** 33;
const TEN_SECONDS = 900_000;

/**
 * @param {number} mark
 * @param {number} time
 */
const timeBytes = (mark, time) => [
  (mark << 4) | ((Math.floor(time / 2 ** 30) & 7) << 1) | 1,
  Math.floor(time / 2 ** 22) & 0xff,
  ((Math.floor(time / 2 ** 15) & 0x7f) << 1) | 1,
  Math.floor(time / 2 ** 7) & 0xff,
  ((time & 0x7f) << 1) | 1,
];

/**
 * A packet in which a picture begins.
 * @param {{shown: number, decoded?: number, adaptation?: number, lead?: number, size?: number, id?: number}} picture
 */
function packet({ shown, decoded, adaptation = -1, lead = 0, size = 188, id = 0xe0 }) {
  const field = adaptation < 0 ? [] : [adaptation, ...new Array(adaptation).fill(0)];
  const times =
    decoded === undefined ? timeBytes(2, shown) : [...timeBytes(3, shown), ...timeBytes(1, decoded)];
  const flags = decoded === undefined ? 0x80 : 0xc0;
  const header = [0, 0, 1, id, 0, 0, 0x80, flags, times.length, ...times];
  const bytes = new Uint8Array(size);
  bytes.set([0x47, 0x41, 0x00, adaptation < 0 ? 0x10 : 0x30, ...field, ...header], lead);
  return bytes;
}

/** @param {Uint8Array[]} packets */
const joined = (packets) => new Uint8Array(packets.flatMap((one) => [...one]));
const PLAIN = { sync: 0, size: 188 };

test("packets of each length are known, and other files are none", () => {
  const four = (/** @type {Partial<Parameters<typeof packet>[0]>} */ how) =>
    joined([0, 1, 2, 3].map((shown) => packet({ shown, ...how })));
  assert.deepEqual(layoutFind(four({})), PLAIN);
  assert.deepEqual(layoutFind(four({ lead: 4, size: 192 })), { sync: 4, size: 192 });
  assert.deepEqual(layoutFind(four({ size: 204 })), { sync: 0, size: 204 });
  assert.equal(layoutFind(new Uint8Array(1024)), null);
  assert.equal(layoutFind(new Uint8Array(3)), null);
});

test("a clock that does not start again is left alone", () => {
  const [head, tail] = [packet({ shown: 7 }), packet({ shown: 900 })];
  assert.equal(clockBase(head, tail, PLAIN), null);
  assert.equal(clockBase(head, new Uint8Array(188), PLAIN), null);
  assert.equal(clockBase(head, packet({ shown: 3, id: 0xc0 }), PLAIN), null, "the time of a sound");
  assert.equal(
    clockBase(packet({ shown: 9e7 }), packet({ shown: 4e7 }), PLAIN),
    null,
    "a recorder started anew",
  );
});

test("times of both kinds are set back, over the end of the clock, wherever their packet has them", () => {
  const first = CLOCK_END - 1000;
  const base = clockBase(packet({ shown: first }), packet({ shown: 500 }), PLAIN);
  assert.equal(base, first - TEN_SECONDS);
  const bytes = joined([
    packet({ shown: first, decoded: first - 90 }),
    packet({ shown: 2600, decoded: 2510, adaptation: 7 }),
    packet({ shown: 5, id: 0xc0 }),
  ]);
  clockSetBack(bytes, PLAIN, /** @type {number} */ (base));
  const expected = joined([
    packet({ shown: TEN_SECONDS, decoded: TEN_SECONDS - 90 }),
    packet({ shown: TEN_SECONDS + 3600, decoded: TEN_SECONDS + 3510, adaptation: 7 }),
    packet({ shown: TEN_SECONDS + 1005, id: 0xc0 }),
  ]);
  assert.deepEqual(bytes, expected);
});

test("what is no beginning, or has no room for its times, stays as it is", () => {
  const continued = packet({ shown: 90 });
  continued[1] = 0x01;
  const crowded = packet({ shown: 90, adaptation: 169 });
  crowded[4 + 1 + 169 + 8] = 10;
  const damaged = packet({ shown: 90 });
  damaged[0] = 0;
  const bytes = joined([continued, crowded, damaged]);
  const before = bytes.slice();
  clockSetBack(bytes, PLAIN, 80);
  assert.deepEqual(bytes, before);
});
