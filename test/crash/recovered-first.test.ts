import { expect, vi } from "vitest";
import { createFeeder } from "../../queues/feeder.ts";
import { recover } from "../../queues/recovery.ts";
import { openTierQueues } from "../../queues/tier-queues.ts";
import { auditBatch } from "../../src/records/audit.ts";
import { takeDue } from "../../src/records/dispatch.ts";
import { batchOf, claimNext } from "../records/rows.ts";
import { test } from "../support/redis.ts";

test("rows of a dead worker, and rows whose job is gone, go before all that wait", async ({
  redis,
}) => {
  const queues = openTierQueues(redis);
  const batch = await batchOf(redis, 100);
  const { n: orphan } = await claimNext(redis, batch, { leaseMs: 1 });
  const lost = await takeDue(redis, { batch, tier: "http", max: 1 }); // and no job is made of it
  const feeder = createFeeder({
    redis,
    queue: queues.http,
    tier: "http",
    window: { least: 50, most: 50 },
    onError: (error) => expect.unreachable(error.message),
  });
  await feeder.fill();

  await vi.waitFor(async () => {
    await recover(redis, queues, Date.now() + 60_000);
    const next = await queues.http.getJobs(["waiting"], 0, 1, true);
    expect(new Set(next.map(({ data }) => data.r))).toEqual(new Set([orphan, lost.rows[0]?.n]));
  });

  expect(await auditBatch(redis, batch)).toEqual([]);
  await Promise.all(Object.values(queues).map((queue) => queue.close()));
});
