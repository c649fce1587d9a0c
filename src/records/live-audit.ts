import type { Redis } from "ioredis";
import { z } from "zod";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";

const Sums = z.object({
  lines: z.int(),
  duplicates: z.int(),
  pending: z.int(),
  in_progress: z.int(),
  completed: z.int(),
  failed: z.int(),
  escalated: z.int(),
  answered: z.int(),
  undeterminable: z.int(),
  cost: z.number(),
  costOfTiers: z.number(),
  /** Rows in all waiting places together. */
  places: z.int(),
  held: z.int(),
  spent: z.number(),
  reserved: z.number(),
  spentByAgents: z.number(),
  reservedByAgents: z.number(),
  spentBySums: z.number(),
  /** Absent: too many open calls to look at. */
  reservedByCalls: z.number().optional(),
});
type Sums = z.infer<typeof Sums>;

const sumsScript = script("audit-sums", {
  keys: ["batch", "counters", "money", "calls", "spend", "sent", "held"],
  reply: z.string().transform((text) => Sums.parse(JSON.parse(text))),
});
const rowsScript = script("audit-rows", {
  keys: ["counters", "sent", "held"],
  reply: z.array(z.string()),
});

const mostCalls = 2_000;
/** A script holds Redis up, so it gets no more rows than this. */
const rowsAtOnce = 200;

/**
 * What is broken in a batch that is being worked on, in words: conservation and money, from sums
 * that were read at one instant. Costs the same however many rows there are.
 */
export async function auditSums(redis: Redis, batch: string): Promise<string[]> {
  const keys = batchKeys(batch);
  return problemsOf(await sumsScript(redis, keys, [keys.dues, mostCalls]));
}

function problemsOf(sums: Sums): string[] {
  const open = sums.pending + sums.in_progress + sums.escalated;
  const ended = sums.completed + sums.failed;
  const broken: string[] = [];
  const demand = (holds: boolean, words: string) => {
    if (!holds) broken.push(words);
  };
  const agree = (what: string, found: number, expected: number) =>
    demand(found === expected, `${what} ${found} nano-dollars, not ${expected}`);
  demand(
    open + ended === sums.lines,
    `${sums.lines} lines came in, ${open + ended} are accounted for`,
  );
  demand(
    sums.completed === sums.answered + sums.undeterminable,
    `${sums.completed} completed, but ${sums.answered} + ${sums.undeterminable} outcomes`,
  );
  // Lines that share a row wait in one place.
  const isPlaced = sums.duplicates === 0 ? sums.places === open : sums.places <= open;
  demand(isPlaced, `${open} lines go on, ${sums.places} rows wait somewhere`);
  demand(
    sums.held > 0 === sums.in_progress > 0,
    `${sums.in_progress} lines are counted as in progress, ${sums.held} rows are held`,
  );
  agree("the sums hold", sums.spentBySums, sums.spent);
  agree("the agents have spent", sums.spentByAgents, sums.spent);
  agree("the counters say", sums.cost, sums.spent);
  agree("the tiers have spent", sums.costOfTiers, sums.spent);
  agree("the agents have reserved", sums.reservedByAgents, sums.reserved);
  if (sums.reservedByCalls !== undefined)
    agree("open calls have reserved", sums.reservedByCalls, sums.reserved);
  return broken;
}

/** Rows of a slice that are in no place, in several or in the wrong one, each read at one instant. */
export async function auditRows(
  redis: Redis,
  batch: string,
  { first, max }: { first: number; max: number },
): Promise<string[]> {
  const keys = batchKeys(batch);
  const broken: string[] = [];
  for (let n = first; n < first + max; n += rowsAtOnce) {
    const some = Math.min(rowsAtOnce, first + max - n);
    const reply = await rowsScript(redis, keys, [keys.rows, keys.dues, n, some]);
    for (let i = 0; i + 2 < reply.length; i += 3) {
      const [row, state, where] = reply.slice(i, i + 3);
      broken.push(
        state ? `row ${row} is ${state} and waits in [${where}]` : `row ${row} is missing`,
      );
    }
  }
  return broken;
}
