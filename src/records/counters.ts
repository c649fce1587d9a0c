import type { Redis } from "ioredis";
import type { Reason } from "../domain/reason.ts";
import { reasonNames } from "../domain/reason.ts";
import { type RecordState, recordStates } from "../domain/state.ts";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { batchKeys } from "./keys.ts";

/** A batch in numbers. Every number counts input lines; the five states always sum to `lines`. */
export interface Counts {
  readonly lines: number;
  readonly duplicates: number;
  readonly states: Readonly<Record<RecordState, number>>;
  readonly answered: number;
  readonly undeterminable: number;
  readonly answeredByTier: Readonly<Record<Tier, number>>;
  readonly reasons: Partial<Record<Reason, number>>;
  readonly escalations: Readonly<Record<string, number>>;
  readonly costNano: number;
  readonly costNanoByTier: Readonly<Record<Tier, number>>;
}

export async function readCounts(redis: Redis, batch: string): Promise<Counts> {
  return parseCounts(await redis.hgetall(batchKeys(batch).counters));
}

/** Reads the counters' hash, from wherever it came. */
export function parseCounts(fields: Readonly<Record<string, string>>): Counts {
  const number = (name: string) => Number(fields[name] ?? 0);
  const byTier = (prefix: string) =>
    Object.fromEntries(
      tiers.map((tier) => [tier, number(`${prefix}:${tierNumber(tier)}`)]),
    ) as Record<Tier, number>;
  return {
    lines: number("lines"),
    duplicates: number("duplicates"),
    states: Object.fromEntries(recordStates.map((state) => [state, number(state)])) as Record<
      RecordState,
      number
    >,
    answered: number("answered"),
    undeterminable: number("undeterminable"),
    answeredByTier: byTier("answered"),
    reasons: Object.fromEntries(
      reasonNames
        .map((reason) => [reason, number(`reason:${reason}`)] as const)
        .filter(([, count]) => count > 0),
    ),
    escalations: Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => name.startsWith("escalated:"))
        .map(([name, count]) => [name.slice("escalated:".length), Number(count)]),
    ),
    costNano: number("cost"),
    costNanoByTier: byTier("cost"),
  };
}

/** Whether every line has ended. */
export function isFinished({ lines, states }: Counts): boolean {
  return states.completed + states.failed === lines;
}
