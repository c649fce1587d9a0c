import { pino } from "pino";
import { expect } from "vitest";
import { createApp } from "../../src/api/app.ts";
import { listen } from "../../src/api/listen.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { createKeyRing } from "../../src/models/keys/key-ring.ts";
import { readCounts } from "../../src/records/counters.ts";
import { test } from "../support/redis.ts";
import { bytesByKind } from "./redis-bytes.ts";
import { directoryArchive } from "../../src/retention/directory-archive.ts";
import { finishRows, postRows } from "./rows.ts";

test("20,000 rows in one body: a waiting row stays small, and so does a finished one", async ({
  redis,
}) => {
  const store = { put: async () => undefined, get: async () => undefined };
  const log = pino({ level: "error" });
  const keys = createKeyRing({
    redis,
    keys: { openai: [], anthropic: [] },
    cooldownsMs: [60_000],
    log,
  });
  const config = { ASSAY_MODELS: false, ASSAY_FETCH_USD: 0, ASSAY_BROWSER_SECOND_USD: 0 };
  const archive = directoryArchive("/nonexistent");
  const workflows = loadWorkflows();
  const app = createApp({ redis, workflows, store, archive, keys, config, log });
  const server = await listen(app, { host: "127.0.0.1", port: 0 });

  const { batch } = await postRows(server.url, 20_000);
  const waiting = await bytesByKind(redis, batch);
  await finishRows(redis, batch, 500);
  const finished = await bytesByKind(redis, batch);
  await server.close();

  expect(await readCounts(redis, batch)).toMatchObject({
    lines: 20_000,
    duplicates: 0,
    states: { pending: 19_500, completed: 500 },
  });
  // Beside the row itself, its key's place in Redis's own table takes some 70 bytes.
  expect((waiting["one row"] ?? 0) + (waiting["due:1"] ?? 0) / 20_000).toBeLessThan(600);
  expect(waiting["dedupe"]).toBeUndefined();
  expect(finished["one row"]).toBeLessThan(1_600);
});
