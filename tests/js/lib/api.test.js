import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ApiError, apiGet, apiSend } from "../../../static/js/lib/api.js";

/** @type {{method?: string, headers: any, body: Buffer}[]} */
const seen = [];
const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  seen.push({ method: request.method, headers: request.headers, body: Buffer.concat(parts) });
  if (request.url === "/silent") return;
  const [status, body] = answers[request.url ?? ""];
  response.writeHead(status, { "Content-Type": "application/json" }).end(body);
});
/** @type {Record<string, [number, string]>} */
const answers = {
  "/fine": [200, '{"plugins": []}'],
  "/empty": [204, ""],
  "/busy": [429, '{"error": {"code": "too_many_requests", "message": "Wait."}, "limit": 3}'],
  "/broken": [502, "<html>Bad gateway</html>"],
};
let base = "";

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  base = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test("it works: an answer is parsed", async () => {
  assert.deepEqual(await apiGet(`${base}/fine`), { plugins: [] });
});

test("an object is sent as JSON, with the token", async () => {
  await apiSend("POST", `${base}/fine`, { chunks: 3 }, { csrfToken: "secret" });
  const last = seen[seen.length - 1];
  assert.equal(last.method, "POST");
  assert.equal(last.headers["content-type"], "application/json");
  assert.equal(last.headers["x-csrftoken"], "secret");
  assert.deepEqual(JSON.parse(last.body.toString()), { chunks: 3 });
});

test("bytes are sent as they are, with the type that was asked for", async () => {
  const headers = { "Content-Type": "application/zip" };
  await apiSend("PUT", `${base}/fine`, new Uint8Array([80, 75, 3, 4]), { headers, csrfToken: "" });
  const last = seen[seen.length - 1];
  assert.equal(last.headers["content-type"], "application/zip");
  assert.deepEqual([...last.body], [80, 75, 3, 4]);
});

test("an answer without a body is null", async () => {
  assert.equal(await apiSend("DELETE", `${base}/empty`, undefined, { csrfToken: "" }), null);
});

test("an error brings the server's code and words, and the whole body", async () => {
  await assert.rejects(apiGet(`${base}/busy`), (error) => {
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.message], [429, "too_many_requests", "Wait."]);
    assert.equal(error.body.limit, 3);
    return true;
  });
});

test("an error page of a proxy is an error with its status", async () => {
  await assert.rejects(apiGet(`${base}/broken`), { name: "ApiError", status: 502, code: "http_502" });
});

test("no answer at all is the code network", async () => {
  await assert.rejects(apiGet("http://127.0.0.1:1/"), { name: "ApiError", status: 0, code: "network" });
});

test("a call that took too long is a lost connection", async () => {
  const signal = AbortSignal.timeout(50);
  await assert.rejects(apiGet(`${base}/silent`, { signal }), { name: "ApiError", code: "network" });
});

test("a call that was aborted says so and is not taken for a lost connection", async () => {
  const signal = AbortSignal.abort();
  await assert.rejects(apiGet(`${base}/fine`, { signal }), { name: "AbortError" });
});
