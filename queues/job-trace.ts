import type { Redis } from "ioredis";
import type { Tier } from "../src/domain/tier.ts";
import { contextOf, isTraced, isTracing, spanUntilNow, untraced } from "../src/platform/tracing.ts";
import { batchKeys, recordId } from "../src/records/keys.ts";
import type { RowJob } from "./row-job.ts";

type Context = ReturnType<typeof contextOf>;

/** The span of a batch's intake, for its jobs to carry; nothing is asked while nobody traces. */
export async function traceOf(redis: Redis, batch: string): Promise<{ t?: string }> {
  const t = isTracing() ? await redis.hget(batchKeys(batch).batch, "trace") : null;
  return t === null ? {} : { t };
}

/**
 * What the work on a job hangs on: the span of its wait in the queue, itself under the intake's. A
 * job without a trace begins one of its own, to be found by its batch.
 */
export function jobContext(tier: Tier, { b, r, t }: RowJob, queuedAt: number): Context {
  if (!isTraced(recordId(b, r))) return untraced();
  return spanUntilNow("queue", queuedAt, {
    kind: "consumer",
    parent: contextOf(t),
    attributes: {
      "messaging.system": "bullmq",
      "messaging.operation.name": "receive",
      "messaging.destination.name": tier,
      "assay.batch": b,
      "assay.record": recordId(b, r),
    },
  });
}
