import { rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { changeStatus, createBatch } from "../../src/records/batch.ts";
import { cancelWaiting } from "../../src/records/cancel.ts";
import { saveCheckpoint } from "../../src/records/checkpoint.ts";
import { acceptLines } from "../../src/records/intake.ts";
import { batchKeys, globalKeys } from "../../src/records/keys.ts";
import { ArchiveUnavailable } from "../../src/retention/archive-store.ts";
import { openBatch } from "../../src/retention/find-batch.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { ownsSnapshots, signSnapshots } from "../../src/retention/snapshot-owners.ts";
import { sweepSnapshots } from "../../src/retention/sweep-snapshots.ts";
import { sweepBatches } from "../../src/retention/sweep.ts";
import { batchOf, claimNext, newBatch } from "../records/rows.ts";
import { endedBatch, pageOf, type Place, test } from "./sealable.ts";

const dayMs = 86_400_000;

function sweep(place: Place, rest: Partial<Parameters<typeof sweepBatches>[0]> = {}) {
  return sweepBatches({
    ...place,
    sealAfterMs: 7 * dayMs,
    onDiscarded: async () => undefined,
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
    ...rest,
  });
}

describe("the sweep", () => {
  test("seals what has been at rest for long enough, and nothing else", async ({
    place,
    redis,
  }) => {
    const ended = await endedBatch(redis, place.store, 1);
    const open = await batchOf(redis, 1);
    const paused = await batchOf(redis, 1);
    await changeStatus(redis, paused, "paused");
    const cancelled = await batchOf(redis, 2);
    await changeStatus(redis, cancelled, "cancelled");
    await cancelWaiting(redis, { batch: cancelled, max: 9 });
    const before = await createBatch(redis, newBatch);
    await changeStatus(redis, before, "cancelled");

    place.later(6.9 * dayMs);
    expect((await sweep(place)).sealed).toEqual([]);
    place.later(0.2 * dayMs);
    const { sealed } = await sweep(place);

    expect(sealed.toSorted()).toEqual([ended, cancelled, before].toSorted());
    expect((await redis.zrange(globalKeys.batches, "0", "-1")).toSorted()).toEqual(
      [open, paused].toSorted(),
    );
    expect((await openBatch(place, cancelled))?.batch.status).toBe("cancelled");
  });

  test("removes what an intake that died left behind, and tells of it", async ({
    place,
    redis,
  }) => {
    const batch = await createBatch(redis, newBatch);
    await acceptLines(redis, { batch, first: 0, startsAt: "http" }, [
      { cells: ["a"], fingerprint: "a" },
    ]);
    const told: [string, number][] = [];
    const onDiscarded = async (id: string, lines: number) => void told.push([id, lines]);

    place.later(0.9 * dayMs);
    expect((await sweep(place, { onDiscarded })).discarded).toEqual([]);
    place.later(0.2 * dayMs);
    expect((await sweep(place, { onDiscarded })).discarded).toEqual([batch]);

    expect(told).toEqual([[batch, 1]]);
    expect(await redis.keys(`*${batch}*`)).toEqual([]);
  });

  test("finishes removals that somebody died in", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 2);
    const dying = {
      ...place,
      archive: {
        ...place.archive,
        put: async (name: string, bytes: Uint8Array) => {
          await place.archive.put(name, bytes);
          if (name.endsWith("/manifest.json")) throw new ArchiveUnavailable("died");
        },
      },
    };
    await expect(sealIntoArchive(dying, batch)).rejects.toThrow("died");
    expect(await redis.exists(batchKeys(batch).row(0))).toBe(1);

    place.later(2 * dayMs);
    const { finished } = await sweep(place);

    expect(finished).toEqual([batch]);
    expect(await redis.keys(`*${batch}*`)).toEqual([]);
  });

  test("goes on past a batch that can't be sealed, and keeps it", async ({ place, redis }) => {
    const broken = await endedBatch(redis, place.store, 2);
    const sound = await endedBatch(redis, place.store, 2);
    await redis.del(batchKeys(broken).row(1));
    place.later(8 * dayMs);

    const { sealed, refused } = await sweep(place);

    expect(sealed).toEqual([sound]);
    expect([...refused.keys()]).toEqual([broken]);
    expect(refused.get(broken)).toContain("counts 4 rows and has 3");
    expect(await redis.exists(batchKeys(broken).row(0))).toBe(1);
  });

  test("stops when the archive can't be used", async ({ place, redis }) => {
    await endedBatch(redis, place.store, 1);
    place.later(8 * dayMs);
    const put = () => Promise.reject(new ArchiveUnavailable("no room"));

    await expect(sweep(place, { archive: { ...place.archive, put } })).rejects.toThrow("no room");
  });

  test("leaves Redis as small as it was, week after week", async ({ place, redis }) => {
    const sizes = [];
    for (let week = 0; week < 6; week += 1) {
      await endedBatch(redis, place.store, 3);
      place.later(8 * dayMs);
      expect((await sweep(place)).sealed).toHaveLength(1);
      place.later(2 * dayMs);
      await sweep(place);
      sizes.push((await redis.keys("*")).toSorted());
    }
    expect(sizes.at(-1)).toEqual(sizes[0]);
    expect(await redis.hlen(globalKeys.added)).toBe(0);
    expect(await redis.hlen(globalKeys.growing)).toBe(0);
  });
});

