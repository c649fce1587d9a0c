import type { Redis } from "ioredis";
import { z } from "zod";
import type { ModelChoice } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { tierNumber } from "../domain/tier.ts";
import type { ChargeKind, Spender } from "../money/ledger-entry.ts";
import { BadAmount, wholeAmount } from "./amount.ts";
import { batchKeys } from "./keys.ts";
import { headOf } from "./ledger-line.ts";
import { script } from "./scripts.ts";
import { sumsOf } from "./spend-sums.ts";

export const reserveReplies = [
  "reserved",
  "stale",
  "cancelled",
  "record_budget",
  "agent_tokens",
  "agent_budget",
  "batch_ceiling",
  "batch_wait",
] as const;
export type ReserveReply = (typeof reserveReplies)[number];

const reserve = script("reserve", {
  keys: ["batch", "row", "money", "calls"],
  reply: z.enum(reserveReplies),
  books: true,
});

/** The worst that one call can cost, by whom and what for. */
export interface Reservation {
  readonly spender: Spender;
  /** Unique in its batch: `<row>-<fence>-<count>`. */
  readonly call: string;
  readonly kind: ChargeKind;
  readonly model: ModelChoice | null;
  /** The key's alias; never the key. */
  readonly key: string | null;
  readonly step: string;
  readonly nano: NanoDollars;
  readonly tokens: number;
  /** The price file's date, for models. */
  readonly prices: string | null;
}

/** What a call must fit into besides the batch's ceiling; `null`: no such limit. */
export interface ReserveLimits {
  readonly recordNano: NanoDollars | null;
  /** Of this agent, on all records of the batch. */
  readonly agentNano: NanoDollars | null;
  /** Of this agent, on this record. */
  readonly agentTokens: number | null;
}

/**
 * Sets the worst case of a call aside, against all ceilings at once, or names the first that it
 * would pass. Spent and reserved together never pass a ceiling, however many workers ask.
 * `batch_wait`: calls in flight hold the money that it needs; `stale`: the row was lost.
 */
export async function reserveCall(
  redis: Redis,
  reservation: Reservation,
  { recordNano, agentNano, agentTokens }: ReserveLimits,
): Promise<ReserveReply> {
  const { spender, call, nano, tokens } = reservation;
  const keys = batchKeys(spender.batch);
  return reserve(redis, { ...keys, row: keys.row(spender.n) }, [
    spender.fence,
    callName(call),
    wholeAmount(nano),
    wholeAmount(tokens),
    tierNumber(spender.tier),
    encodeURIComponent(spender.agent),
    sumsOf(reservation),
    headOf(reservation),
    recordNano ?? "",
    agentNano ?? "",
    agentTokens ?? "",
  ]);
}

/** Rows list their open calls by name, so a name holds nothing that a list is made of. */
function callName(call: string): string {
  if (/^[\w-]+$/.test(call)) return call;
  throw new BadAmount(`"${call}" is no name for a call; use <row>-<fence>-<count>`);
}
