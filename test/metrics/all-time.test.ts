import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { createExporter } from "../../src/metrics/exporter.ts";
import { knownLabels } from "../../src/metrics/known-labels.ts";
import { sumNames } from "../../src/metrics/sum-names.ts";
import { addUp, forgetAdded, listGrowing, readAllTime } from "../../src/records/all-time.ts";
import { cancelWaiting, reopenRows } from "../../src/records/cancel.ts";
import { changeStatus } from "../../src/records/batch.ts";
import { batchKeys, globalKeys } from "../../src/records/keys.ts";
import { settleRow } from "../../src/records/settle.ts";
import { batchOf, claimNext, confirmed, nothing } from "../records/rows.ts";
import { test } from "../support/redis.ts";
import { parseText } from "./text.ts";

const workflows = loadWorkflows();
const namesOf = sumNames(knownLabels(workflows));
const log = pino({ level: "silent" });
const keys = { states: async () => [] };
const ats = { workflow: "ats" };
const answered = "assay_record_transitions_total|ats|http|answered";

async function answerNext(redis: Redis, batch: string): Promise<number> {
  const claimed = await claimNext(redis, batch);
  await settleRow(redis, claimed, { event: "answered", verdict: confirmed }, nothing);
  return claimed.n;
}

/** A server that dies with the command of that number, before or after Redis has done it. */
function dying(redis: Redis, command: number): Redis {
  let count = 0;
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (name !== "evalsha") return value.bind(target);
      return async (...args: unknown[]) => {
        count += 1;
        if (count > command) throw new Error("died before");
        const reply: unknown = await value.apply(target, args);
        if (count === command) throw new Error("died after");
        return reply;
      };
    },
  });
}

describe("sums of all time", () => {
  test("take a growth once, however many add it up, wherever they die", async ({ redis }) => {
    const batch = await batchOf(redis, 30, ats);
    await addUp(redis, await listGrowing(redis), namesOf);
    let expected = 0;
    for (let death = 1; death <= 6; death += 1) {
      await answerNext(redis, batch);
      expected += 1;
      const growing = await listGrowing(redis);
      await addUp(dying(redis, death), growing, namesOf).catch(() => undefined);
      await answerNext(redis, batch);
      expected += 1;
      await Promise.all([
        addUp(redis, growing, namesOf),
        addUp(redis, growing, namesOf),
        addUp(dying(redis, 1), growing, namesOf).catch(() => undefined),
      ]);
      await addUp(redis, growing, namesOf);

      expect((await readAllTime(redis)).get(answered)).toBe(expected);
    }
  });

  test("an ended batch is not looked at again, until it is reopened", async ({ redis }) => {
    const batch = await batchOf(redis, 1, ats);
    const n = await answerNext(redis, batch);
    await addUp(redis, await listGrowing(redis), namesOf);
    expect([...(await listGrowing(redis)).keys()]).toEqual([]);

    await reopenRows(redis, { batch, startsAt: "http" }, [n]);
    expect([...(await listGrowing(redis)).keys()]).toEqual([batch]);
    await answerNext(redis, batch);
    await addUp(redis, await listGrowing(redis), namesOf);

    expect((await readAllTime(redis)).get(answered)).toBe(2);
  });

  test("a batch that is reopened while it is added up stays on the list", async ({ redis }) => {
    const batch = await batchOf(redis, 1, ats);
    const n = await answerNext(redis, batch);
    const seenBefore = await listGrowing(redis);
    await reopenRows(redis, { batch, startsAt: "http" }, [n]);
    await answerNext(redis, batch);

    await addUp(redis, seenBefore, namesOf);

    expect([...(await listGrowing(redis)).keys()]).toEqual([batch]);
  });

  test("outlive the batch that they came from", async ({ redis }) => {
    const batch = await batchOf(redis, 2, ats);
    await answerNext(redis, batch);
    await addUp(redis, await listGrowing(redis), namesOf);
    await answerNext(redis, batch);

    for (let time = 0; time < 2; time += 1) {
      await addUp(redis, new Map([[batch, ""]]), namesOf);
    }
    await redis.unlink(...(await redis.keys(`assay:{${batch}}:*`)));
    await redis.zrem(globalKeys.batches, batch);

    const exporter = createExporter({ redis, workflows, keys, log });
    const metrics = parseText(await exporter.scrape());
    const line = 'assay_record_transitions_total{workflow="ats",tier="http",event="answered"}';
    expect(metrics.get(line)).toBe(2);

    await forgetAdded(redis, async () => false);
    expect(await redis.hlen(globalKeys.added)).toBe(1);
    await forgetAdded(redis, async () => true);
    expect(await redis.hlen(globalKeys.added)).toBe(0);
  });

  test("a batch that is gone without a word leaves the list, and nothing behind", async ({
    redis,
  }) => {
    const batch = await batchOf(redis, 2, ats);
    await redis.unlink(...(await redis.keys(`assay:{${batch}}:*`)));

    await addUp(redis, await listGrowing(redis), namesOf);

    expect(await redis.hlen(globalKeys.growing)).toBe(0);
    expect(await redis.exists(batchKeys(batch).told)).toBe(0);
  });

  test("what no spec of today knows is counted as other", async ({ redis }) => {
    const batch = await batchOf(redis, 1, { workflow: "retired" });
    await answerNext(redis, batch);
    await addUp(redis, await listGrowing(redis), namesOf);

    const sums = await readAllTime(redis);

    expect(sums.get("assay_record_transitions_total|other|http|answered")).toBe(1);
  });
});

