import { randomUUID } from "node:crypto";
import type { LineSource } from "../intake/line-source.ts";
import { UnreadableInput } from "../intake/line-source.ts";
import { type Submission, submit } from "../intake/submit.ts";
import { luaScript } from "../platform/lua-script.ts";
import { activate, findBatch } from "../records/batch.ts";
import { discardBatch } from "../records/discard.ts";
import { BatchClosed } from "../records/intake.ts";
import { openBatch, type Places } from "../retention/find-batch.ts";

/**
 * Claims the intake, over one that was not noted, or whose batch is the stale one.
 * KEYS entry · ARGV owner, stale batch, ms · Reply the batch that was noted, or "" when it is ours
 */
const claim = luaScript(`
local text = redis.call("GET", KEYS[1])
local batch = text and cjson.decode(text).batch or ""
if batch ~= "" and batch ~= ARGV[2] then return batch end
redis.call("SET", KEYS[1], cjson.encode({ owner = ARGV[1], batch = "" }), "PX", ARGV[3])
return ""`);

/** Notes the batch, if the intake is still the one that counts. KEYS entry · ARGV owner, entry, ms */
const note = luaScript(`
local text = redis.call("GET", KEYS[1])
if not text or cjson.decode(text).owner ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3])
return 1`);

/** Another process takes the same input in. Nothing of this try is left. */
export class TakenElsewhere extends Error {
  override readonly name = "TakenElsewhere";
}

export interface Intake extends Pick<Submission, "batch" | "spec"> {
  /** What makes it the same intake: a schedule's fire, a file's content. */
  readonly key: string;
  /** How long the same intake is not taken in again. */
  readonly rememberedMs: number;
  readonly open: () => LineSource;
}

/**
 * Takes an input in as a batch, once for its key: whoever repeats it, at the same time or after a
 * crash at any point, gets the batch that there is.
 */
export async function takeInOnce(
  places: Places,
  { key, rememberedMs, open, batch, spec }: Intake,
): Promise<{ batch: string; isNew: boolean }> {
  const { redis } = places;
  const entryKey = `assay:{intakes}:${key}`;
  const owner = randomUUID();
  for (let stale = ""; ;) {
    const noted = String(await claim(redis, [entryKey], [owner, stale, rememberedMs]));
    if (noted === "") break;
    if (await isIn(places, noted)) return { batch: noted, isNew: false };
    stale = noted;
  }
  let begun: string | undefined;
  try {
    const receipt = await submit(redis, open(), {
      batch,
      spec,
      onBatch: async (id) => void (begun = id),
      beforeSeal: async (taken) => {
        if (taken.lines === 0) throw new UnreadableInput("the input holds no record");
        const entry = JSON.stringify({ owner, batch: taken.batch });
        if ((await note(redis, [entryKey], [owner, entry, rememberedMs])) !== 1) {
          throw new TakenElsewhere("another process takes the same input in");
        }
      },
    });
    return { batch: receipt.batch, isNew: true };
  } catch (error) {
    // What was sealed all the same stays, and its entry with it.
    if (begun !== undefined) await discardBatch(redis, begun);
    // Somebody took this intake for one that had died, and began it anew.
    if (error instanceof BatchClosed) throw new TakenElsewhere(error.message, { cause: error });
    throw error;
  }
}

/** Whether a batch that was noted is in; one whose intake died before its end is removed. */
async function isIn(places: Places, batch: string): Promise<boolean> {
  const found = await findBatch(places.redis, batch);
  if (!found) return (await openBatch(places, batch)) !== undefined;
  if (found.status === "receiving" && (await discardBatch(places.redis, batch))) return false;
  // Whoever took it in may have died between sealing it and putting it to work.
  if (found.archive === null) await activate(places.redis, batch);
  return true;
}
