import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Redis } from "ioredis";
import { describe, expect } from "vitest";
import type { BatchNumbers } from "../../src/money/outlook.ts";
import { performanceOver } from "../../src/money/agent-performance.ts";
import type { LedgerEntry } from "../../src/money/ledger-entry.ts";
import { addUp, listGrowing, readAllTime } from "../../src/records/all-time.ts";
import { changeStatus, markDelivered, repinSpecs, setCeiling } from "../../src/records/batch.ts";
import { reopenRows } from "../../src/records/cancel.ts";
import { topUpBatch } from "../../src/records/top-up.ts";
import { citedBy } from "../../src/records/cited.ts";
import { globalKeys } from "../../src/records/keys.ts";
import type { AssayRecord } from "../../src/records/record.ts";
import { retryBatch } from "../../src/records/retry.ts";
import { type ArchiveStore, ArchiveDamaged } from "../../src/retention/archive-store.ts";
import { allCalls, type BatchSource } from "../../src/retention/batch-source.ts";
import { checkArchive } from "../../src/retention/check-archive.ts";
import { listEverywhere, openBatch } from "../../src/retention/find-batch.ts";
import { readManifest } from "../../src/retention/manifest.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { batchOf, claimNext } from "../records/rows.ts";
import { callOf, noLimits } from "../records/charges.ts";
import { reserveCall } from "../../src/records/reserve.ts";
import { endedBatch, endNext, pageOf, type Place, test } from "./sealable.ts";

interface Everything {
  readonly numbers: BatchNumbers;
  readonly records: AssayRecord[];
  readonly calls: LedgerEntry[];
}

async function openOrFail(place: Place, batch: string): Promise<BatchSource> {
  const source = await openBatch(place, batch);
  if (!source) throw new Error(`batch ${batch} is lost`);
  return source;
}

async function readAll(source: BatchSource): Promise<Everything> {
  const records = [];
  for await (const record of source.records()) {
    records.push({ ...record, snapshots: undefined });
  }
  const calls = [];
  for await (const call of allCalls(source)) calls.push(call);
  return { numbers: await source.numbers(), records, calls };
}

/** Every key of Redis that names the batch, and every list that holds it. */
async function tracesOf(redis: Redis, batch: string): Promise<string[]> {
  const found = await redis.keys(`*${batch}*`);
  if ((await redis.zscore(globalKeys.batches, batch)) !== null) found.push("in the list");
  if ((await redis.lpos(globalKeys.active, batch)) !== null) found.push("in the rotation");
  return found;
}

async function sumsOf(place: Place): Promise<Record<string, number>> {
  await addUp(place.redis, await listGrowing(place.redis), place.namesOf);
  return Object.fromEntries(await readAllTime(place.redis));
}

