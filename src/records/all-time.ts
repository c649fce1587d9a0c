import type { Redis } from "ioredis";
import { z } from "zod";
import { batchKeys, globalKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const take = script("take-growth", {
  keys: ["batch", "counters", "spend", "figures", "told"],
  reply: z.union([
    z.tuple([z.literal("gone")]),
    z.tuple([z.string(), z.enum(["done", ""]), z.string(), z.coerce.number<string>(), z.string()]),
  ]),
});
const add = script("add-growth", {
  keys: ["allTime", "added", "growing"],
  reply: z.int(),
});

/**
 * The sums of all time that a number of a batch counts in, by its raw name: `c <counter>`,
 * `s <sums>|<what>`, `f <agent>@<spec>|<what>`.
 */
export type NameSums = (raw: string, workflow: string) => readonly string[];

/**
 * Batches whose numbers may still grow, each with how often it was activated: those with work, and
 * those that ended since they were last added up.
 */
export async function listGrowing(redis: Redis): Promise<ReadonlyMap<string, string>> {
  return new Map(Object.entries(await redis.hgetall(globalKeys.growing)));
}

/**
 * Adds what these batches grew by to the sums of all time. Each growth counts exactly once, whoever
 * calls this, how often, and wherever it dies; so the sums never fall, and outlive the batches.
 * Three round trips for any number of batches. Call it before a batch is removed.
 */
export async function addUp(
  redis: Redis,
  batches: ReadonlyMap<string, string>,
  namesOf: NameSums,
): Promise<void> {
  const looks = await Promise.all(
    [...batches].map(async ([batch, activated]) => ({
      batch,
      activated,
      reply: await take(redis, batchKeys(batch), [""]),
    })),
  );
  const args: (string | number)[] = [];
  const taken: { batch: string; seq: number }[] = [];
  for (const { batch, activated, reply } of looks) {
    if (reply[0] === "gone") {
      args.push(batch, 0, activated, 0);
      continue;
    }
    const [, ended = "", workflow = "", seq = 0, text = ""] = reply;
    const sums = named(text, workflow, namesOf);
    if (text !== "") taken.push({ batch, seq });
    if (text === "" && ended === "") continue;
    args.push(batch, seq, ended === "done" ? activated : "", sums.length / 2, ...sums);
  }
  if (args.length > 0) await add(redis, globalKeys, args);
  await Promise.all(taken.map(({ batch, seq }) => take(redis, batchKeys(batch), [seq])));
}

/** `name, by, name, by`: what has the same name is one sum. */
function named(text: string, workflow: string, namesOf: NameSums): (string | number)[] {
  const sums = new Map<string, number>();
  for (const line of text.split("\n").filter(Boolean)) {
    const space = line.lastIndexOf(" ");
    for (const name of namesOf(line.slice(0, space), workflow)) {
      sums.set(name, (sums.get(name) ?? 0) + Number(line.slice(space + 1)));
    }
  }
  return [...sums].flat();
}

/** The sums over all batches there ever were, by the names they were given. */
export async function readAllTime(redis: Redis): Promise<ReadonlyMap<string, number>> {
  const sums = await redis.hgetall(globalKeys.allTime);
  return new Map(Object.entries(sums).map(([name, sum]) => [name, Number(sum)]));
}

/**
 * Forgets that batches were added which Redis no longer has. What was only just removed must stay
 * known: somebody may be in the middle of adding it, and would add it again. So `isOld` decides.
 */
export async function forgetAdded(
  redis: Redis,
  isOld: (batch: string) => Promise<boolean>,
): Promise<void> {
  for (const batch of await redis.hkeys(globalKeys.added)) {
    if ((await redis.exists(batchKeys(batch).batch)) === 1 || !(await isOld(batch))) continue;
    await redis.hdel(globalKeys.added, batch);
    await redis.hdel(globalKeys.growing, batch);
  }
}
