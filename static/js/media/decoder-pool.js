import { notSilent } from "./decoding.js";
import { MediaError } from "./errors.js";
import { helperStart } from "./workers.js";

/**
 * @typedef {import("./decoder.worker.js").PacketMessage} PacketMessage
 *
 * @typedef {object} Lane one decoder worker and its credit
 * @property {(packet: PacketMessage) => Promise<void>} send waits while too many packets are on their way
 * @property {() => void} endGroup
 *
 * @typedef {object} PoolEvents
 * @property {(wanted: number, jpeg: ArrayBuffer) => void} onFrame
 * @property {(wanted: number, reason: string) => void} onFailed
 * @property {(error: Error) => void} onBroken the worker itself is gone
 */

/** Packets on their way to one decoder. */
const IN_FLIGHT = 8;
/** More than a worker takes to give up a silent decoder: this one is not running. */
export const WORKER_SILENCE_MS = 60_000;

/**
 * @param {number} count
 * @param {import("./decoder.worker.js").DecoderSetup} setup
 * @param {PacketMessage} primer
 * @param {PoolEvents} events
 * @returns {{lanes: Lane[], close(): void}}
 */
export function decoderPoolOpen(count, setup, primer, events) {
  const workers = Array.from({ length: count }, decoderStart);
  const lanes = workers.map((worker) => laneOpen(worker, events));
  for (const worker of workers) worker.postMessage({ type: "start", setup, primer });
  const close = () => {
    for (const worker of workers) worker.terminate();
  };
  return { lanes, close };
}

function decoderStart() {
  return helperStart(new URL("./decoder.worker.js", import.meta.url));
}

/**
 * @param {import("./workers.js").Helper} worker
 * @param {PoolEvents} events
 * @returns {Lane}
 */
function laneOpen(worker, events) {
  let inFlight = 0;
  let wake = () => {};
  worker.onerror = (event) => events.onBroken(new Error(event.message));
  worker.onmessage = ({ data }) => {
    if (data.type === "frame") events.onFrame(data.wanted, data.jpeg);
    else if (data.type === "failed") events.onFailed(data.wanted, data.reason);
    else if (data.type === "error") events.onBroken(new MediaError(data.code, data.detail));
    else inFlight -= 1;
    wake();
  };
  return {
    async send(packet) {
      while (inFlight >= IN_FLIGHT) {
        const answer = new Promise((resolve) => {
          wake = () => resolve(undefined);
        });
        await notSilent(answer, WORKER_SILENCE_MS);
      }
      inFlight += 1;
      worker.postMessage({ type: "packet", packet }, [packet.data]);
    },
    endGroup: () => worker.postMessage({ type: "end" }),
  };
}
