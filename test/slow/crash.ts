import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import { startSmallWeb } from "../small-web/server.ts";
import { keepRequests } from "../support/crash-requests.ts";
import { checkSite } from "../support/crash-check.ts";
import { takeOvers, type TakeOver } from "../support/crash-history.ts";
import { workerSpans } from "../support/crash-log.ts";
import { lostVisits } from "../support/crash-conversations.ts";
import { mortal, readBack } from "../support/crash-aim.ts";
import { aimedKinds, type Kill, killKinds, planKills } from "../support/crash-monkey.ts";
import { processesOf } from "../support/crash-processes.ts";
import { createCrashSite, type CrashSite } from "../support/crash-site.ts";
import { weather } from "../support/crash-storm.ts";
import { modelList } from "../support/model-list.ts";
import { startModelProcess, thinking } from "../support/model-process.ts";
import { readArgs } from "./crash-args.ts";
import { tellMoney } from "./crash-money-told.ts";

/**
 * Kills everything again and again during one run (workers, the command line, Redis, Chromium, all
 * at once), starts it again, and checks that not a row was lost, doubled or done twice. With models
 * half of the kills are aimed at calls, and every call is looked up in the model server's own log.
 */
const options = readArgs(process.argv.slice(2));
const main = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
const orphanLimitMs = 10_000;

const web = await startSmallWeb();
const models = options.withModels ? await startModelProcess(main) : undefined;
await models?.setFaults(thinking);
const kept = keepRequests(web);
const sites: CrashSite[] = [];
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void Promise.all(sites.map((site) => site.clear())).then(() => process.exit(130));
  });
}
try {
  const calm = options.withCalm ? await runCalm() : undefined;
  process.exitCode = await runStorm(calm);
} finally {
  await Promise.all(sites.map((site) => site.clear()));
  kept.stop();
  await models?.close();
  await web.close();
}

function open(): CrashSite {
  const { rows } = options;
  const own = models && {
    // Denser than the mixed world is: a third of the rows climb.
    list: modelList({
      plain: rows - Math.round(rows * 0.3) - Math.round(rows * 0.08),
      reading: Math.round(rows * 0.3),
      visits: Math.round(rows * 0.08),
    }),
    env: { ...models.env(), ...mortal },
  };
  const site = createCrashSite({ main, web, ...options, ...own });
  sites.push(site);
  return site;
}

/** The same input without a kill: how long it takes, what comes out. */
async function runCalm() {
  const site = open();
  const startedAt = Date.now();
  const command = site.start();
  const code = await command.ended;
  if (code !== 0) throw new Error(`the calm run ended with ${code}: ${command.stderr()}`);
  const calm = { wallMs: Date.now() - startedAt, results: answersOf(site), requests: kept.count() };
  say(`calm run: ${seconds(calm.wallMs)}, ${calm.requests} requests`);
  await site.clear();
  return calm;
}

