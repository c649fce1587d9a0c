import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { type Logger, pino } from "pino";
import { expect, inject } from "vitest";
import type { z } from "zod";
import { createApp } from "../../src/api/app.ts";
import { ReceiptView } from "../../src/api/batch-view.ts";
import { type Listening, listen } from "../../src/api/listen.ts";
import { ProblemView } from "../../src/api/openapi.ts";
import { tiers } from "../../src/domain/tier.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import type { SnapshotStore } from "../../src/evidence/snapshot-store.ts";
import { createKeyRing, type KeyRing } from "../../src/models/keys/key-ring.ts";
import type { ArchiveStore } from "../../src/retention/archive-store.ts";
import { directoryArchive } from "../../src/retention/directory-archive.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { test as redisTest } from "../support/redis.ts";
import { colourWorkflow } from "./colour-workflow.ts";

/** The API on a real server, with a client that checks whatever it answers. */
export interface Api {
  readonly url: string;
  readonly redis: Redis;
  /** Its files; schedules may name those in `lists`. */
  readonly dir: string;
  readonly store: SnapshotStore;
  readonly archive: ArchiveStore;
  readonly keys: KeyRing;
  /** Errors that the server logged; a test that expects none asserts so. */
  readonly logged: readonly string[];
  /** Any request; a refusal must be a well-formed problem. */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** A JSON answer of this shape, with no field beyond it. */
  get<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    init?: RequestInit,
  ): Promise<z.output<Schema>>;
  post(
    body: string | Uint8Array<ArrayBuffer>,
    options?: PostOptions,
  ): Promise<z.infer<typeof ReceiptView>>;
  refused(path: string, init?: RequestInit): Promise<z.infer<typeof ProblemView>>;
  /** Resolves when no long request runs any more. */
  settled(patienceMs: number): Promise<void>;
  /** Works on all tiers until the test ends. */
  work(): Promise<void>;
}

export interface PostOptions {
  readonly type?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
}

/** Models may be asked; pages cost nothing. */
export const freeSettings = {
  ASSAY_MODELS: true,
  ASSAY_FETCH_USD: 0,
  ASSAY_BROWSER_SECOND_USD: 0,
};

export const csv = "text/csv";
export const ndjson = "application/x-ndjson";

export const test = redisTest.extend<{ api: Api }>({
  api: async ({ redis }, use) => {
    const dir = mkdtempSync(join(tmpdir(), "assay-test-api-"));
    const store = fileSnapshotStore(dir);
    const logged: string[] = [];
    const log = pino({ level: "error" }, { write: (line: string) => void logged.push(line) });
    const keys = createKeyRing({
      redis,
      keys: { openai: ["a secret of OpenAI's"], anthropic: [] },
      cooldownsMs: [60_000],
      log,
    });
    const workflows = new Map([["colour", colourWorkflow()]]);
    const archive = directoryArchive(join(dir, "archive"));
    const config = { ...freeSettings, ASSAY_SCHEDULE_DIR: join(dir, "lists") };
    const app = createApp({ redis, workflows, store, archive, log, keys, config });
    const server = await listen(app, { host: "127.0.0.1", port: 0 });
    const stops: (() => Promise<void>)[] = [];

    await use({
      url: server.url,
      redis,
      dir,
      store,
      archive,
      keys,
      logged,
      ...client(server),
      settled: app.settled,
      work: async () => void stops.push(await startWorkers({ store, workflows, log })),
    });

    for (const stop of stops) await stop();
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  },
});

/** Requests to a server, each answer held against its schema. */
export function client({ url }: Pick<Listening, "url">) {
  const send: Api["send"] = async (path, init) => {
    const response = await fetch(`${url}${path}`, { ...init, redirect: "manual" });
    if (response.status >= 400) {
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      const body: unknown = await response.clone().json();
      expect(ProblemView.parse(body)).toEqual(body);
    }
    return response;
  };
  const get: Api["get"] = async (path, schema, init) => {
    const response = await send(path, init);
    expect([response.status, await excerpt(response)]).toEqual([200, expect.anything()]);
    const body: unknown = await response.json();
    const parsed = schema.parse(body);
    expect(parsed).toEqual(body);
    return parsed;
  };
  const post: Api["post"] = async (
    body,
    { type = csv, query = "workflow=colour", headers } = {},
  ) => {
    const response = await send(`/batches?${query}`, {
      method: "POST",
      body,
      headers: { "content-type": type, ...headers },
    });
    expect([response.status, await excerpt(response)]).toEqual([202, expect.anything()]);
    return ReceiptView.parse(await response.json());
  };
  const refused: Api["refused"] = async (path, init) => {
    const response = await send(path, init);
    expect(response.status).toBeGreaterThanOrEqual(400);
    const problem = ProblemView.parse(await response.json());
    expect(problem.status).toBe(response.status);
    return problem;
  };
  return { send, get, post, refused };
}

/** Shown when an answer has another status than expected. */
async function excerpt(response: Response): Promise<string> {
  return (await response.clone().text()).slice(0, 500);
}

async function startWorkers(deps: {
  store: SnapshotStore;
  workflows: ReadonlyMap<string, ReturnType<typeof colourWorkflow>>;
  log: Logger;
}): Promise<() => Promise<void>> {
  const connect = () =>
    new Redis({
      port: inject("redisPort"),
      db: Number(process.env["VITEST_POOL_ID"] ?? 0),
      maxRetriesPerRequest: null,
    });
  const connections: Redis[] = [];
  const open = () => {
    const redis = connect();
    connections.push(redis);
    return redis;
  };
  const workers = tiers.map((tier) =>
    createTierWorker({
      ...deps,
      tier,
      concurrency: 4,
      leaseMs: 10_000,
      drainMs: 1_000,
      redis: open(),
      blocking: open(),
      openTools: (_user, { signal }) => ({
        tools: {
          web: { get: () => Promise.reject(new Error("no web")), dns: async () => undefined },
          renderer: undefined,
          recall: async () => undefined,
          signal,
        },
      }),
      unitCosts: { fetchNano: 0, browserSecondNano: 0 },
    }),
  );
  for (const worker of workers) await worker.start();
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    for (const redis of connections) redis.disconnect();
  };
}
