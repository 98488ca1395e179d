// One WebSocket that comes back by itself. A push is only a hint, so nothing is queued here.

const FIRST_DELAY_S = 0.5;
const LONGEST_DELAY_S = 10;

/**
 * @param {string} path of this server, or a whole ws:// address
 * @param {(message: any) => void} onMessage gets each message, parsed
 * @returns {{close(): void}}
 */
export function socketOpen(path, onMessage) {
  let isClosed = false;
  let failures = 0;
  /** @type {WebSocket} */
  let socket;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;

  function connect() {
    clearTimeout(timer);
    socket = new WebSocket(socketAddress(path));
    socket.addEventListener("open", () => {
      failures = 0;
    });
    socket.addEventListener("message", (event) => onMessage(JSON.parse(event.data)));
    socket.addEventListener("close", reconnect);
  }
  function reconnect() {
    if (isClosed) return;
    timer = setTimeout(connect, 1000 * socketDelaySeconds(failures, Math.random()));
    failures += 1;
  }
  function wake() {
    if (!isClosed && socket.readyState === WebSocket.CLOSED) connect();
  }

  connect();
  globalThis.addEventListener?.("online", wake);
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", wake);
      socket.close();
    },
  };
}

/**
 * Grows from 0.5 to 10 s; a random half of it keeps many windows from coming back at one moment.
 * @param {number} failures in a row
 * @param {number} chance 0..1
 * @returns {number}
 */
export function socketDelaySeconds(failures, chance) {
  const longest = Math.min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** Math.min(failures, 10));
  return Math.max(FIRST_DELAY_S, longest * (0.5 + chance / 2));
}

/** @param {string} path */
function socketAddress(path) {
  if (/^wss?:/.test(path)) return path;
  const address = new URL(path, location.href);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
