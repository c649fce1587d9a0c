import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { z } from "zod";
import { createApp } from "../../src/api/app.ts";
import { listen } from "../../src/api/listen.ts";
import { openApiDocument } from "../../src/api/openapi.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { withOwnServer } from "../support/own-redis.ts";
import { client, freeSettings, test } from "./support.ts";

test("the paths are these", () => {
  const { paths = {} } = openApiDocument();

  const listed = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed).toMatchInlineSnapshot(`
    [
      "POST /batches",
      "GET /batches",
      "GET /batches/{id}",
      "GET /batches/{id}/records",
      "POST /batches/{id}/pause",
      "POST /batches/{id}/resume",
      "POST /batches/{id}/cancel",
      "POST /batches/{id}/retry",
      "GET /batches/{id}/results.csv",
      "GET /batches/{id}/results.ndjson",
      "GET /batches/{id}/events",
      "GET /records/{id}",
      "GET /records/{id}/snapshots/{hash}",
      "GET /batches/{id}/ledger",
      "GET /batches/{id}/ledger.csv",
      "POST /batches/{id}/top-up",
      "GET /agents",
      "GET /keys",
      "POST /keys/{alias}/enable",
      "GET /notices",
      "GET /approvals",
      "POST /approvals/{id}",
      "GET /schedules",
      "POST /schedules",
      "DELETE /schedules/{name}",
      "POST /schedules/{name}/run",
      "GET /health/history",
      "GET /repairs",
      "GET /watchdog",
      "GET /openapi.json",
      "GET /specs",
      "GET /metrics",
      "GET /healthz",
      "GET /readyz",
    ]
  `);
});

test("the OpenAPI document holds together", async ({ api }) => {
  const document = await api.get("/openapi.json", z.record(z.string(), z.unknown()));
  const text = JSON.stringify(document);

  const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]));
  for (const reference of references) {
    const target = (reference ?? "")
      .split("/")
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
    expect([reference, target]).toEqual([reference, expect.anything()]);
  }
  expect(document["openapi"]).toBe("3.1.0");
  for (const [path, item] of Object.entries(document["paths"] as Record<string, object>)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    for (const operation of Object.values(item) as Operation[]) {
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect([path, described.map(({ name }) => name)]).toEqual([path, named]);
      expect(operation.summary).toEqual(expect.any(String));
      expect(Object.keys(operation.responses)).toContain("default");
      expect(Object.keys(operation.responses).some((status) => status.startsWith("2"))).toBe(true);
    }
  }
});

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Record<string, unknown>;
}

describe("what leads nowhere says what does", () => {
  test.for([
    ["GET", "/", 404, null],
    ["GET", "/batch", 404, null],
    ["GET", "/batches/b1/nothing", 404, null],
    ["DELETE", "/batches", 405, "POST, GET"],
    ["PUT", "/batches/b1", 405, "GET"],
    ["GET", "/batches/b1/cancel", 405, "POST"],
    ["POST", "/records/b1-0", 405, "GET"],
    ["POST", "/healthz", 405, "GET"],
  ] as const)("%s %s", async ([method, path, status, allow], { api }) => {
    const response = await api.send(path, { method });

    expect([response.status, response.headers.get("allow")]).toEqual([status, allow]);
  });
});

test("every answer forbids sniffing, running and keeping", async ({ api }) => {
  for (const path of ["/healthz", "/batches", "/nowhere", "/openapi.json"]) {
    const { headers } = await api.send(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
      "cache-control": "no-store",
    });
    expect(headers.get("x-powered-by")).toBeNull();
  }
});

test("the specs in force are told with their hashes", async ({ api }) => {
  const { data } = await api.get(
    "/specs",
    z.object({ data: z.array(z.record(z.string(), z.unknown())) }),
  );

  expect(data).toMatchObject([
    { workflow: "colour", title: "Colour", hashes: { colour: "hash-of-colour" } },
  ]);
  expect(JSON.stringify(data)).toContain("never answers without proof");
});

test("the workflows that ship are told, too", async ({ redis, api }) => {
  const server = await listen(
    createApp({
      redis,
      workflows: loadWorkflows(),
      store: api.store,
      archive: api.archive,
      keys: api.keys,
      config: freeSettings,
      log: pino({ level: "silent" }),
    }),
    { host: "127.0.0.1", port: 0 },
  );
  const { data } = await client(server).get(
    "/specs",
    z.object({ data: z.array(z.looseObject({ workflow: z.string() })) }),
  );
  await server.close();

  expect(data.map(({ workflow }) => workflow)).toContain("ats");
});

test("health needs nothing; readiness, and every other answer, needs Redis", async ({ api }) => {
  const ready = z.object({
    status: z.literal("ok"),
    redisMs: z.int(),
    watchdog: z.literal("never"),
  });
  expect(await api.get("/healthz", z.object({ status: z.literal("ok") }))).toEqual({
    status: "ok",
  });
  await api.get("/readyz", ready);

  await withOwnServer(["--appendonly", "yes"], async (url, redisServer) => {
    const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => 50 });
    const patient = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    for (const connection of [redis, patient]) connection.on("error", () => undefined);
    const deps = {
      workflows: new Map(),
      store: api.store,
      archive: api.archive,
      keys: api.keys,
      config: freeSettings,
      log: pino({ level: "silent" }),
    };
    const server = await listen(createApp({ ...deps, redis }), { host: "127.0.0.1", port: 0 });
    const slow = await listen(createApp({ ...deps, redis: patient }), {
      host: "127.0.0.1",
      port: 0,
    });
    const { get, send } = client(server);
    await get("/readyz", ready);

    await redisServer.kill();

    expect((await send("/healthz")).status).toBe(200);
    for (const path of ["/readyz", "/batches", "/batches/b1", "/records/b1-0"]) {
      const response = await send(path);
      expect([path, response.status]).toEqual([path, 503]);
      expect(response.headers.get("retry-after")).toBe("2");
    }
    expect((await client(slow).send("/readyz")).status).toBe(503);

    await redisServer.start();
    await expect.poll(async () => (await send("/readyz")).status).toBe(200);
    await server.close();
    await slow.close();
    redis.disconnect();
    patient.disconnect();
  });
});