describe("a batch at rest", () => {
  test("reads from the archive as it did from Redis, and leaves nothing there", async ({
    place,
    redis,
  }) => {
    const batch = await endedBatch(redis, place.store, 230);
    const live = await openOrFail(place, batch);
    const before = await readAll(live);
    expect(live.archivedAt).toBeNull();

    const manifest = await sealIntoArchive(place, batch);

    const sealed = await openOrFail(place, batch);
    expect(await readAll(sealed)).toEqual(before);
    expect(sealed.batch).toEqual({ ...live.batch, archive: null });
    expect(sealed.archivedAt).toBe(typeof manifest === "string" ? null : manifest.archivedAt);
    expect(await tracesOf(redis, batch)).toEqual([]);
    expect(await checkArchive(place.archive, batch)).toEqual([]);
  });

  test("gives the same pages, whatever is asked", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 230);
    const live = await openOrFail(place, batch);
    const ask = async (source: BatchSource) => ({
      rows: await Promise.all([0, 199, 200, 230, 231].map((n) => source.record(n))),
      none: await source.record(9_999),
      answered: (await source.page({ from: 0, limit: 500 }, { outcome: "answered" })).records,
      refused: (await source.page({ from: 0, limit: 9 }, { reason: "invalid_input" })).records,
      middle: await source.page({ from: 150, limit: 100 }, {}),
      end: await source.page({ from: 220, limit: 100 }, {}),
      calls: await pagesOfCalls(source),
    });
    const before = await ask(live);

    await sealIntoArchive(place, batch);

    const after = await ask(await openOrFail(place, batch));
    expect(JSON.parse(JSON.stringify(after, withoutPlaces))).toEqual(
      JSON.parse(JSON.stringify(before)),
    );
    expect(before.calls.map(({ entries }) => entries.length)).toEqual([200, 30]);
  });

  test("counts for its agents as before, beside batches that are not sealed", async ({
    place,
    redis,
  }) => {
    const batch = await endedBatch(redis, place.store, 5);
    await endedBatch(redis, place.store, 3);
    const ask = async () =>
      performanceOver(
        await listEverywhere(place, { before: undefined, limit: 10 }),
        new Map(),
        "ats",
      );
    const before = await ask();

    await sealIntoArchive(place, batch);

    expect(await ask()).toEqual(before);
    expect(before).toMatchObject([{ attempts: 8, ends: { answered: 5, closed: 3 } }]);
  });

  test("keeps what its records cite, each page once", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 4);
    const manifest = await sealIntoArchive(place, batch);
    expect(manifest).toMatchObject({ rows: 6, calls: 4, snapshots: { stored: 3, missing: 0 } });

    const sealed = await openOrFail(place, batch);
    for await (const record of sealed.records()) {
      const get = sealed.snapshots(record);
      for (const hash of citedBy(record)) {
        expect((await get(hash))?.hash).toBe(hash);
      }
      expect(await get(pageOf("of another").hash)).toBeUndefined();
    }
    const first = await sealed.record(0);
    if (!first) throw new Error("it has rows");
    expect((await sealed.snapshots(first)(pageOf("row 0").hash))?.text).toBe("<p>row 0 is red</p>");
  });

  test("counts what its evidence lost, and not the pages that were only looked at", async ({
    place,
    redis,
  }) => {
    const batch = await endedBatch(redis, place.store, 2);
    // The first row's page proves its answer; the second row's was looked at, and that is all.
    for (const { hash } of [pageOf("row 0"), pageOf("row 1")])
      await rm(join(place.snapshots, hash.slice(0, 2), `${hash.slice(2)}.br`));

    const manifest = await sealIntoArchive(place, batch);

    expect(manifest).toMatchObject({ snapshots: { stored: 1, missing: 1 } });
  });

  test("is files that anybody can read", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 3);
    await sealIntoArchive(place, batch);

    const folder = join(place.dir, "archive", batch);
    const names = await readdir(folder);
    expect(names.map((name) => name.replace(/-[0-9a-f]{16}\./, "."))).toEqual([
      "ledger-0001.ndjson.gz",
      "manifest.json",
      "records-0001.ndjson.gz",
      "snapshots-0001.pack",
    ]);
    const records = names.find((name) => name.startsWith("records")) ?? "";
    const lines = gunzipSync(await readFile(join(folder, records)))
      .toString()
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).cells[0])).toEqual([
      "c0",
      "c1",
      "c2",
      "c0 again",
      "",
    ]);
  });

  test("counts on in the sums of all time, exactly once", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 3);
    await sealIntoArchive(place, batch);
    const once = await sumsOf(place);
    await endedBatch(redis, place.store, 3);

    const twice = await sumsOf(place);

    expect(once["ats c lines"]).toBe(5);
    expect(once["ats s 1|discoverer|5bec|model|openai|small-1|low|nano"]).toBe(700 + 701 + 702);
    expect(twice).toEqual(
      Object.fromEntries(Object.entries(once).map(([name, sum]) => [name, 2 * sum])),
    );
  });

  test("is listed behind those that Redis has, page by page", async ({ place, redis }) => {
    const old = await endedBatch(redis, place.store, 1);
    const middle = await endedBatch(redis, place.store, 1);
    const young = await batchOf(redis, 1);
    await sealIntoArchive(place, old);
    await sealIntoArchive(place, middle);

    const list = async (before: string | undefined, limit: number) =>
      (await listEverywhere(place, { before, limit })).map(({ batch }) => batch.id);
    const sealed = [old, middle].toSorted().toReversed();

    expect(await list(undefined, 9)).toEqual([young, ...sealed]);
    expect(await list(young, 1)).toEqual([sealed[0]]);
    expect(await list(sealed[0], 9)).toEqual([sealed[1]]);
    expect(await list(sealed[1], 9)).toEqual([]);
  });

  test("is damaged as soon as one byte is another, and says where", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 3);
    await sealIntoArchive(place, batch);
    const folder = join(place.dir, "archive", batch);
    for (const name of await readdir(folder)) {
      const file = join(folder, name);
      const bytes = await readFile(file);
      const changed = Buffer.from(bytes);
      const at = name === "manifest.json" ? bytes.indexOf('"rows":') + 7 : bytes.length >> 1;
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(file, changed);

      const [wrong] = await checkArchive(place.archive, batch);
      expect(wrong).toContain(name === "manifest.json" ? "manifest was changed" : name);
      await writeFile(file, bytes);
    }
    expect(await checkArchive(place.archive, batch)).toEqual([]);

    await writeFile(join(folder, "manifest.json"), "{}");
    await expect(openBatch(place, batch)).rejects.toThrow(ArchiveDamaged);
  });
});

