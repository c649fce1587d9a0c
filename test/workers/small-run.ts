import type { Redis } from "ioredis";
import { pino, type Logger } from "pino";
import { onTestFinished, vi, expect } from "vitest";
import type { Agent } from "../../src/agents/agent.ts";
import type { OpenTools } from "../../src/agents/opened.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import type { LineSource } from "../../src/intake/line-source.ts";
import { submit } from "../../src/intake/submit.ts";
import { findBatch } from "../../src/records/batch.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { nullWorkflow } from "../bench/null-workflow.ts";

const noModels: OpenTools = (_user, { signal }) => ({
  tools: {
    web: { get: () => Promise.reject(new Error("no web here")), dns: async () => undefined },
    renderer: undefined,
    recall: async () => undefined,
    signal,
  },
});

/** Takes `lines` lines in and works on them with a real worker of the lowest tier, to their end. */
export async function smallRun(
  redis: Redis,
  {
    lines,
    agent,
    openTools = noModels,
    log = pino({ level: "silent" }),
  }: { lines: number; agent: Agent; openTools?: OpenTools; log?: Logger },
): Promise<{ batch: string }> {
  const workflow = withAgent(agent);
  const blocking = redis.duplicate();
  const worker = createTierWorker({
    tier: "http",
    concurrency: 4,
    leaseMs: 10_000,
    drainMs: 5_000,
    workflows: new Map([["nothing", workflow]]),
    redis,
    blocking,
    store: { put: async () => undefined, get: async () => undefined },
    openTools,
    unitCosts: { fetchNano: 0, browserSecondNano: 0 },
    log,
  });
  let isStopped = false;
  const stop = async () => {
    if (isStopped) return;
    isStopped = true;
    await worker.stop();
    blocking.disconnect();
  };
  onTestFinished(stop);
  const { batch } = await submit(redis, sourceOf(lines), {
    batch: {
      workflow: "nothing",
      name: "",
      specs: workflow.hashes,
      maxTier: "http",
      maxUsdNano: null,
    },
    spec: workflow.spec,
  });
  await worker.start();
  await vi.waitFor(async () => expect((await findBatch(redis, batch))?.doneAt).not.toBeNull(), {
    timeout: 25_000,
    interval: 50,
  });
  await stop();
  return { batch };
}

function withAgent(run: Agent): Workflow {
  const workflow = nullWorkflow();
  return { ...workflow, agents: { ...workflow.agents, http: { ...workflow.agents.http, run } } };
}

function sourceOf(lines: number): LineSource {
  async function* read() {
    for (let line = 1; line <= lines; line += 1)
      yield { line, content: { cells: [`Müller ${line}`] } };
  }
  return { lines: read(), columns: () => ["name"] };
}
