import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkBatch } from "./check.ts";
import { allAway, redisKilled, type Trial, untilEnded, workerKilled } from "./recovery-trials.ts";
import { type ChaosSite, openSite } from "./site.ts";
import { startWebProcess } from "./web-process.ts";

/**
 * `npm run recovery -- [--kills 10] [--redis 5] [--away-seconds 600] [--rows 150]`: how long work
 * stands still after a worker was killed, after Redis was, and after no worker was there for ten
 * minutes. Each trial has rows of its own. Exits 1 beyond a bound, or when a row came to harm.
 */
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10" },
    redis: { type: "string", default: "5" },
    "away-seconds": { type: "string", default: "600" },
    rows: { type: "string", default: "150" },
  },
});
const [kills, restarts, awaySeconds, rows] = [
  whole("kills"),
  whole("redis"),
  whole("away-seconds"),
  whole("rows"),
];
const workers = 3;
const slots = 8;
/** More than all workers but one can hold, so each of them holds some. */
const busy = (workers - 1) * slots + 1;
/** From the kill to the row in another worker's hand: a lease is 10 s. */
const takeOverBoundMs = 20_000;
/** From Redis's first answer to the next row in hand. */
const redisBoundMs = 5_000;

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const web = await startWebProcess(at("test/small-web/main.js"));
let site: ChaosSite | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void end().then(() => process.exit(130)));
}
try {
  site = await openSite({
    web,
    workers: at("workers"),
    posts: [
      ...Array.from({ length: workers }, () => "http-worker" as const),
      "classifier-worker",
      "watchdog",
    ],
    isMounted: false,
    // Few, so that rows wait for a worker all the time.
    env: { ASSAY_CONCURRENCY_HTTP: String(slots) },
  });
  process.exitCode = await measure(site);
} finally {
  await end();
}

async function measure(on: ChaosSite): Promise<number> {
  const trials: Trial[] = [];
  const problems: string[] = [];
  const next = () => ({ from: trials.length * rows, rows, busy });
  const note = (what: string, trial: Trial, boundMs: number) => {
    trials.push(trial);
    const longest = Math.max(...trial.waitedMs);
    say(`${what}: ${trial.waitedMs.length} waits, the longest ${seconds(longest)}`);
    if (trial.waitedMs.length === 0) problems.push(`${what}: nothing was hit`);
    if (longest > boundMs) problems.push(`${what}: ${seconds(longest)} of ${seconds(boundMs)}`);
  };

  for (let victim = 0; victim < kills; victim += 1)
    note("a worker was killed", await workerKilled(on, { ...next(), victim }), takeOverBoundMs);
  for (let n = 0; n < restarts; n += 1)
    note("Redis was killed", await redisKilled(on, { ...next(), awayMs: 500 * n }), redisBoundMs);
  const awayMs = awaySeconds * 1_000;
  note(`no worker for ${awaySeconds} s`, await allAway(on, { ...next(), awayMs }), takeOverBoundMs);

  await untilEnded(
    on,
    trials.map(({ batch }) => batch),
  );
  const deaths = trials.flatMap((trial) => trial.deaths ?? []);
  for (const { batch, from } of trials)
    problems.push(...(await checkBatch(on.redis.direct, batch, { rows, from, deaths })).problems);
  for (const problem of problems) say(`PROBLEM ${problem}`);
  say(`${trials.length * rows} rows ended; ${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

async function end(): Promise<void> {
  await site?.close();
  await web.close();
}

function whole(name: keyof typeof values): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`--${name} is a whole number, not ${values[name]}`);
  }
  return value;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
