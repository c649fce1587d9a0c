import type { Redis } from "ioredis";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { tiers } from "../../src/domain/tier.ts";
import type { LineSource } from "../../src/intake/line-source.ts";
import { submit } from "../../src/intake/submit.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import type { EndlessRow } from "../small-web/endless-list.ts";

/** Takes companies in as a batch for the first two tiers. */
export async function takeIn(redis: Redis, rows: Iterable<EndlessRow>): Promise<string> {
  const workflow = loadWorkflows().get("ats");
  if (!workflow) throw new Error("there is no workflow ats");
  const receipt = await submit(redis, sourceOf(rows), {
    batch: {
      workflow: "ats",
      name: "chaos",
      specs: { ...workflow.hashes },
      maxTier: tiers[1],
      maxUsdNano: null,
    },
    spec: workflow.spec,
  });
  return receipt.batch;
}

function sourceOf(rows: Iterable<EndlessRow>): LineSource {
  async function* lines() {
    let line = 1;
    for (const { company, domain, country, employees } of rows) {
      line += 1;
      yield { line, content: { cells: [company, domain, country, `${employees}`] } };
    }
  }
  return { lines: lines(), columns: () => ["company", "domain", "country", "employees"] };
}

/** Whether every row of these batches has ended. */
export async function haveEnded(redis: Redis, batches: readonly string[]): Promise<boolean> {
  const counts = await Promise.all(batches.map((batch) => readCounts(redis, batch)));
  return counts.every(isFinished);
}
