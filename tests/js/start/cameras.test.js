import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { camerasMake } from "../../../static/js/start/cameras.js";

const page = /** @type {any} */ (globalThis);
const { fetch } = page;
/** @type {import("../../../static/js/start/cameras.js").Area[]} */
const AREAS = [
  {
    kind: "ignore",
    points: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
  },
];

afterEach(() => {
  page.fetch = fetch;
});

test("a camera is found by its name however it is typed", () => {
  const cameras = camerasMake([{ name: "Двер\u0439", areas: AREAS }], () => {});
  assert.equal(cameras.areasOf(" Двери\u0306 "), AREAS);
  assert.deepEqual(cameras.areasOf("Gate"), []);
});

test("a camera that is used comes to the front and keeps its areas", () => {
  const cameras = camerasMake(
    [
      { name: "Yard", areas: [] },
      { name: "Gate", areas: AREAS },
    ],
    () => {},
  );
  cameras.remember("Gate ");
  cameras.remember("Dock");
  cameras.remember("  ");
  assert.deepEqual(cameras.names(), ["Dock", "Gate", "Yard"]);
  assert.equal(cameras.areasOf("Gate"), AREAS);
});

test("a renamed camera keeps its place and its areas, and a deleted one is gone", async () => {
  /** @type {string[][]} */
  const moves = [];
  const known = [
    { name: "Yard", areas: [] },
    { name: "Gate & 2", areas: AREAS },
  ];
  const cameras = camerasMake(
    known,
    () => {},
    (from, to) => moves.push([from, to]),
  );
  /** @type {string[][]} */
  const sent = [];
  page.fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { method, body }) => {
    sent.push([String(method), url, String(body)]);
    return method === "DELETE"
      ? new Response(null, { status: 204 })
      : new Response(JSON.stringify({ name: "Gate 3", areas: AREAS }));
  };
  assert.equal(await cameras.rename(" Gate & 2", "Gate 3 "), "Gate 3");
  assert.deepEqual([cameras.names(), cameras.isKnown("Gate & 2")], [["Yard", "Gate 3"], false]);
  assert.equal(cameras.areasOf("Gate 3"), cameras.areasOf(" Gate 3"));
  assert.deepEqual(cameras.areasOf("Gate 3"), AREAS);
  await cameras.remove("Gate 3");
  assert.deepEqual(cameras.names(), ["Yard"]);
  assert.deepEqual(sent, [
    ["PATCH", "/api/cameras", '{"name":"Gate & 2","new_name":"Gate 3"}'],
    ["DELETE", "/api/cameras?name=Gate+3", "undefined"],
  ]);
  assert.deepEqual(moves, [
    ["Gate & 2", "Gate 3"],
    ["Gate 3", ""],
  ]);
});

test("areas are kept when the server has taken them, and only then", async () => {
  let changes = 0;
  const cameras = camerasMake([], () => {
    changes += 1;
  });
  page.fetch = async () =>
    new Response(JSON.stringify({ error: { code: "bad_area", message: "flat" } }), { status: 422 });
  await assert.rejects(cameras.save("Gate", AREAS), /flat/);
  assert.deepEqual([cameras.names(), changes], [[], 0]);

  /** @type {any} */
  let sent;
  page.fetch = async (/** @type {string} */ url, /** @type {RequestInit} */ { method, body }) => {
    sent = { url, method, body: JSON.parse(String(body)) };
    return new Response(JSON.stringify(sent.body));
  };
  assert.equal(await cameras.save(" Gate ", AREAS), "Gate");
  assert.deepEqual(sent, { url: "/api/cameras", method: "PUT", body: { name: "Gate", areas: AREAS } });
  assert.deepEqual([cameras.areasOf("Gate"), changes], [AREAS, 1]);
});
