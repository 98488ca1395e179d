/**
 * Lets node's test runner import modules by the addresses at which the browser finds them:
 * `node --import ./tests/js/static-imports.mjs --test`.
 */
import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const ROOT = pathToFileURL(`${import.meta.dirname}/../../`);

/** @type {[string, string][]} address at the start of an import, folder in the checkout */
const FOLDERS = [
  ["/static/npm/ffmpeg-core/", "node_modules/@ffmpeg/core/dist/esm/"],
  ["/static/npm/mediabunny/", "node_modules/mediabunny/dist/bundles/"],
  ["/static/npm/noble-hashes/", "node_modules/@noble/hashes/"],
  ["/static/npm/uplot/", "node_modules/uplot/dist/"],
  ["/static/", "static/"],
];

registerHooks({
  resolve(specifier, context, next) {
    const folder = FOLDERS.find(([address]) => specifier.startsWith(address));
    if (!folder) return next(specifier, context);
    return next(new URL(folder[1] + specifier.slice(folder[0].length), ROOT).href, context);
  },
});