describe("snapshots that nobody cites", () => {
  const collect = (place: Place, graceMs = 2 * dayMs) =>
    sweepSnapshots({
      redis: place.redis,
      dir: place.snapshots,
      graceMs,
      now: place.now,
      signal: new AbortController().signal,
    });
  const isKept = async (place: Place, text: string) =>
    (await place.store.get(pageOf(text).hash)) !== undefined;

  test("go, once they are old enough; what a row cites stays", async ({ place, redis }) => {
    const batch = await endedBatch(redis, place.store, 2);
    await place.store.put(pageOf("nobody's"));
    place.later(1.9 * dayMs);
    expect(await collect(place)).toEqual({ kept: 0, removed: 0 });
    place.later(0.2 * dayMs);

    expect(await collect(place)).toEqual({ kept: 2, removed: 2 });
    expect(await isKept(place, "nobody's")).toBe(false);
    expect(await isKept(place, "row 0")).toBe(true);
    expect(await isKept(place, "shared")).toBe(true);

    // Sealed: the archive has its own copy.
    await sealIntoArchive(place, batch);
    expect(await collect(place)).toEqual({ kept: 0, removed: 2 });
    const sealed = await openBatch(place, batch);
    const record = await sealed?.record(0);
    if (!sealed || !record) throw new Error("it is sealed");
    expect((await sealed.snapshots(record)(pageOf("row 0").hash))?.text).toContain("row 0");
  });

  test("stay while an attempt holds on to them", async ({ place, redis }) => {
    const batch = await batchOf(redis, 1);
    const claimed = await claimNext(redis, batch);
    await place.store.put(pageOf("on the way"));
    const state = JSON.stringify({ trails: [{ snapshot: pageOf("on the way").hash }] });
    await saveCheckpoint(redis, claimed, state);
    place.later(30 * dayMs);

    expect(await collect(place)).toEqual({ kept: 1, removed: 0 });
    expect(await isKept(place, "on the way")).toBe(true);
  });

  test("stay when they are touched while rows are read", async ({ place, redis }) => {
    await place.store.put(pageOf("again"));
    const { hash } = pageOf("again");
    const file = join(place.snapshots, hash.slice(0, 2), `${hash.slice(2)}.br`);
    const ahead = new Date(Date.now() + 30 * dayMs);
    place.later(30 * dayMs);
    const touching = new Proxy(redis, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        if (name !== "zrange") return value.bind(target);
        return async (...args: unknown[]) => {
          await utimes(file, ahead, ahead);
          return value.apply(target, args);
        };
      },
    });

    expect(await collect({ ...place, redis: touching })).toEqual({ kept: 1, removed: 0 });
  });

  test("of a directory that another Redis uses, too, are nobody's to judge", async ({
    place,
    redis,
  }) => {
    expect(await ownsSnapshots(redis, place.snapshots)).toBe(false);
    await signSnapshots(redis, place.snapshots);
    expect(await ownsSnapshots(redis, place.snapshots)).toBe(true);

    await redis.flushdb();
    expect(await ownsSnapshots(redis, place.snapshots)).toBe(false);
    await signSnapshots(redis, place.snapshots);
    expect(await ownsSnapshots(redis, place.snapshots)).toBe(false);
    await rm(join(place.snapshots, ".owners"), { recursive: true });
    expect(await ownsSnapshots(redis, place.snapshots)).toBe(false);
  });
});
