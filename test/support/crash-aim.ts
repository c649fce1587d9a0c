import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Tier } from "../../src/domain/tier.ts";
import { type FoundProcess, killAll, processesOf } from "./crash-processes.ts";
import type { ModelProcess } from "./model-process.ts";

/** Moments of a model call at which a worker dies by its own hand: see `death.mjs`. */
export const moments = [
  "after reserving",
  "before booking",
  "after booking",
  "after a checkpoint",
] as const;
export type Moment = (typeof moments)[number];

/** A worker that died where it was told to. */
export interface Death {
  readonly moment: Moment;
  readonly tier: Tier;
  /** The call in hand, `<row>-<fence>-<count>`; `row <n>` at a checkpoint. */
  readonly call: string;
  readonly pid: number;
  readonly at: number;
}

/** For the environment of the product: makes its workers mortal at exact moments. */
export const mortal: NodeJS.ProcessEnv = {
  NODE_OPTIONS: `--import ${new URL("death.mjs", import.meta.url).href}`,
};

const folderOf = (home: string) => join(home, "deaths");

/** The next worker of this tier that comes to that moment dies in it. */
export function arm(home: string, moment: Moment, tier: Tier): void {
  mkdirSync(folderOf(home), { recursive: true });
  writeFileSync(join(folderOf(home), `${moment} ${tier}`), "");
}

/** Takes the order back, where nobody has come to that moment. */
export function disarm(home: string, moment: Moment, tier: Tier): void {
  rmSync(join(folderOf(home), `${moment} ${tier}`), { force: true });
}

/** Every worker that died on order, oldest first. */
export function deaths(home: string): Death[] {
  if (!existsSync(folderOf(home))) return [];
  return readdirSync(folderOf(home))
    .filter((name) => name.startsWith("died-"))
    .map((name) => JSON.parse(readFileSync(join(folderOf(home), name), "utf8")) as Death)
    .toSorted((a, b) => a.at - b.at);
}

/** How many paid answers the workers of a tier have read back from the journal. */
export function readBack(home: string, tier: Tier): number {
  const file = join(folderOf(home), "read-back");
  if (!existsSync(file)) return 0;
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line === tier).length;
}

const tierNames: readonly (readonly [RegExp, Tier])[] = [
  [/luna|haiku/, "http"],
  [/terra|sonnet/, "classifier"],
  [/opus|sol/, "browser"],
];

/**
 * Waits for a moment at which a call is out, and kills the workers of its tier (of this one, if there is one) with kill -9 in it;
 * `undefined` when it became too late for that.
 */
export async function killInCall(
  home: string,
  models: Pick<ModelProcess, "calls">,
  { tier, isTooLate }: { readonly tier: Tier | undefined; readonly isTooLate: () => boolean },
): Promise<readonly FoundProcess[] | undefined> {
  for (; !isTooLate(); await wait(20)) {
    const open = (await models.calls()).filter(({ end }) => end === "open");
    const tiers = open.map(({ model }) => tierOf(model));
    const hit = tiers.filter((one) => tier === undefined || one === tier);
    const workers = processesOf(home).filter(({ role }) => hit.some((one) => one === role));
    if (workers.length === 0) continue;
    killAll(workers);
    return workers;
  }
  return undefined;
}

/** The tier that asks this model. */
function tierOf(model: string): Tier {
  const tier = tierNames.find(([name]) => name.test(model))?.[1];
  if (tier === undefined) throw new Error(`no tier of the workflow asks ${model}`);
  return tier;
}
