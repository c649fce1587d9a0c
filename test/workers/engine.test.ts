import { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect, vi } from "vitest";
import { queuePrefix } from "../../queues/open-queue.ts";
import { openTierQueue } from "../../queues/tier-queues.ts";
import type { Agent } from "../../src/agents/agent.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import type { Tier } from "../../src/domain/tier.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus, createBatch, findBatch } from "../../src/records/batch.ts";
import { readCounts } from "../../src/records/counters.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { readRecords } from "../../src/records/record.ts";
import { createTierWorker, type TierWorker } from "../../workers/tier-worker.ts";
import { nullWorkflow } from "../bench/null-workflow.ts";
import { claimNext } from "../records/rows.ts";
import { test as base } from "../support/redis.ts";

interface Lab {
  start(
    tier: Tier,
    options?: { agent?: Agent; leaseMs?: number; drainMs?: number },
  ): Promise<TierWorker>;
  batchOf(lines: number): Promise<string>;
}

const test = base.extend<{ lab: Lab }>({
  lab: async ({ redis }, use) => {
    const blocking: Redis[] = [];
    const workers: TierWorker[] = [];
    await use({
      async start(tier, { agent, leaseMs = 10_000, drainMs = 5_000 } = {}) {
        const connection = redis.duplicate();
        blocking.push(connection);
        const worker = createTierWorker({
          tier,
          concurrency: 4,
          leaseMs,
          drainMs,
          workflows: new Map([["nothing", withAgent(tier, agent)]]),
          redis,
          blocking: connection,
          store: { put: async () => undefined, get: async () => undefined },
          openTools: (_user, { signal }) => ({
            tools: {
              web: {
                get: () => Promise.reject(new Error("no web here")),
                dns: async () => undefined,
              },
              renderer: undefined,
              recall: async () => undefined,
              signal,
            },
          }),
          unitCosts: { fetchNano: 0, browserSecondNano: 0 },
          log: pino({ level: "silent" }),
        });
        workers.push(worker);
        await worker.start();
        return worker;
      },
      async batchOf(lines) {
        const batch = await createBatch(redis, {
          workflow: "nothing",
          name: "",
          specs: nullWorkflow().hashes,
          maxTier: "browser",
          maxUsdNano: null,
        });
        const rows = Array.from({ length: lines }, (_, n) => ({
          cells: [`c${n}`],
          fingerprint: `f${n}`,
        }));
        await acceptLines(redis, { batch, first: 0, startsAt: "http" }, rows);
        await sealBatch(redis, batch, ["name"]);
        return batch;
      },
    });
    await Promise.all(workers.map((worker) => worker.stop()));
    for (const connection of blocking) connection.disconnect();
  },
});

function withAgent(tier: Tier, agent: Agent | undefined): Workflow {
  const workflow = nullWorkflow();
  if (!agent) return workflow;
  return {
    ...workflow,
    agents: { ...workflow.agents, [tier]: { ...workflow.agents[tier], run: agent } },
  };
}

