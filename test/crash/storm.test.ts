import { expect } from "vitest";
import { checkSite } from "../support/crash-check.ts";
import { takeOvers } from "../support/crash-history.ts";
import { workerSpans } from "../support/crash-log.ts";
import type { PlannedKill } from "../support/crash-monkey.ts";
import { weather } from "../support/crash-storm.ts";
import { test } from "./lab.ts";

/** The long form is `npm run crash`. */
const plan: readonly PlannedKill[] = [
  { kind: "every worker", progress: 0.1, delayMs: 0 },
  { kind: "Redis", progress: 0.25, delayMs: 0 },
  { kind: "everything", progress: 0.4, delayMs: 0 },
  { kind: "command line", progress: 0.55, delayMs: 0 },
  { kind: "one worker", progress: 0.6, delayMs: 0 },
];

test(
  "a run of 150 rows that is killed again and again loses, doubles and repeats nothing",
  {
    timeout: 240_000,
  },
  async ({ lab }) => {
    const site = lab.site({ rows: 150 });

    const { kills, unexpected, watch } = await weather(site, { seed: "short", plan });
    const { problems, records } = await checkSite(site, lab.requests.all());
    const alive = { workers: workerSpans(site.home, kills), redis: watch.redisUp() };
    const late = records
      .flatMap((record) => takeOvers(record, kills, alive))
      .filter(({ withWorkersMs }) => withWorkersMs > 20_000);

    expect(kills.map(({ kind }) => kind)).toEqual(plan.map(({ kind }) => kind));
    expect(problems).toEqual([]);
    expect(unexpected).toEqual([]);
    expect(late).toEqual([]);
    expect(watch.mostServers()).toBe(1);
  },
);