async function runStorm(calm: Awaited<ReturnType<typeof runCalm>> | undefined): Promise<number> {
  const { seed, rows } = options;
  const blind = options.maxTier === 3 ? killKinds : killKinds.filter((kind) => kind !== "Chromium");
  const kinds = models ? [...blind, ...aimedKinds] : blind;
  const site = open();
  const before = kept.count();
  const storm = await weather(site, {
    seed,
    plan: planKills(seed, options.kills, kinds),
    ...(models && { models }),
    onKill: ({ kind, killed }, ended) => say(`${ended}/${rows} killed ${kind} (${killed.length})`),
  });
  const { kills, watch, unexpected } = storm;
  const requests = kept.all().slice(before);
  const checked = await checkSite(site, requests, await models?.calls());
  const alive = { workers: workerSpans(site.home, kills), redis: watch.redisUp() };
  const takes = checked.records.flatMap((record) => takeOvers(record, kills, alive));
  const verified = await verify(site, checked.batch);
  const left = processesOf(site.home).map(({ pid, role }) => `${role} ${pid}`);

  const visits = { lost: lostVisits(checked.records), readBack: readBack(site.home, "browser") };

  const problems = [
    ...checked.problems,
    ...(visits.readBack > visits.lost
      ? [`visits read ${visits.readBack} turns back after ${visits.lost} losses`]
      : []),
    ...takes.filter(isSlow).map((take) => `${take.record} was taken over late: ${tell(take)}`),
    ...unexpected.map(({ code, stderr }) => `the command line ended with ${code}: ${stderr}`),
    ...(watch.longestOrphanMs() > orphanLimitMs ? ["a worker outlived its command line"] : []),
    ...(watch.mostServers() > 1 ? [`${watch.mostServers()} Redis servers ran at once`] : []),
    ...(verified.ok ? [] : [`verify: ${verified.text}`]),
    ...(left.length > 0 ? [`still running: ${left.join(", ")}`] : []),
  ];
  say(`seed ${seed}: ${rows} rows, ${kills.length} kills (${countKinds(kills)})`);
  say(`starts ${storm.starts}, ended by itself ${unexpected.length}`);
  say(`leases lost ${checked.lostLeases}, taken over after kills ${takes.length}`);
  say(
    `take-over at most ${seconds(most(takes, "wallMs"))}, with workers alive since the last kill ${seconds(most(takes, "withWorkersMs"))}`,
  );
  say(`workers outlived the command line by at most ${seconds(watch.longestOrphanMs())}`);
  say(`wall ${seconds(storm.wallMs)}, ${requests.length} requests`);
  if (calm) {
    say(`calm ${seconds(calm.wallMs)}, ${calm.requests} requests`);
    const others = otherwise(answersOf(site), calm.results);
    say(`${others.length} rows ended otherwise than in the calm run`);
    for (const other of others.slice(0, 10)) say(`  ${other}`);
  }
  if (models)
    say(`visits lost their worker ${visits.lost} times, read ${visits.readBack} turns back`);
  if (checked.money) for (const line of tellMoney(checked)) say(line);
  say(verified.text);
  for (const problem of problems.slice(0, 50)) say(`PROBLEM ${problem}`);
  say(problems.length === 0 ? "nothing was lost" : `${problems.length} problems`);
  return problems.length === 0 ? 0 : 1;
}

async function verify(site: CrashSite, batch: string) {
  const command = site.start(["verify", batch]);
  const code = await command.ended;
  const text = command.stdout().trim().split("\n").slice(-4).join("; ");
  return { ok: code === 0 && / [1-9]\d* confirmed, 0 rejected/.test(text), text };
}

/** What each line came to, apart from how it got there. */
function answersOf(site: CrashSite): string[] {
  const lines = parse<Record<string, string>>(readFileSync(site.out, "utf8"), { columns: true });
  return lines.map((line) =>
    ["status", "outcome", "ats", "tenant", "front_end", "reason"].map((name) => line[name]).join(),
  );
}

/** A row that a kill set back may end otherwise (its time was up); it may not end wrongly. */
function otherwise(answers: readonly string[], calm: readonly string[]): string[] {
  return answers.flatMap((answer, n) =>
    answer === calm[n] ? [] : [`row ${n}: ${answer} instead of ${calm[n]}`],
  );
}

function countKinds(kills: readonly Kill[]): string {
  return [...killKinds, ...aimedKinds]
    .filter((kind) => kills.some((one) => one.kind === kind))
    .map((kind) => `${kills.filter((one) => one.kind === kind).length} ${kind}`)
    .join(", ");
}

function isSlow({ withWorkersMs }: TakeOver): boolean {
  return withWorkersMs > options.takeOverMs;
}

function tell({ kill, tier, freedMs, wallMs, withWorkersMs }: TakeOver): string {
  const times = `${seconds(wallMs)} after ${kill.kind} was killed, ${seconds(withWorkersMs)} of workers since the last kill`;
  return `${times}, on ${tier}, freed after ${seconds(freedMs)}`;
}

function most(takes: readonly TakeOver[], what: "wallMs" | "withWorkersMs"): number {
  return Math.max(0, ...takes.map((take) => take[what]));
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
