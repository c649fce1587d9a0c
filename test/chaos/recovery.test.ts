import { expect, test } from "vitest";
import { checkBatch } from "./check.ts";
import { allAway, redisKilled, untilEnded, workerKilled } from "./recovery-trials.ts";
import { openShortSite } from "./short-site.ts";

const rows = 40;
/** More than one of two workers with four slots can hold. */
const busy = 5;

/** The long form is `npm run recovery`; it holds the bounds, which a busy machine can't. */
test(
  "work goes on by itself after a worker, Redis, or all workers are gone",
  { timeout: 180_000 },
  async () => {
    const site = await openShortSite();
    try {
      const trials = [
        await workerKilled(site, { from: 0, rows, busy, victim: 0 }),
        await redisKilled(site, { from: rows, rows, busy, awayMs: 500 }),
        await allAway(site, { from: 2 * rows, rows, busy, awayMs: 2_000 }),
      ];
      await untilEnded(
        site,
        trials.map(({ batch }) => batch),
      );

      expect(trials.map(({ waitedMs }) => waitedMs.length > 0)).toEqual([true, true, true]);
      for (const { batch, from } of trials) {
        const { problems } = await checkBatch(site.redis.direct, batch, { rows, from });
        expect(problems).toEqual([]);
      }
    } finally {
      await site.close();
    }
  },
);