describe("a batch that is not at rest", () => {
  test("stays where it is", async ({ place, redis }) => {
    const batch = await batchOf(redis, 2);
    expect(await sealIntoArchive(place, batch)).toBe("unfinished");
    expect(await sealIntoArchive(place, "nosuchbatch")).toBe("gone");
    expect(await place.archive.folders()).toEqual([]);
  });

  test("waits for calls that are out", async ({ place, redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    await reserveCall(redis, callOf(claimed, 50), noLimits);
    await redis.hset(`assay:{${batch}}:batch`, { status: "done", doneAt: 1 });
    await redis.hset(`assay:{${batch}}:count`, { in_progress: 0, completed: 1 });

    expect(await sealIntoArchive(place, batch)).toBe("open_calls");
  });

  test("that is reopened while it is copied goes on, and loses nothing", async ({
    place,
    redis,
  }) => {
    const batch = await endedBatch(redis, place.store, 3);
    const archive: ArchiveStore = {
      ...place.archive,
      async put(name, bytes) {
        if (name.includes("ledger")) {
          await reopenRows(redis, { batch, startsAt: "http" }, [0]);
          await endNext(redis, place.store, batch);
        }
        await place.archive.put(name, bytes);
      },
    };

    expect(await sealIntoArchive({ ...place, archive }, batch)).toBe("changed");

    const source = await openOrFail(place, batch);
    expect(source.archivedAt).toBeNull();
    expect((await readAll(source)).calls).toHaveLength(4);
    expect(await readManifest(place.archive, batch)).toBeUndefined();
    expect(await sealIntoArchive(place, batch)).toMatchObject({ calls: 4 });
    expect(await checkArchive(place.archive, batch)).toEqual([]);
    expect((await place.archive.files(batch)).length).toBe(4);
  });
});

describe("whoever seals may die at every step", () => {
  test(
    "and the batch is neither lost nor counted twice",
    { timeout: 180_000 },
    async ({ place, redis }) => {
      let expected: Everything | undefined;
      let sums: Record<string, number> | undefined;
      let deaths = 0;
      for (const when of ["before", "after"] as const) {
        for (let step = 1; ; step += 1) {
          await redis.flushdb();
          const batch = await endedBatch(redis, place.store, 2);
          const before = await readAll(await openOrFail(place, batch));
          const dead = mortal(place, step, when);
          const outcome = await sealIntoArchive(dead, batch).catch(() => "died");

          // At once readable, by whoever looks.
          const after = await readAll(await openOrFail(place, batch));
          expect(after).toEqual(before);
          if (outcome !== "died") break;
          deaths += 1;

          // Whoever comes next goes on from there.
          await sealIntoArchive(place, batch);
          expect(await readAll(await openOrFail(place, batch))).toEqual(before);
          expect(await checkArchive(place.archive, batch)).toEqual([]);
          expect(await tracesOf(redis, batch)).toEqual([]);
          expect((await place.archive.files(batch)).length).toBe(4);
          const found = await sumsOf(place);
          sums ??= found;
          expect(found).toEqual(sums);
          expected ??= before;
          expect(before.numbers.counts).toEqual(expected.numbers.counts);
        }
      }
      expect(deaths).toBeGreaterThan(60);
    },
  );

  test("and several may seal the same batch at once", async ({ place, redis }) => {
    for (let round = 0; round < 10; round += 1) {
      const batch = await endedBatch(redis, place.store, 3);
      const before = await readAll(await openOrFail(place, batch));
      const replies = await Promise.allSettled([0, 1, 2].map(() => sealIntoArchive(place, batch)));

      expect(replies.some(({ status }) => status === "fulfilled")).toBe(true);
      await sealIntoArchive(place, batch);
      expect(await readAll(await openOrFail(place, batch))).toEqual(before);
      expect(await checkArchive(place.archive, batch)).toEqual([]);
      expect(await tracesOf(redis, batch)).toEqual([]);
    }
    expect((await sumsOf(place))["ats c lines"]).toBe(50);
  });

  test("what lies in the archive is not reopened", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 3);
    let reopened = -1;
    const archive: ArchiveStore = {
      ...place.archive,
      async put(name, bytes) {
        await place.archive.put(name, bytes);
        // Published, and nothing of it removed yet.
        if (!name.endsWith("/manifest.json")) return;
        const choice = { only: "unanswered", reasons: [] } as const;
        reopened = await retryBatch(redis, { batch, startsAt: "http" }, choice);
      },
    };

    await sealIntoArchive({ ...place, archive }, batch);

    expect(reopened).toBe(0);
    expect(await tracesOf(redis, batch)).toEqual([]);
  });
});

