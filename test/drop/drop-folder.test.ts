import { appendFile, mkdir, readdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { describe, expect } from "vitest";
import { openDropFolder } from "../../src/drop/drop-folder.ts";
import { findBatch } from "../../src/records/batch.ts";
import { globalKeys } from "../../src/records/keys.ts";
import { sealIntoArchive } from "../../src/retention/seal-batch.ts";
import { endRows, test as listTest, threeRows } from "../schedules/lists.ts";

interface Drop {
  readonly dir: string;
  put(name: string, text: string): Promise<string>;
  /** One look of a watcher of its own, or of the usual one. */
  look(): Promise<void>;
  watcher(redis?: Redis): { look(): Promise<void> };
  /** Names of all files, but for those hidden. */
  files(): Promise<string[]>;
}

const test = listTest.extend<{ drop: Drop }>({
  drop: async ({ lists, redis }, use) => {
    const dir = join(lists.dir, "drop");
    await mkdir(join(dir, "colour"), { recursive: true });
    const watcher: Drop["watcher"] = (own = redis) => {
      const { look } = openDropFolder({
        ...lists,
        redis: own,
        dir,
        maxUsdNano: 5_000_000,
        log: pino({ level: "silent" }),
      });
      return { look: () => look(new AbortController().signal) };
    };
    const usual = watcher();
    await use({
      dir,
      watcher,
      look: usual.look,
      async put(name, text) {
        const file = join(dir, name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
        return file;
      },
      async files() {
        const entries = await readdir(dir, { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
          .toSorted();
      },
    });
  },
});

async function liveBatches(redis: Redis): Promise<string[]> {
  const ids = await redis.zrange(globalKeys.batches, "0", "-1");
  const found = await Promise.all(ids.map((id) => findBatch(redis, id)));
  return found.flatMap((batch) =>
    batch && !["cancelled", "receiving"].includes(batch.status) ? [batch.id] : [],
  );
}

async function onlyBatch(redis: Redis): Promise<string> {
  const [batch, ...more] = await liveBatches(redis);
  if (batch === undefined || more.length > 0) throw new Error(`${more.length} more batches`);
  return batch;
}

describe("a dropped file", () => {
  test("becomes a batch once it has looked the same twice", async ({ drop, redis }) => {
    const file = await drop.put("colour/list.csv", "domain\nred.example\n");
    await drop.look();
    await appendFile(file, "blue.example\n");
    await drop.look();
    expect(await liveBatches(redis)).toEqual([]);

    await drop.look();

    const batch = await findBatch(redis, await onlyBatch(redis));
    expect(batch).toMatchObject({
      status: "active",
      workflow: "colour",
      name: "list.csv",
      maxUsdNano: 5_000_000,
    });
    expect(await drop.files()).toEqual(["colour/done/list.csv"]);
  });

  test("is whole at once when it loses the name of one that is being written", async ({
    drop,
    redis,
  }) => {
    const part = await drop.put("colour/list.csv.part", threeRows);
    await drop.look();
    await drop.look();
    expect(await liveBatches(redis)).toEqual([]);
    await rename(part, join(drop.dir, "colour", "list.csv"));

    await drop.look();

    expect(await liveBatches(redis)).toHaveLength(1);
  });

  test("gets its results beside it when the batch has ended", async ({ drop, lists, redis }) => {
    await drop.put("colour/list.csv", threeRows);
    await drop.put("colour/more.ndjson", '{"domain":"black.example"}\n');
    await drop.look();
    await drop.look();
    const [one = "", other = ""] = await liveBatches(redis);
    const [csv, ndjson] =
      (await findBatch(redis, one))?.name === "list.csv" ? [one, other] : [other, one];
    await drop.look();
    expect(await drop.files()).toEqual(["colour/done/list.csv", "colour/done/more.ndjson"]);

    await endRows(redis, csv, { answered: 2, closed: 1 });
    await endRows(redis, ndjson, { answered: 1, closed: 0 });
    // Sealed before anybody looked again.
    await sealIntoArchive(lists, ndjson);
    await drop.look();

    expect(await drop.files()).toEqual([
      "colour/done/list.csv",
      "colour/done/list.results.csv",
      "colour/done/more.ndjson",
      "colour/done/more.results.ndjson",
    ]);
    const results = await readFile(join(drop.dir, "colour/done/list.results.csv"), "utf8");
    expect(results.split("\r\n").filter(Boolean)).toHaveLength(4);
    expect(await redis.hlen("assay:{drop}:open")).toBe(0);
  });

  test("is refused with the reason when it can't be taken in", async ({ drop, redis }) => {
    await drop.put("colour/columns.csv", "city\nRome\n");
    await drop.put("colour/header.csv", "domain\n");
    await drop.put("nonsense/list.csv", threeRows);
    await drop.put("list.csv", threeRows);
    await drop.look();
    await drop.look();

    expect(await liveBatches(redis)).toEqual([]);
    expect(await drop.files()).toEqual([
      "colour/refused/columns.csv",
      "colour/refused/columns.csv.reason.txt",
      "colour/refused/header.csv",
      "colour/refused/header.csv.reason.txt",
      "nonsense/refused/list.csv",
      "nonsense/refused/list.csv.reason.txt",
      "refused/list.csv",
      "refused/list.csv.reason.txt",
    ]);
    const why = (name: string) => readFile(join(drop.dir, `${name}.reason.txt`), "utf8");
    expect(await why("colour/refused/columns.csv")).toContain("no column of the input is known");
    expect(await why("colour/refused/header.csv")).toContain("holds no record");
    expect(await why("refused/list.csv")).toContain("named for a workflow: colour");
  });

  test("with a content that was taken in before is refused, by whatever name", async ({
    drop,
    redis,
  }) => {
    await drop.put("colour/list.csv", threeRows);
    await drop.look();
    await drop.look();
    const batch = await onlyBatch(redis);
    await drop.put("colour/copy.csv", threeRows);
    await drop.look();
    await drop.look();

    expect(await onlyBatch(redis)).toBe(batch);
    const why = await readFile(join(drop.dir, "colour/refused/copy.csv.reason.txt"), "utf8");
    expect(why).toContain(`as batch ${batch}`);
  });

  test("of a name that was there before keeps both", async ({ drop, redis }) => {
    for (const text of [threeRows, "domain\nother.example\n"]) {
      await drop.put("colour/list.csv", text);
      await drop.look();
      await drop.look();
    }
    const [first, second] = await liveBatches(redis);
    const files = await drop.files();
    expect(files).toHaveLength(2);
    expect(files).toContain("colour/done/list.csv");
    expect([first, second].some((id) => files.includes(`colour/done/list-${id}.csv`))).toBe(true);
  });

  test("that is a link, hidden, empty or something else is left alone", async ({ drop, redis }) => {
    const secret = await drop.put("../secret.csv", threeRows);
    await symlink(secret, join(drop.dir, "colour", "link.csv"));
    await drop.put("colour/.hidden.csv", threeRows);
    await drop.put("colour/notes.txt", threeRows);
    await drop.put("colour/empty.csv", "");
    for (let i = 0; i < 3; i += 1) await drop.look();

    expect(await liveBatches(redis)).toEqual([]);
    expect(await drop.files()).toEqual([
      "colour/.hidden.csv",
      "colour/empty.csv",
      "colour/notes.txt",
    ]);
  });
});

describe("watchers", () => {
  test("several of them take each file in once", async ({ drop, redis }) => {
    const watchers = [drop.watcher(), drop.watcher(), drop.watcher()];
    for (let i = 0; i < 6; i += 1) {
      await drop.put(`colour/list-${i}.csv`, `domain\nred${i}.example\n`);
    }
    for (let round = 0; round < 6; round += 1) {
      await Promise.all(watchers.map(({ look }) => look()));
    }

    expect(await liveBatches(redis)).toHaveLength(6);
    expect(await drop.files()).toEqual([0, 1, 2, 3, 4, 5].map((i) => `colour/done/list-${i}.csv`));
  });

  test("that die with a file leave it to the next, which takes it in once", async ({
    drop,
    redis,
  }) => {
    for (let death = 1; ; death += 1) {
      await redis.flushdb();
      await drop.put("colour/list.csv", `domain\nred${death}.example\n`);
      const dead = drop.watcher(dying(redis, death));
      await dead.look();
      const outcome = await dead.look().catch(() => "died");
      await drop.look();
      await drop.look();

      const batch = await onlyBatch(redis);
      expect((await findBatch(redis, batch))?.status).toBe("active");
      expect(await redis.hlen("assay:{drop}:open")).toBe(1);
      expect((await drop.files()).filter((name) => name.includes(".taking"))).toEqual([]);
      expect((await drop.files()).filter((name) => name.includes("refused"))).toEqual([]);
      if (outcome !== "died") {
        expect(death).toBeGreaterThan(8);
        break;
      }
    }
  });
});

/** A process that dies with its command of that number. */
function dying(redis: Redis, death: number): Redis {
  let count = 0;
  const names = new Set(["evalsha", "hset", "hsetnx", "zadd", "rpush", "hincrby", "call", "set"]);
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      if (!names.has(String(name))) return value.bind(target);
      return async (...args: unknown[]) => {
        count += 1;
        if (count > death) throw new Error("died");
        const reply: unknown = await value.apply(target, args);
        if (count === death) throw new Error("died");
        return reply;
      };
    },
  });
}
