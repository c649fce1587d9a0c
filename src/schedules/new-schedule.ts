import { cronTrouble } from "../../queues/cron-times.ts";
import type { Tier } from "../domain/tier.ts";
import type { NanoDollars } from "../domain/money.ts";
import { Schedule } from "./schedule.ts";

/** A schedule as somebody asks for it. */
export interface NewSchedule {
  readonly name: string;
  readonly cron: string;
  readonly tz: string;
  readonly workflow: string;
  readonly file: string;
  readonly within: string | null;
  readonly maxUsdNano: NanoDollars | null;
  readonly maxTier: Tier;
  readonly expectRows: number;
  readonly expectAnswered: number;
  readonly withinMs: number;
}

/** It can't be kept as asked; the message says what to change. */
export class BadSchedule extends Error {
  override readonly name = "BadSchedule";
}

const dayMs = 86_400_000;
/** How long a batch may take when nobody says. */
export const defaultWithinMs = dayMs;

/** Checks what somebody asks for. */
export function newSchedule(asked: NewSchedule, now: number): Schedule {
  const trouble = cronTrouble(asked);
  if (trouble !== undefined) throw new BadSchedule(trouble);
  const { expectRows: rows, expectAnswered: answered, withinMs, ...rest } = asked;
  const result = Schedule.safeParse({
    ...rest,
    expected: { rows, answered, withinMs },
    createdAt: now,
  });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.path[0] === "name") {
    throw new BadSchedule(`${asked.name} is no name: up to 60 lower-case letters, digits, - and _`);
  }
  throw new BadSchedule(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "does not fit"}`);
}

const unitsMs = { m: 60_000, h: 3_600_000, d: dayMs } as const;

/** `30m`, `6h`, `2d`; `undefined` when it is no such time. */
export function readSpan(text: string): number | undefined {
  const match = /^(\d{1,4})([mhd])$/.exec(text);
  const ms = Number(match?.[1]) * unitsMs[(match?.[2] ?? "m") as keyof typeof unitsMs];
  return ms > 0 ? ms : undefined;
}