describe("a scrape", () => {
  test("costs a bounded number of scripts, whatever the number of batches", async ({ redis }) => {
    for (let i = 0; i < 400; i += 1) {
      const batch = await batchOf(redis, 1, ats);
      // Half of them have ended before anybody looked.
      if (i % 2 === 0) await answerNext(redis, batch);
    }
    const exporter = createExporter({ redis, workflows, keys, log, mostBatches: 50 });
    const costs: number[] = [];
    await exporter.scrape(); // Redis learns the scripts
    for (let scrape = 0; scrape < 12; scrape += 1) {
      const scripts = countScripts(redis);
      await exporter.scrape();
      costs.push(scripts.count());
      scripts.stop();
    }

    // Per batch: its places, its growth, the acknowledgement; and for all together one addition.
    expect(Math.max(...costs)).toBeLessThanOrEqual(50 * 3 + 3);
    expect(Math.max(...costs)).toBeGreaterThan(50);
    const metrics = parseText(await exporter.scrape());
    expect(metrics.get('assay_rows{tier="http",place="due"}')).toBe(200);
    expect(metrics.get('assay_batches{status="active"}')).toBe(200);
    expect(metrics.get('assay_lines_accepted_total{workflow="ats"}')).toBe(400);
  });

  test("takes a few round trips, and scrapes at once share them", async ({ redis }) => {
    for (let i = 0; i < 20; i += 1) await batchOf(redis, 3, ats);
    const exporter = createExporter({ redis, workflows, keys, log });
    await exporter.scrape();
    const trips = countTrips(redis);

    await Promise.all([exporter.scrape(), exporter.scrape(), exporter.scrape()]);

    expect(trips.count()).toBeLessThanOrEqual(6);
    trips.stop();
  });

  test("of a cancelled batch ends once its rows have", async ({ redis }) => {
    const batch = await batchOf(redis, 3, ats);
    const exporter = createExporter({ redis, workflows, keys, log });
    await changeStatus(redis, batch, "cancelled");
    expect(parseText(await exporter.scrape()).get('assay_batches{status="cancelled"}')).toBe(1);
    await cancelWaiting(redis, { batch, max: 10 });
    await exporter.scrape();

    expect(await redis.hlen(globalKeys.growing)).toBe(0);
  });
});

/**
 * Counts the scripts that this client calls: the only commands whose number grows with that of the
 * batches. Not by the server's own statistics: other tests use the same server.
 */
function countScripts(redis: Redis): { count(): number; stop(): void } {
  let scripts = 0;
  const original = redis.sendCommand.bind(redis);
  redis.sendCommand = (...args: Parameters<typeof original>) => {
    if (args[0].name === "evalsha") scripts += 1;
    return original(...args);
  };
  return { count: () => scripts, stop: () => void (redis.sendCommand = original) };
}

/** Counts bursts of writing to the socket: what is sent before a reply was awaited is one trip. */
function countTrips(redis: Redis): { count(): number; stop(): void } {
  let trips = 0;
  let isOpen = false;
  const original = redis.sendCommand.bind(redis);
  redis.sendCommand = (...args: Parameters<typeof original>) => {
    if (!isOpen) {
      isOpen = true;
      trips += 1;
      setImmediate(() => (isOpen = false));
    }
    return original(...args);
  };
  return { count: () => trips, stop: () => void (redis.sendCommand = original) };
}
