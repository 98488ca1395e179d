// The files chosen and not yet started: each is opened, looked at and judged, one after the other.

import { CLOCK_UNKNOWN, clockGuess, clockGuessInside } from "../clock/guess.js";
import { fileFingerprint } from "../media/fingerprint.js";
import { videoProbe } from "../media/probe.js";
import { idNext } from "./id.js";
import { probeProblem, sizeProblem } from "./problems.js";

/** @typedef {import("./problems.js").Limits} Limits */
/** @typedef {import("../lib/picker.js").Picked} Picked */
/** @typedef {Awaited<ReturnType<typeof videoProbe>>} Probe */

/**
 * @typedef {object} ChosenFile
 * @property {string} id
 * @property {File} file
 * @property {FileSystemFileHandle | null} handle
 * @property {"reading" | "ready" | "problem"} status
 * @property {string} problem a code, "" for none
 * @property {string} message in the server's words, when it refused the file
 * @property {Probe | null} probe
 * @property {string} fingerprint
 * @property {string} camera its name, "" for none
 * @property {string} clockStart when the recording began, "" for not known
 * @property {import("../clock/guess.js").ClockGuess["clockSource"]} clockSource
 * @property {boolean} isWanted "Find segments" was pressed while the file was being read
 */

/**
 * @param {object} options
 * @param {Limits} options.limits
 * @param {() => void} options.onChange
 * @param {(chosen: ChosenFile) => boolean} options.onFingerprint true when the file continues a request
 * @param {(chosen: ChosenFile) => void} options.onReady
 * @param {(fileName: string) => string} options.cameraGuess
 */
export function chosenMake({ limits, onChange, onFingerprint, onReady, cameraGuess }) {
  /** @type {ChosenFile[]} */
  let files = [];
  let reading = Promise.resolve();

  /** @param {string} id */
  function remove(id) {
    files = files.filter((chosen) => chosen.id !== id);
    onChange();
  }
  /** @param {Picked} picked */
  function add(picked) {
    if (files.some((chosen) => isSameFile(chosen.file, picked.file))) return;
    const chosen = {
      ...chosenFile(picked),
      camera: cameraGuess(picked.file.name),
      ...clockGuess(picked.file),
    };
    files = [...files, chosen];
    reading = reading.then(() => read(chosen));
  }
  /** @param {ChosenFile} chosen */
  async function read(chosen) {
    if (!files.includes(chosen)) return;
    const onSpeed = () => files.includes(chosen) && onChange();
    chosen.problem = await problemFind(chosen, limits, { onFingerprint, onSpeed });
    chosen.status = chosen.problem ? "problem" : "ready";
    if (chosen.problem === "continues") return remove(chosen.id);
    if (!files.includes(chosen)) return;
    if (!chosen.clockSource) await clockFind(chosen);
    onChange();
    if (chosen.status === "ready") onReady(chosen);
  }
  return {
    list: () => files,
    remove,
    /**
     * @param {string} id
     * @param {string} camera
     */
    cameraSet(id, camera) {
      const chosen = files.find((one) => one.id === id);
      if (chosen) chosen.camera = camera;
      onChange();
    },
    /**
     * @param {string} id
     * @param {string} clockStart
     */
    clockSet(id, clockStart) {
      const chosen = files.find((one) => one.id === id);
      if (chosen) Object.assign(chosen, { clockStart, clockSource: "typed" });
      onChange();
    },
    /** @param {Picked[]} picked */
    add(picked) {
      picked.forEach(add);
      onChange();
    },
    /** @param {ChosenFile} chosen */
    putBack(chosen) {
      files = [...files, chosen];
      onChange();
    },
  };
}

/**
 * @param {ChosenFile} chosen gets its fingerprint and what the probe found
 * @param {Limits} limits
 * @param {{onFingerprint: (chosen: ChosenFile) => boolean, onSpeed: () => void}} events
 * @returns {Promise<string>} the code of the problem, "" for none
 */
async function problemFind(chosen, limits, { onFingerprint, onSpeed }) {
  const problem = sizeProblem(chosen.file.size, limits);
  if (problem) return problem;
  try {
    chosen.fingerprint = await fileFingerprint(chosen.file);
    if (onFingerprint(chosen)) return "continues";
    chosen.probe = await videoProbe(chosen.file, (speed) => {
      if (chosen.probe) chosen.probe = { ...chosen.probe, speed };
      onSpeed();
    });
    return probeProblem(chosen.probe, limits) ?? "";
  } catch (error) {
    return /** @type {{code?: string}} */ (error).code?.toString() ?? "unreadable";
  }
}

/** @param {ChosenFile} chosen gets what its metadata say, unless the analyst was faster */
async function clockFind(chosen) {
  const guess = await clockGuessInside(chosen.file, chosen.probe?.durationSeconds ?? 0);
  if (!chosen.clockSource) Object.assign(chosen, guess);
}

/**
 * @param {Picked} picked
 * @returns {ChosenFile}
 */
export function chosenFile({ file, handle }) {
  const id = idNext("file");
  const rest = { problem: "", message: "", probe: null, fingerprint: "", camera: "", isWanted: false };
  return { id, file, handle, status: "reading", ...CLOCK_UNKNOWN, ...rest };
}

/**
 * @param {File} a
 * @param {File} b
 */
function isSameFile(a, b) {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
}
