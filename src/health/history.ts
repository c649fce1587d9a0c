import type { Redis } from "ioredis";
import { z } from "zod";
import { ProbeResult } from "./probe.ts";

/** One look at everything. */
export const HealthLook = z.object({
  /** Epoch ms. */
  at: z.int(),
  results: z.array(ProbeResult),
});
export type HealthLook = z.infer<typeof HealthLook>;

/** List, the newest first. */
const historyKey = "assay:{health}:history";
/** A week of looks every five minutes. */
const mostLooks = 2_016;

export async function saveLook(redis: Redis, look: HealthLook): Promise<void> {
  await redis
    .multi()
    .lpush(historyKey, JSON.stringify(look))
    .ltrim(historyKey, 0, mostLooks - 1)
    .exec();
}

/** The last looks, the newest first. */
export async function readLooks(redis: Redis, limit = mostLooks): Promise<HealthLook[]> {
  const texts = await redis.lrange(historyKey, "0", `${limit - 1}`);
  return texts.map((text) => HealthLook.parse(JSON.parse(text)));
}

/** A part over the looks that are kept. */
export interface PartHistory {
  readonly part: string;
  readonly last: ProbeResult;
  /** When it was found as it is now for the first time without a break. */
  readonly since: number;
  /** Failures in a row up to now. */
  readonly failures: number;
  /** Share of looks in which it worked, of those in which it was tried. */
  readonly okShare: number | null;
}

/** What the looks (newest first) say of each part that was looked at last. */
export function partsOf(looks: readonly HealthLook[]): PartHistory[] {
  const [newest] = looks;
  return (newest?.results ?? []).map((last) => {
    const found = looks.flatMap(({ at, results }) =>
      results.filter(({ part }) => part === last.part).map(({ status }) => ({ at, status })),
    );
    const other = found.findIndex(({ status }) => status !== last.status);
    const run = other === -1 ? found : found.slice(0, other);
    const tried = found.filter(({ status }) => status !== "skipped");
    const ok = tried.filter(({ status }) => status === "ok").length;
    return {
      part: last.part,
      last,
      since: run.at(-1)?.at ?? 0,
      failures: last.status === "failed" ? run.length : 0,
      okShare: tried.length === 0 ? null : ok / tried.length,
    };
  });
}
