import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { recordStates } from "../../src/domain/state.ts";
import { readCounts } from "../../src/records/counters.ts";
import { batchKeys } from "../../src/records/keys.ts";
import { createRandom } from "../small-web/random.ts";

/** What was seen of the rows while everything broke around them. */
export interface LiveWatch {
  /** Looks that Redis answered. */
  looks(): number;
  ended(): number;
  problems(): readonly string[];
  stop(): Promise<void>;
}

const everyMs = 250;
const sampledRows = 64;

/**
 * Looks again and again, straight at Redis: at every instant each line is counted exactly once,
 * and no fence of the rows that it follows ever falls, over kills of Redis and all.
 */
export function watchLive(redis: Redis, batches: () => readonly string[], seed: string): LiveWatch {
  const random = createRandom(`watch ${seed}`);
  const fences = new Map<string, number>();
  const problems: string[] = [];
  let looks = 0;
  let ended = 0;
  const stopping = new AbortController();

  async function look(): Promise<void> {
    let endedNow = 0;
    for (const batch of batches()) {
      const { lines, states } = await readCounts(redis, batch);
      const sum = recordStates.reduce((total, state) => total + states[state], 0);
      if (sum !== lines) problems.push(`${batch} had ${lines} lines and counted ${sum}`);
      endedNow += states.completed + states.failed;
      const rows = Array.from({ length: Math.min(sampledRows, lines) }, () =>
        random.int(0, lines - 1),
      );
      const found = await Promise.all(rows.map((n) => redis.hget(batchKeys(batch).row(n), "f")));
      rows.forEach((n, i) => {
        const row = `${batch}-${n}`;
        const fence = Number(found[i] ?? 0);
        const before = fences.get(row) ?? 0;
        if (fence < before) problems.push(`the fence of ${row} fell from ${before} to ${fence}`);
        fences.set(row, fence);
      });
    }
    if (endedNow < ended) problems.push(`${ended} rows had ended, then ${endedNow}`);
    ended = endedNow;
    looks += 1;
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look();
      await wait(everyMs);
    }
  }
  const running = run();
  return {
    looks: () => looks,
    ended: () => ended,
    problems: () => problems,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
