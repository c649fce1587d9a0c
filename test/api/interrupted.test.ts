import { connect, type Socket } from "node:net";
import { describe, expect } from "vitest";
import { type Api, ndjson, test } from "./support.ts";

const line = '{"domain":"a.example"}\n';

/** Sends a request whose body is announced as longer than it is, and keeps the line open. */
async function sendHalf(api: Api, headers: readonly string[], body: string): Promise<Socket> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  const head = ["POST /batches?workflow=colour HTTP/1.1", "Host: x", "Content-Length: 1000000"];
  const text = `${[...head, ...headers].join("\r\n")}\r\n\r\n${body}`;
  return new Promise((resolve) => socket.write(text, () => resolve(socket)));
}

describe("a client that goes away in the middle", () => {
  test.for([
    ["NDJSON", ndjson, line.repeat(700)],
    ["CSV", "text/csv", `domain\n${"a.example\n".repeat(700)}`],
    ["JSON", "application/json", `[${line.trim()},`],
  ] as const)("of %s leaves no batch, and its key is free", async ([, type, body], { api }) => {
    const socket = await sendHalf(api, [`Content-Type: ${type}`, 'Idempotency-Key: "half"'], body);
    await expect.poll(() => api.redis.exists("assay:idempotency:half")).toBe(1);

    socket.destroy();

    await expect.poll(() => api.redis.keys("*")).toEqual([]);
    await api.post(line, { type: ndjson, headers: { "idempotency-key": "half" } });
    expect(api.logged).toEqual([]);
  });

  test("after rows were stored leaves none of them", async ({ api }) => {
    const lines = Array.from({ length: 1_200 }, (_, i) => `{"domain":"d${i}.example"}\n`).join("");
    const socket = await sendHalf(api, [`Content-Type: ${ndjson}`], lines);
    await expect.poll(async () => (await api.redis.keys("*:r:*")).length).toBe(1_000);

    socket.destroy();

    await expect.poll(() => api.redis.keys("*")).toEqual([]);
  });

  test.for([
    ["with a key, before the key is taken", ["Idempotency-Key: gone", `Content-Type: ${ndjson}`]],
    ["refused for its encoding", ["Content-Encoding: br", `Content-Type: ${ndjson}`]],
    ["refused for its type", ["Content-Type: text/html"]],
    ["in a gzip body", ["Content-Encoding: gzip", `Content-Type: ${ndjson}`]],
  ] as const)("%s does the server no harm", async ([, headers], { api }) => {
    const sockets = await Promise.all(
      Array.from({ length: 20 }, () => sendHalf(api, headers, "\u001f\u008b")),
    );
    for (const socket of sockets) socket.destroy();
    await api.settled(60_000);

    await expect.poll(() => api.redis.keys("*")).toEqual([]);
    expect((await api.send("/healthz")).status).toBe(200);
    expect(api.logged).toEqual([]);
  });
});
