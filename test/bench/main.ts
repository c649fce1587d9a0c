import { parseArgs } from "node:util";
import { compareFirstTier, type FirstTierOptions, profileFirstTier } from "./first-tier.ts";
import { startOwnRedis } from "./own-redis.ts";
import type { Share } from "./profile.ts";
import { compare, type Contender, runPart, type Standing } from "./rounds.ts";

/**
 * `npm run bench -- [--only engine|first-tier] [--rounds 5] [--rows 10000] [--companies 400]
 * [--concurrency 64] [--against <dist/bench of another checkout>] [--profile <folder>]`
 */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "5" },
    rows: { type: "string", default: "10000" },
    companies: { type: "string", default: "400" },
    concurrency: { type: "string", default: "64" },
    against: { type: "string", multiple: true, default: [] },
    profile: { type: "string" },
  },
});
const rounds = Number(values.rounds);
const concurrency = Number(values.concurrency);
const redis = await startOwnRedis();
const queueWork = { socket: redis.socket, units: Number(values.rows), concurrency, profile: null };
const firstTier: FirstTierOptions = {
  socket: redis.socket,
  rows: Number(values.companies),
  rounds: Math.min(rounds, 3),
  concurrency,
  withCrawlee: true,
};
const bounds: { name: string; isHeld: boolean }[] = [];

try {
  if (values.profile === undefined) {
    if (values.only !== "first-tier") await showEngine();
    if (values.only !== "engine") await showFirstTier();
    for (const { name, isHeld } of bounds) console.log(`${isHeld ? "pass" : "FAIL"}  ${name}`);
  } else {
    await showProfiles(values.profile);
  }
} finally {
  await redis.stop();
}
process.exitCode = bounds.every(({ isHeld }) => isHeld) ? 0 : 1;

async function showEngine(): Promise<void> {
  const part = (name: string, task: "plain" | "engine" | "rows", file?: string): Contender => ({
    name,
    run: () => runPart({ part: task, ...queueWork }, file === undefined ? {} : { file }),
  });
  const standings = await compare(
    [
      part("BullMQ alone", "plain"),
      part("engine", "engine"),
      part("engine without its queue", "rows"),
      ...values.against.map((one) => part(one, "engine", `${one}/test/bench/part.js`)),
    ],
    rounds,
  );
  show(`${values.rows} rows that nothing is done about, ${concurrency} at a time`, standings);
  bound("engine against BullMQ alone", standings[1]?.ratio, 0.5);
}

async function showFirstTier(): Promise<void> {
  const { standings, pagesPerRow, extrasPerRow } = await compareFirstTier(firstTier);
  show(
    `${firstTier.rows} companies of the small web, ${concurrency} at a time: ${pagesPerRow.toFixed(1)} requests ` +
      `each, and for ats ${extrasPerRow.toFixed(1)} more for robots.txt and DNS; pause between requests 0`,
    standings,
  );
  const [, ats, crawlee] = standings;
  bound("ats, tier 1, against the bare loop", ats?.ratio, 0.7);
  bound("ats, tier 1, against Crawlee", ats && crawlee && ats.rate / crawlee.rate, 4);
}

async function showProfiles(folder: string): Promise<void> {
  if (values.only !== "first-tier") {
    const file = `${folder}/engine.cpuprofile`;
    const { summary } = await runPart({ part: "engine", ...queueWork, profile: file });
    showShares("engine, CPU by module", summary?.modules);
    showShares("engine, CPU by function", summary?.functions);
  }
  if (values.only !== "engine") {
    const { summary } = await profileFirstTier(firstTier, `${folder}/first-tier.cpuprofile`);
    showShares("ats, tier 1, CPU by module", summary?.modules);
    showShares("ats, tier 1, CPU by function", summary?.functions);
  }
}

function show(title: string, standings: readonly Standing[]): void {
  console.log(`\n${title}\n${"".padEnd(28)}   rows/s  ratio  node µs/row  redis µs/row`);
  for (const { name, rate, ratio, nodeMicros, redisMicros } of standings) {
    console.log(
      name.slice(-28).padEnd(28),
      rate.toFixed(0).padStart(8),
      ratio.toFixed(2).padStart(6),
      nodeMicros.toFixed(0).padStart(12),
      redisMicros.toFixed(0).padStart(13),
    );
  }
}

function showShares(title: string, shares: readonly Share[] = []): void {
  console.log(`\n${title}`);
  for (const { name, percent } of shares)
    console.log(`${percent.toFixed(1).padStart(5)} %  ${name}`);
}

function bound(name: string, value: number | undefined, least: number): void {
  const isHeld = value !== undefined && value >= least;
  bounds.push({ name: `${name}: ${value?.toFixed(2)} of at least ${least}`, isHeld });
}