/** Deps that stop working with the effect of that number, before or after it was done. */
function mortal(place: Place, step: number, when: "before" | "after"): Place {
  let count = 0;
  const limited = <T extends object>(target: T, names: ReadonlySet<string>): T =>
    new Proxy(target, {
      get(_target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        if (!names.has(String(name))) return value.bind(target);
        return async (...args: unknown[]) => {
          count += 1;
          if (count > step || (count === step && when === "before")) throw new Error("died");
          const reply: unknown = await value.apply(target, args);
          if (count === step) throw new Error("died");
          return reply;
        };
      },
    });
  return {
    ...place,
    redis: limited(
      place.redis,
      new Set(["hgetall", "hget", "evalsha", "unlink", "lrem", "zrem", "exists", "xrange", "hlen"]),
    ),
    archive: limited(place.archive, new Set(["put", "get", "files", "remove"])),
  };
}

async function pagesOfCalls(source: BatchSource) {
  const pages = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<BatchSource["calls"]>> = await source.calls({
      cursor,
      limit: 200,
    });
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

/** Where the snapshots of a record stand is the archive's own. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === "snapshots" ? undefined : value;
}

describe("what comes too late for a batch that was sealed", () => {
  test("leaves nothing of it behind in Redis", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 2);
    await sealIntoArchive(place, batch);

    await markDelivered(redis, batch);
    await setCeiling(redis, batch, 5);
    await repinSpecs(redis, batch, {});
    expect(await changeStatus(redis, batch, "cancelled")).toBe("gone");
    expect(await topUpBatch(redis, batch, null)).toBe(0);

    expect(await tracesOf(redis, batch)).toEqual([]);
  });
});
