import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { socketDelaySeconds, socketOpen } from "../../../static/js/lib/socket.js";

const page = /** @type {any} */ (globalThis);
const real = page.WebSocket;

/** The browser's class, as far as it is used. */
class BrowserSocket extends EventTarget {
  /** @type {BrowserSocket[]} */
  static opened = [];
  static CLOSED = 3;
  readyState = 1;
  /** @param {string} address */
  constructor(address) {
    super();
    this.address = address;
    BrowserSocket.opened.push(this);
  }
  close() {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
  /** @param {unknown} message */
  receive(message) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(message) }));
  }
}

beforeEach(() => {
  BrowserSocket.opened = [];
  page.WebSocket = BrowserSocket;
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => {
  page.WebSocket = real;
  mock.timers.reset();
});

test("messages arrive parsed", () => {
  /** @type {unknown[]} */
  const messages = [];
  socketOpen("ws://server/ws/plugins/", (message) => messages.push(message));
  BrowserSocket.opened[0].receive({ type: "plugins", plugins: [] });
  assert.deepEqual(messages, [{ type: "plugins", plugins: [] }]);
});

test("a connection that breaks comes back", () => {
  socketOpen("ws://server/", () => {});
  BrowserSocket.opened[0].close();
  assert.equal(BrowserSocket.opened.length, 1);
  mock.timers.tick(600);
  assert.equal(BrowserSocket.opened.length, 2);
});

test("a connection that was closed on purpose stays closed", () => {
  socketOpen("ws://server/", () => {}).close();
  mock.timers.tick(60_000);
  assert.equal(BrowserSocket.opened.length, 1);
});

test("the wait grows from half a second to ten and not beyond", () => {
  assert.equal(socketDelaySeconds(0, 0), 0.5);
  assert.equal(socketDelaySeconds(3, 1), 4);
  assert.equal(socketDelaySeconds(1000, 1), 10);
  for (let failures = 0; failures < 20; failures += 1) {
    assert.ok(socketDelaySeconds(failures, 0) <= socketDelaySeconds(failures + 1, 0));
  }
});
