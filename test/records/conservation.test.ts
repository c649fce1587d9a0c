import fc from "fast-check";
import type { Redis } from "ioredis";
import { expect } from "vitest";
import { tiers } from "../../src/domain/tier.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { changeStatus } from "../../src/records/batch.ts";
import { cancelWaiting, reopenRows } from "../../src/records/cancel.ts";
import { type Claimed, claimRow } from "../../src/records/claim.ts";
import { type Dispatched, makeDue, takeDue } from "../../src/records/dispatch.ts";
import { reclaimExpired } from "../../src/records/lease.ts";
import { settleRow, type Settlement } from "../../src/records/settle.ts";
import { test } from "../support/redis.ts";
import { batchOf, confirmed, nothing } from "./rows.ts";

const lines = 6;
const tier = fc.constantFrom(...tiers);

const settlement = fc.constantFrom<Settlement>(
  { event: "answered", verdict: confirmed },
  { event: "closed", reason: "not_disclosed" },
  { event: "escalated", reason: "blocked", to: "browser" },
  { event: "escalated", reason: "no_candidate_found", to: "classifier" },
  { event: "released", reason: "unreachable", dueAt: 0, refund: true },
  { event: "released", reason: "unreachable", dueAt: 0, refund: false },
  { event: "gave_up", reason: "retries_exhausted" },
);

// What anything may do to a batch, in any order: workers, dead workers, late workers, people.
const action = fc.oneof(
  fc.record({ do: fc.constant("dispatch" as const), tier, max: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constant("claim" as const), pick: fc.nat(), dies: fc.boolean() }),
  fc.record({ do: fc.constant("settle" as const), pick: fc.nat(), settlement }),
  fc.record({ do: fc.constant("reclaim" as const) }),
  fc.record({ do: fc.constant("lose job" as const), pick: fc.nat() }),
  fc.record({
    do: fc.constant("status" as const),
    to: fc.constantFrom("paused" as const, "active" as const),
  }),
  fc.record({ do: fc.constant("cancel" as const) }),
  fc.record({ do: fc.constant("reopen" as const), n: fc.nat({ max: lines - 1 }) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

test("whatever happens in whatever order, every line is counted once and waits in one place", async ({
  redis,
}) => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60, size: "max" }), async (actions) => {
      const batch = await batchOf(redis, lines);
      const world: World = { jobs: [], claims: [] };
      for (const step of actions) await take(redis, batch, step, world);
      expect(await auditBatch(redis, batch)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

interface World {
  /** Every job that was ever queued; none is forgotten, so old ones come back late. */
  jobs: (Dispatched & { tier: (typeof tiers)[number] })[];
  /** Every claim that was ever made, however stale. */
  claims: Claimed[];
}

async function take(redis: Redis, batch: string, step: Action, world: World): Promise<void> {
  switch (step.do) {
    case "dispatch": {
      const { rows } = await takeDue(redis, { batch, tier: step.tier, max: step.max });
      world.jobs.push(...rows.map((row) => ({ ...row, tier: step.tier })));
      return;
    }
    case "claim": {
      const job = world.jobs[step.pick % Math.max(world.jobs.length, 1)];
      if (!job) return;
      const claimed = await claimRow(redis, { batch, ...job, leaseMs: step.dies ? 0 : 60_000 });
      if (typeof claimed !== "string") world.claims.push(claimed);
      return;
    }
    case "settle": {
      const claimed = world.claims[step.pick % Math.max(world.claims.length, 1)];
      if (claimed) await settleRow(redis, claimed, step.settlement, nothing);
      return;
    }
    case "lose job": {
      const job = world.jobs[step.pick % Math.max(world.jobs.length, 1)];
      if (job) await makeDue(redis, { batch, ...job });
      return;
    }
    case "reclaim":
      await reclaimExpired(redis, { batch, max: 10 });
      return;
    case "status":
      await changeStatus(redis, batch, step.to);
      return;
    case "cancel":
      await changeStatus(redis, batch, "cancelled");
      await cancelWaiting(redis, { batch, max: 3 });
      return;
    case "reopen":
      await reopenRows(redis, { batch, startsAt: "http" }, [step.n]);
  }
}
