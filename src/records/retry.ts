import type { Redis } from "ioredis";
import type { Reason } from "../domain/reason.ts";
import type { Tier } from "../domain/tier.ts";
import { reopenRows } from "./cancel.ts";
import { readCounts } from "./counters.ts";
import { batchKeys } from "./keys.ts";

/** Which ended rows to work on again. */
export interface RetryChoice {
  readonly only: "failed" | "undeterminable" | "unanswered";
  /** Only rows that ended for one of these; empty: any. */
  readonly reasons: readonly Reason[];
}

const chunk = 500;

/** Reopens the chosen rows of a batch, from the first tier; returns how many. */
export async function retryBatch(
  redis: Redis,
  { batch, startsAt }: { batch: string; startsAt: Tier },
  { only, reasons }: RetryChoice,
): Promise<number> {
  const { lines } = await readCounts(redis, batch);
  const keys = batchKeys(batch);
  const wanted = new Set<string>(reasons);
  let reopened = 0;
  for (let first = 0; first < lines; first += chunk) {
    const rows = Array.from({ length: Math.min(chunk, lines - first) }, (_, i) => first + i);
    const ends = await Promise.all(rows.map((n) => redis.hmget(keys.row(n), "s", "o", "r")));
    const chosen = rows.filter((_n, i) => {
      const [state, outcome, reason] = ends[i] ?? [];
      const isFailed = state === "failed" && only !== "undeterminable";
      const isOpenQuestion = outcome === "undeterminable" && only !== "failed";
      return (isFailed || isOpenQuestion) && (wanted.size === 0 || wanted.has(reason ?? ""));
    });
    if (chosen.length > 0) reopened += await reopenRows(redis, { batch, startsAt }, chosen);
  }
  return reopened;
}
