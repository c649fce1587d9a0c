import { cpus } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { bigList } from "../small-web/big-list.ts";
import { readArgs } from "./args.ts";
import { type Checked, checkBatch, verifyBatch } from "./check.ts";
import type { Post } from "./crew.ts";
import { watchLive } from "./live-watch.ts";
import { planTroubles, type Trouble, troubleKinds } from "./plan.ts";
import { type ChaosSite, openSite } from "./site.ts";
import { storm, type Storm } from "./storm.ts";
import { unexplained } from "./unexplained.ts";
import { startWebProcess } from "./web-process.ts";

/**
 * The same rows twice: once calm, once while workers are killed and stopped, Redis is killed, its
 * line is cut, its scripts, its memory and its disk are taken away. Then the history of every row is
 * checked. Exits 0 when nothing was lost, doubled or done twice, and it did not take too long.
 */
const options = readArgs(process.argv.slice(2));
const { rows, seed } = options;
const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const posts: Post[] = [
  ...Array.from({ length: options.http }, () => "http-worker" as const),
  ...Array.from({ length: options.classifier }, () => "classifier-worker" as const),
  "watchdog",
];
/** Share of the processors that others used before, above which a measured time says nothing. */
const quietShare = 0.2;

const web = await startWebProcess(at("test/small-web/main.js"));
const sites = new Set<ChaosSite>();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void Promise.all([...[...sites].map((site) => site.close()), web.close()]).then(() =>
      process.exit(130),
    );
  });
}
try {
  const busyBefore = await busyShare();
  say(`seed ${seed}: ${rows} rows, ${posts.length} processes, ${percent(busyBefore)} busy before`);
  const calm = options.withCalm ? await run([]) : undefined;
  if (calm) say(`calm: ${seconds(calm.wallMs)}, ${calm.claims} claims`);
  const wild = await run(planTroubles(seed, options.counts));
  process.exitCode = report(calm, wild, busyBefore);
} finally {
  await Promise.all([...sites].map((site) => site.close()));
  await web.close();
}

interface Run extends Storm, Checked {
  readonly looks: number;
}

async function run(plan: readonly Trouble[]): Promise<Run> {
  const site = await openSite({ web, workers: at("workers"), posts, isMounted: true });
  sites.add(site);
  if (plan.length > 0) say(`a full disk is made by a ${site.redis.disk}`);
  const { direct } = site.redis;
  const batch = await site.take(bigList(rows));
  const watch = watchLive(direct, () => [batch], seed);
  const stormed = await storm(site, {
    batch,
    rows,
    plan,
    watch,
    onMade: ({ kind, hit }, ended) => say(`${ended}/${rows} ${kind}: ${hit}`),
  });
  await watch.stop();
  const deaths = stormed.made
    .filter(({ kind }) => kind === "Redis killed")
    .map(({ at: killedAt, until }) => [killedAt, until] as const);
  const checked = await checkBatch(direct, batch, { rows, deaths });
  const verified = await verifyBatch(at("src/cli/main.js"), batch, site.env);
  if (plan.length > 0) say(`${site.crew.starts()} processes were started`);
  const odd = unexplained(site.crew.ownEnds(), stormed.made);
  say(`${site.crew.ownEnds().length} ended by themselves, ${odd.length} of them without a reason`);
  for (const { post, how } of site.crew.ownEnds()) {
    say(`  a ${post}: ${how.split("\n").at(-1)?.slice(-300)}`);
  }
  await site.close();
  sites.delete(site);
  const problems = [...checked.problems, ...watch.problems(), ...verified, ...odd];
  return { ...stormed, ...checked, problems, looks: watch.looks() };
}

function report(calm: Run | undefined, wild: Run, busyBefore: number): number {
  for (const kind of troubleKinds) {
    const made = wild.made.filter((one) => one.kind === kind);
    say(`${kind}: ${made.filter(({ hasHit }) => hasHit).length} of ${options.counts[kind]}`);
  }
  say(`storm: ${seconds(wild.wallMs)}, ${wild.claims} claims, ${wild.lostLeases} leases ran out`);
  say(`${wild.looks} looks at counters and fences while it blew`);
  const problems = [...(calm?.problems ?? []), ...wild.problems];
  if (calm) {
    const others = wild.answers.filter((answer, n) => answer !== calm.answers[n]).length;
    say(`${others} rows ended otherwise than in the calm run`);
    problems.push(...tooSlow(calm, wild, busyBefore));
  }
  for (const problem of problems.slice(0, 50)) say(`PROBLEM ${problem}`);
  say(problems.length === 0 ? "nothing was lost" : `${problems.length} problems`);
  say(
    `again: npm run chaos -- ${process.argv.slice(2).join(" ")}${seedGiven() ? "" : ` --seed ${seed}`}`,
  );
  return problems.length === 0 ? 0 : 1;
}

function tooSlow(calm: Run, wild: Run, busyBefore: number): string[] {
  const ratio = wild.wallMs / calm.wallMs;
  const told = `${ratio.toFixed(2)} times the calm run (${seconds(wild.wallMs)} to ${seconds(calm.wallMs)})`;
  say(`the storm took ${told}; bound ${options.maxRatio}`);
  const isQuiet = busyBefore <= quietShare;
  if (!isQuiet) say(`the machine was ${percent(busyBefore)} busy before: the bound is not held`);
  return isQuiet && ratio > options.maxRatio ? [`the storm took ${told}`] : [];
}

function seedGiven(): boolean {
  return process.argv.includes("--seed");
}

/** How much of the processors' time the rest of the machine uses while this process does nothing. */
async function busyShare(): Promise<number> {
  const read = () =>
    cpus().reduce(
      (sum, { times }) => ({
        idle: sum.idle + times.idle,
        all: sum.all + Object.values(times).reduce((total, ms) => total + ms, 0),
      }),
      { idle: 0, all: 0 },
    );
  const before = read();
  await wait(3_000);
  const after = read();
  return 1 - (after.idle - before.idle) / (after.all - before.all);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
