import type { Redis } from "ioredis";
import { pino } from "pino";
import { expect, vi } from "vitest";
import { openTierQueues, type TierQueue } from "../../queues/tier-queues.ts";
import type { Agent } from "../../src/agents/agent.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import type { KeyState } from "../../src/models/keys/key-states.ts";
import { listNotices } from "../../src/notices/notices.ts";
import { createBatch, findBatch, type NewBatch } from "../../src/records/batch.ts";
import { acceptLines, type Line, sealBatch } from "../../src/records/intake.ts";
import { type LookDeps, lookOnce } from "../../src/watchdog/look.ts";
import { listRepairs } from "../../src/watchdog/repairs.ts";
import { watchdogSettings } from "../../src/watchdog/settings.ts";
import { createTierWorker, type TierWorker } from "../../workers/tier-worker.ts";
import { nullWorkflow } from "../bench/null-workflow.ts";
import { test as base } from "../support/redis.ts";

/** Workers, batches and a watchdog in one process, with time compressed. */
export interface Lab {
  start(tier: Tier, agent?: Agent): Promise<TierWorker>;
  batchOf(lines: number, rest?: LabBatch): Promise<string>;
  /** One look; what it depends on can be replaced. */
  look(deps?: Partial<LookDeps>): Promise<void>;
  /** `<cause> <subject>` of the notices that stand. */
  notices(): Promise<string[]>;
  /** `<kind> <subject> <rows>`, oldest first. */
  repairs(): Promise<string[]>;
  /** Log lines above debug that the watchdog wrote. */
  readonly logged: readonly string[];
  readonly queues: Record<Tier, TierQueue>;
}

export type LabBatch = Partial<NewBatch> & { readonly cells?: (n: number) => string };

/** Looks follow each other within milliseconds, and what a worker mends within two seconds is left to it. */
export const labSettings = { ...watchdogSettings(1_000), stalledAfterMs: 500, coolDownMs: 50 };

export const test = base.extend<{ lab: Lab }>({
  lab: async ({ redis }, use) => {
    const blocking: Redis[] = [];
    const workers: TierWorker[] = [];
    const logged: string[] = [];
    const queues = openTierQueues(redis);
    const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) });
    const deps: LookDeps = {
      redis,
      queues,
      workflows: new Map([["nothing", nullWorkflow()]]),
      readKeys: async (): Promise<KeyState[]> => [],
      findBrowserOrphans: () => [],
      graceMs: 30_000,
      confirmMs: 50,
      signal: new AbortController().signal,
      settings: labSettings,
      leastPauseMs: 0,
      log,
    };
    await use({
      async start(tier, agent) {
        const connection = redis.duplicate();
        blocking.push(connection);
        const worker = createTierWorker({
          tier,
          concurrency: 4,
          leaseMs: 10_000,
          drainMs: 100,
          workflows: new Map([["nothing", workflowOf(tier, agent)]]),
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
      batchOf: (lines, rest) => newBatch(redis, lines, rest),
      async look(rest) {
        expect(await lookOnce({ ...deps, ...rest })).toBe("looked");
      },
      notices: async () =>
        (await listNotices(redis)).map(({ cause, subject }) => `${cause} ${subject}`),
      repairs: async () =>
        (await listRepairs(redis, { limit: 100 }))
          .map(({ kind, subject, rows }) => `${kind} ${subject} ${rows}`)
          .toReversed(),
      logged,
      queues,
    });
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(tiers.map((tier) => queues[tier].close()));
    for (const connection of blocking) connection.disconnect();
  },
});

async function newBatch(
  redis: Redis,
  lines: number,
  { cells = (n) => `c${n}`, ...rest }: LabBatch = {},
): Promise<string> {
  const batch = await createBatch(redis, {
    workflow: "nothing",
    name: "",
    specs: nullWorkflow().hashes,
    maxTier: "browser",
    maxUsdNano: null,
    ...rest,
  });
  const rows = Array.from({ length: lines }, (_, n): Line => ({
    cells: [cells(n)],
    fingerprint: `f${n}`,
  }));
  for (let first = 0; first < lines; first += 1_000)
    await acceptLines(redis, { batch, first, startsAt: "http" }, rows.slice(first, first + 1_000));
  await sealBatch(redis, batch, ["name"]);
  return batch;
}

function workflowOf(tier: Tier, agent: Agent | undefined): Workflow {
  const workflow = nullWorkflow();
  if (!agent) return workflow;
  return {
    ...workflow,
    agents: { ...workflow.agents, [tier]: { ...workflow.agents[tier], run: agent } },
  };
}

export async function untilDone(redis: Redis, batch: string): Promise<void> {
  await vi.waitFor(async () => expect((await findBatch(redis, batch))?.doneAt).not.toBeNull(), {
    timeout: 25_000,
    interval: 50,
  });
}

/** Closes a row after a while. */
export const slow: Agent = async (handoff, tools) => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return nullWorkflow().agents.http.run(handoff, tools);
};

/** Works until it is told to stop, and then a little longer than that: it never listens. */
export const deaf: Agent = () => new Promise(() => undefined);
