import { readdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Redis } from "ioredis";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { createMemory } from "../../src/memory/host-memory.ts";
import { knownLabels } from "../../src/metrics/known-labels.ts";
import { sumNames } from "../../src/metrics/sum-names.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { createLogger } from "../../src/platform/log.ts";
import { openRedis } from "../../src/platform/redis.ts";
import { resultsCsv } from "../../src/results/write-results.ts";
import { openBatch } from "../../src/retention/find-batch.ts";
import { openArchive } from "../../src/retention/open-archive.ts";
import { sweepSnapshots } from "../../src/retention/sweep-snapshots.ts";
import { sweepBatches } from "../../src/retention/sweep.ts";
import { startTierWorker } from "../../workers/run-tier-worker.ts";
import { bigList } from "../small-web/big-list.ts";
import { haveEnded, takeIn } from "./take-in.ts";
import { type Bound, notFlat } from "./trend.ts";

/**
 * Every simulated week: seven batches of the same companies as the week before (intake, work on two
 * tiers, results), then what is due after a week: batches are sealed and removed from Redis,
 * snapshots that nobody cites are swept, hosts are forgotten. Then everything is measured.
 */
const { values: given } = parseArgs({
  options: {
    weeks: { type: "string", default: "12" },
    rows: { type: "string", default: "40" },
  },
});
const [weeks, rows] = [Number(given.weeks), Number(given.rows)];
if (!(weeks >= 4 && rows >= 1)) throw new RangeError("--weeks is 4 or more, --rows 1 or more");
const daysPerWeek = 7;
const weekMs = daysPerWeek * 86_400_000;
const megabyte = 1_048_576;

const restEveryMs = 250;
const restLooks = 24;

/** What may not rise over the second half, and by how much it may sway. */
const bounds = {
  "heap, bytes": { share: 0.05, noise: 4 * megabyte },
  "resident, bytes": { share: 0.1, noise: 16 * megabyte },
  "external, bytes": { share: 0.1, noise: 4 * megabyte },
  handles: { share: 0, noise: 3 },
  "open files": { share: 0, noise: 3 },
  "Redis, bytes": { share: 0.05, noise: megabyte / 4 },
  "Redis, keys": { share: 0.02, noise: 5 },
  "Redis, clients": { share: 0, noise: 2 },
} as const satisfies Record<string, Bound>;
type Measured = Record<keyof typeof bounds, number>;

const config = loadConfig(process.env);
const log = createLogger({ level: config.ASSAY_LOG_LEVEL, name: "soak" });
const handle = await openRedis(config, log);
const redis = handle.connect("commands");
const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
const archive = openArchive(config);
const workflows = loadWorkflows();
const workers = [
  await startTierWorker("http", { config, redis: handle, log }),
  await startTierWorker("classifier", { config, redis: handle, log }),
];

const samples: Measured[] = [];
for (let week = 1; week <= weeks; week += 1) {
  const batches: string[] = [];
  for (let day = 0; day < daysPerWeek; day += 1) batches.push(await liveDay(day));
  const { sealed, refused } = await endWeek(week);
  for (const [batch, why] of refused) throw new Error(`${batch} can't be sealed: ${why}`);
  if (sealed.length !== batches.length) {
    throw new Error(`${sealed.length} of ${batches.length} batches were sealed`);
  }
  const lines = await readSealed(batches[0] ?? "");
  if (lines !== rows + 1) throw new Error(`a sealed batch reads as ${lines} lines`);
  samples.push(await measure(redis));
  say(week, samples.at(-1));
}
await Promise.all(workers.map((worker) => worker.stop()));
await handle.close();

const problems = Object.entries(bounds).flatMap(
  ([name, bound]) =>
    notFlat(
      name,
      samples.map((sample) => sample[name as keyof Measured]),
      bound,
    ) ?? [],
);
for (const problem of problems) process.stdout.write(`PROBLEM ${problem}\n`);
process.stdout.write(problems.length === 0 ? "flat\n" : `${problems.length} rise\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** A day's batch, from intake to its results. */
async function liveDay(day: number): Promise<string> {
  const batch = await takeIn(redis, [...bigList((day + 1) * rows)].slice(day * rows));
  while (!(await haveEnded(redis, [batch]))) await wait(50);
  if ((await readResults(batch)) !== rows + 1) throw new Error(`results of ${batch} are not whole`);
  return batch;
}

async function readResults(id: string): Promise<number> {
  const source = await openBatch({ redis, store, archive }, id);
  const spec = workflows.get("ats")?.spec;
  if (!source || !spec) throw new Error(`there is no batch ${id}`);
  const columns = { input: source.batch.columns, output: Object.keys(spec.outputs.shape) };
  let lines = 0;
  for await (const line of resultsCsv(source.records(), columns)) lines += line.length > 0 ? 1 : 0;
  return lines;
}

/** What was sealed reads as it did. */
async function readSealed(id: string): Promise<number> {
  const source = await openBatch({ redis, store, archive }, id);
  if (source?.archivedAt === null) throw new Error(`${id} lies in Redis still`);
  return readResults(id);
}

/** What is done with everything that is a week old by now, by a clock that runs ahead. */
async function endWeek(week: number) {
  const now = () => Date.now() + week * weekMs;
  const { signal } = new AbortController();
  const swept = await sweepBatches({
    redis,
    store,
    archive,
    now,
    log,
    signal,
    namesOf: sumNames(knownLabels(workflows)),
    sealAfterMs: weekMs - 60_000,
    onDiscarded: (batch) => Promise.reject(new Error(`the intake of ${batch} did not end`)),
  });
  await sweepSnapshots({ redis, dir: config.ASSAY_SNAPSHOTS, graceMs: weekMs / 7, now, signal });
  const { ASSAY_MEMORY_DAYS: days, ASSAY_MEMORY_HOSTS: hosts } = config;
  await createMemory({ redis, days, hosts, now }).prune();
  return swept;
}

/** Once connections that nobody uses any more are closed, and none has gone for some seconds. */
async function filesAtRest(): Promise<number> {
  const count = () => readdirSync("/proc/self/fd").length;
  let least = count();
  for (let quiet = 0; quiet < restLooks; quiet += 1) {
    await wait(restEveryMs);
    const now = count();
    if (now < least) quiet = 0;
    least = Math.min(least, now);
  }
  return least;
}

async function measure(from: Redis): Promise<Measured> {
  const files = await filesAtRest();
  const { gc } = globalThis;
  if (!gc) throw new Error("start this with --expose-gc");
  // Twice, with a turn between: what finalizers let go is collected the second time.
  for (let time = 0; time < 2; time += 1) {
    gc();
    await wait(100);
  }
  const { heapUsed, rss, external } = process.memoryUsage();
  const info = await from.info();
  const number = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1]);
  // Timers come and go with every loop; sockets, files and watchers are what leaks.
  const handles = process
    .getActiveResourcesInfo()
    .filter((name) => !/Timeout|Immediate/.test(name));
  return {
    "heap, bytes": heapUsed,
    "resident, bytes": rss,
    "external, bytes": external,
    handles: handles.length,
    "open files": files,
    "Redis, bytes": number("used_memory"),
    "Redis, keys": await from.dbsize(),
    "Redis, clients": number("connected_clients"),
  };
}

function say(week: number, measured: Measured | undefined): void {
  const told = Object.entries(measured ?? {}).map(([name, value]) =>
    name.endsWith("bytes")
      ? `${name.replace("bytes", "MB")} ${(value / megabyte).toFixed(1)}`
      : `${name} ${value}`,
  );
  process.stdout.write(`week ${week}: ${told.join(" · ")}\n`);
}
