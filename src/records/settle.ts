import type { Redis } from "ioredis";
import { z } from "zod";
import type { Verdict } from "../domain/evidence.ts";
import type { NanoDollars } from "../domain/money.ts";
import type { Reason } from "../domain/reason.ts";
import { type Tier, tierNumber } from "../domain/tier.ts";
import { type AttemptEnd, type AttemptFigure, packFigure } from "./agent-figures.ts";
import type { Claimed } from "./claim.ts";
import { type Cold, packCold } from "./cold.ts";
import { inOneTurn } from "./in-one-turn.ts";
import { batchKeys } from "./keys.ts";
import { script } from "./scripts.ts";
import { packTallies, type Tallies } from "./tallies.ts";

const settle = script("settle", {
  keys: [
    "batch",
    "counters",
    "held",
    "events",
    "figures",
    "steps",
    "money",
    "calls",
    "ledger",
    "spend",
  ],
  reply: z.array(z.enum(["settled", "done", "stale", "unproven"])),
  books: true,
});

/** What becomes of a row after an attempt. An answer can't be written down without its verdict. */
export type Settlement =
  | { readonly event: "answered"; readonly verdict: Extract<Verdict, { confirmed: true }> }
  | { readonly event: "closed"; readonly reason: Reason }
  | { readonly event: "escalated"; readonly reason: Reason; readonly to: Tier }
  | {
      readonly event: "released";
      readonly reason: Reason;
      readonly dueAt: number;
      /** The attempt does not count: the outside asked for patience, or the worker stops. */
      readonly refund: boolean;
    }
  | { readonly event: "gave_up"; readonly reason: Reason };

/** An answer reached the row without a confirmed verdict. Always a bug in the caller. */
export class UnprovenAnswer extends Error {
  override readonly name = "UnprovenAnswer";
}

/** What is written down with a settlement. */
export interface Written {
  readonly cold: Cold;
  /** What the attempt cost, for its transition only: `bookCall` has counted it. */
  readonly costNano: NanoDollars;
  readonly tallies?: Tallies;
  readonly figures?: AttemptFigure;
}

/**
 * The one way to end an attempt. `stale`: somebody else holds the row now, and nothing was written.
 * Calls that are still open are booked at what they reserved, so end them first.
 */
export async function settleRow(
  redis: Redis,
  claimed: Claimed,
  settlement: Settlement,
  { cold, costNano, tallies, figures }: Written,
): Promise<"settled" | "done" | "stale"> {
  const to = settlement.event === "escalated" ? settlement.to : claimed.tier;
  const reply = await settleTogether(redis, {
    batch: claimed.batch,
    args: [
      claimed.n,
      claimed.fence,
      settlement.event,
      tierNumber(to),
      "reason" in settlement ? settlement.reason : "",
      settlement.event === "answered" && settlement.verdict.confirmed ? "confirmed" : "",
      settlement.event === "released" ? settlement.dueAt : Date.now(),
      settlement.event === "released" && settlement.refund ? "1" : "",
      costNano,
      packCold(cold),
      tallies ? packTallies(tallies) : "",
      figures ? packFigure(figures, endOf(settlement)) : "",
    ],
  });
  if (reply === "unproven") {
    throw new UnprovenAnswer(`row ${claimed.n} of ${claimed.batch} has no confirmed verdict`);
  }
  return reply;
}

function endOf(settlement: Settlement): AttemptEnd {
  switch (settlement.event) {
    case "answered":
    case "closed":
    case "escalated":
      return settlement.event;
    case "released":
      return settlement.refund ? "postponed" : "failed";
    case "gave_up":
      return "failed";
  }
}

/** One row for the script, as its header lists it. */
interface Ending {
  readonly batch: string;
  readonly args: readonly (string | number)[];
}

const settleTogether = inOneTurn({
  groupOf: ({ batch }: Ending) => batch,
  send(redis, rows) {
    const keys = batchKeys(rows[0].batch);
    const args = rows.flatMap((row) => row.args);
    return settle(redis, keys, [keys.rows, keys.dues, ...args]);
  },
});
