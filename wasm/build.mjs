/** `node wasm/build.mjs`: writes static/js/media/shrink-code.js anew from shrink.wat. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import wabtOpen from "wabt";

const SOURCE = new URL("shrink.wat", import.meta.url);
export const TARGET = new URL("../static/js/media/shrink-code.js", import.meta.url);

/** @returns {Promise<string>} the JavaScript module that holds the WebAssembly module */
export async function codeBuild() {
  const wabt = await wabtOpen();
  const module = wabt.parseWat("shrink.wat", await readFile(SOURCE), { simd: true });
  module.validate();
  const base64 = Buffer.from(module.toBinary({}).buffer).toString("base64");
  return [
    "// Made by `make wasm` from wasm/shrink.wat: not to be edited.\n",
    "/** A WebAssembly module in base64. */",
    `export const SHRINK_CODE =\n  "${base64}";\n`,
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await codeBuild());