/** Works until it is told to stop. */
const endless: Agent = (_handoff, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

async function untilDone(redis: Redis, batch: string): Promise<void> {
  await vi.waitFor(async () => expect((await findBatch(redis, batch))?.doneAt).not.toBeNull(), {
    timeout: 25_000,
    interval: 50,
  });
}

describe("a tier worker", () => {
  test("brings every row of a batch to its end, each by one attempt", async ({ redis, lab }) => {
    const batch = await lab.batchOf(300);

    await lab.start("http");
    await untilDone(redis, batch);

    const records = await readRecords(
      redis,
      batch,
      Array.from({ length: 300 }, (_, n) => n),
    );
    expect(new Set(records.map((record) => record?.fence))).toEqual(new Set([1]));
    expect((await readCounts(redis, batch)).reasons).toEqual({ out_of_scope: 300 });
    expect(await auditBatch(redis, batch)).toEqual([]);
    // BullMQ tells some three steps of each job; of those that nobody follows it keeps few.
    expect(await redis.xlen(`${queuePrefix}:http:events`)).toBeLessThan(400);
  });

  test("a small batch does not wait behind a huge one", async ({ redis, lab }) => {
    const huge = await lab.batchOf(3_000);
    const small = await lab.batchOf(5);

    await lab.start("http");
    await untilDone(redis, small);

    const { states } = await readCounts(redis, huge);
    expect(states.completed).toBeLessThan(3_000);
  });

  test("takes over a row whose worker fell silent", async ({ redis, lab }) => {
    const batch = await lab.batchOf(1);
    const dead = await claimNext(redis, batch, { leaseMs: 300 });

    await lab.start("http");
    await untilDone(redis, batch);

    const [record] = await readRecords(redis, batch, [0]);
    expect(record?.fence).toBe(dead.fence + 1);
    expect(record?.transitions.map(({ event }) => event)).toEqual([
      "claimed",
      "released",
      "claimed",
      "closed",
    ]);
  });

  test("works on rows whose jobs are gone", async ({ redis, lab }) => {
    const batch = await lab.batchOf(3);
    // Dispatched, but the process died before the jobs were added; long enough ago to be looked for.
    const { rows } = await takeDue(redis, { batch, tier: "http", max: 3 });
    for (const { n } of rows) await redis.zadd(`assay:{${batch}}:sent`, Date.now() - 60_000, n);

    await lab.start("http");
    await untilDone(redis, batch);

    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("losing every job of the queue loses no row", async ({ redis, lab }) => {
    const batch = await lab.batchOf(20);
    const slow: Agent = async (handoff, tools) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return nullWorkflow().agents.http.run(handoff, tools);
    };
    await lab.start("http", { agent: slow });
    await vi.waitFor(async () =>
      expect((await readCounts(redis, batch)).states.completed).toBeGreaterThan(0),
    );

    const queue = openTierQueue("http", redis);
    await queue.obliterate({ force: true });
    await queue.close();
    await untilDone(redis, batch);

    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("stopping releases what it can't finish in time, without counting the attempt", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(2);
    const worker = await lab.start("http", { agent: endless, drainMs: 50 });
    await vi.waitFor(async () =>
      expect((await readCounts(redis, batch)).states.in_progress).toBe(2),
    );

    await worker.stop();

    const records = await readRecords(redis, batch, [0, 1]);
    expect(records.map((record) => [record?.status, record?.attempts.http])).toEqual([
      ["pending", 0],
      ["pending", 0],
    ]);
    expect(await auditBatch(redis, batch)).toEqual([]);
  });

  test("cancelling interrupts rows in hand", async ({ redis, lab }) => {
    const batch = await lab.batchOf(2);
    await lab.start("http", { agent: endless, leaseMs: 600 });
    await vi.waitFor(async () =>
      expect((await readCounts(redis, batch)).states.in_progress).toBe(2),
    );

    await changeStatus(redis, batch, "cancelled");
    await untilDone(redis, batch);

    expect((await readCounts(redis, batch)).reasons).toEqual({ cancelled: 2 });
  });

  test("an agent that throws is tried on the next tier, and its row fails at the top", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(1);
    const broken: Agent = () => Promise.reject(new Error("a bug"));
    await lab.start("http", { agent: broken });
    await lab.start("classifier", { agent: broken });
    await lab.start("browser", { agent: broken });

    await untilDone(redis, batch);

    const [record] = await readRecords(redis, batch, [0]);
    expect(record).toMatchObject({ status: "failed", reason: "agent_error" });
  });

  test("a batch that began under other specs is paused with the reason, and goes on when resumed", async ({
    redis,
    lab,
  }) => {
    const batch = await lab.batchOf(1);
    await redis.hset(`assay:{${batch}}:batch`, { specs: JSON.stringify({ nothing: "older" }) });
    await lab.start("http");
    await vi.waitFor(async () => expect((await findBatch(redis, batch))?.status).toBe("paused"));

    expect((await findBatch(redis, batch))?.statusNote).toContain("specs changed");
  });
});
