// Which waiting video starts when. Nothing here touches the page.

/**
 * A video that the analyst has started and the server does not know yet.
 * @typedef {object} Job
 * @property {string} id
 * @property {string} pluginName "" takes the first recommender that runs
 */

/**
 * @typedef {object} Slots
 * @property {number} inProcess requests the server works on, and those being created
 * @property {number} maxRequests
 * @property {string[]} pluginNames available ones, the preferred first
 * @property {boolean} isHeld the server has just said that no slot is free
 */

/**
 * A job whose recommender is away does not hold up the ones behind it.
 * @template {Job} T
 * @param {T[]} waiting in order
 * @param {Slots} slots
 * @returns {T[]} the ones to start now
 */
export function queueNext(waiting, { inProcess, maxRequests, pluginNames, isHeld }) {
  const free = isHeld ? 0 : Math.max(0, maxRequests - inProcess);
  return waiting.filter((job) => pluginFor(job, pluginNames) !== null).slice(0, free);
}

/**
 * @param {Job} job
 * @param {string[]} pluginNames
 * @returns {string | null} the recommender it will use, null while it has none
 */
export function pluginFor(job, pluginNames) {
  if (!job.pluginName) return pluginNames[0] ?? null;
  return pluginNames.includes(job.pluginName) ? job.pluginName : null;
}

/**
 * @param {Job} job
 * @param {string[]} pluginNames
 * @returns {"slot" | "plugin"} what the job waits for
 */
export function waitReason(job, pluginNames) {
  return pluginFor(job, pluginNames) === null ? "plugin" : "slot";
}

/**
 * @param {{state: string}[]} requests
 * @returns {number} how many hold a slot on the server
 */
export function inProcessCount(requests) {
  return requests.filter(({ state }) => isInProcess(state)).length;
}

/** @param {string} state of a request */
export function isInProcess(state) {
  return state === "uploading" || state === "scoring";
}

/**
 * @template {{state: string, fingerprint: string}} T
 * @param {T[]} requests that nobody samples
 * @param {string} fingerprint
 * @returns {T | undefined} the interrupted request that this file continues
 */
export function requestToContinue(requests, fingerprint) {
  return requests.find((request) => request.state === "uploading" && request.fingerprint === fingerprint);
}
