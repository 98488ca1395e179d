/*
 * Workers that need helpers. Firefox sometimes blocks, without a word and for good, a worker that starts another
 * one, so the page starts the helpers too; worker and helper talk through a channel of their own.
 */

/**
 * @typedef {object} Helper what a worker knows of its helper; a Worker is one
 * @property {(message: any, transfer?: any) => void} postMessage
 * @property {((event: any) => void) | null} onmessage
 * @property {((event: any) => void) | null} onerror
 * @property {() => void} terminate
 */

/**
 * For pages: starts a worker that may have helpers, which end with it.
 * @param {URL} url
 * @returns {Worker}
 */
export function workerStart(url) {
  const worker = new Worker(url, { type: "module" });
  const end = worker.terminate.bind(worker);
  /** @type {{terminate(): void}[]} */
  const helpers = [];
  worker.addEventListener("message", (event) => {
    if (event.data.type !== "helper") return;
    event.stopImmediatePropagation();
    helpers.push(helperServe(event.data, event.ports));
  });
  worker.terminate = () => {
    for (const helper of helpers) helper.terminate();
    end();
  };
  return worker;
}

/**
 * @param {{url: string, isInPage: boolean}} wish
 * @param {readonly MessagePort[]} ports the worker's ends are elsewhere
 * @returns {{terminate(): void}}
 */
function helperServe({ url, isInPage }, [talk, control]) {
  if (isInPage) return pageServe(url, talk, control);
  const helper = new Worker(url, { type: "module" });
  helper.onerror = ({ message }) => control.postMessage(message);
  control.onmessage = () => helper.terminate();
  helper.postMessage(null, [talk]);
  return helper;
}

/**
 * @param {string} url
 * @param {MessagePort} talk
 * @param {MessagePort} control
 * @returns {{terminate(): void}}
 */
function pageServe(url, talk, control) {
  const served = import(url).then(({ serve }) => serve(talk));
  served.catch((error) => control.postMessage(String(error)));
  const terminate = () => void served.then((end) => end()).catch(() => {});
  control.onmessage = terminate;
  return { terminate };
}

/**
 * For workers started by workerStart: starts a helper.
 * @param {URL} url of a worker that calls helperAttach
 * @returns {Helper}
 */
export function helperStart(url) {
  return started(url, false);
}

/**
 * For workers started by workerStart: starts a helper that is a part of the page.
 * @param {URL} url of a module whose `serve` takes a MessagePort and returns what ends it
 * @returns {Helper}
 */
export function pageHelperStart(url) {
  return started(url, true);
}

/**
 * @param {URL} url
 * @param {boolean} isInPage
 * @returns {Helper}
 */
function started(url, isInPage) {
  const talk = new MessageChannel();
  const control = new MessageChannel();
  /** @type {Helper} */
  const helper = {
    postMessage: (message, transfer = []) => talk.port1.postMessage(message, transfer),
    onmessage: null,
    onerror: null,
    terminate: () => control.port1.postMessage("end"),
  };
  talk.port1.onmessage = (event) => helper.onmessage?.(event);
  control.port1.onmessage = ({ data }) => helper.onerror?.({ message: data });
  self.postMessage({ type: "helper", url: url.href, isInPage }, { transfer: [talk.port2, control.port2] });
  return helper;
}

/**
 * For helpers: takes the messages of the worker that has started this one.
 * @param {(event: MessageEvent) => void} take
 * @returns {(message: any, options?: StructuredSerializeOptions) => void} sends it one
 */
export function helperAttach(take) {
  /** @type {MessagePort | null} */
  let port = null;
  self.onmessage = ({ ports }) => {
    port = ports[0];
    port.onmessage = take;
  };
  return (message, options) => port?.postMessage(message, options);
}
