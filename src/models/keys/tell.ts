import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { type NoticeCause, raiseNotice, resolveNotice } from "../../notices/notices.ts";

/** A gate that opened or shut. `field` names it: `<alias>`, `<alias> <model>` or `* <model>`. */
export interface GateChange {
  readonly field: string;
  /** `still`: it was shut already, and somebody has run into it again. */
  readonly event: "opened" | "shut" | "still";
  readonly before: string;
  readonly reason: string;
  readonly until: number;
}

/** Why a gate can stay shut until somebody acts, and what a person is told then. */
const locks: Readonly<Record<string, { cause: NoticeCause; text: (field: string) => string }>> = {
  billing: {
    cause: "key_disabled",
    text: (field) =>
      `${field} has no money left. Top it up; it is tried again every hour, or at once when you enable it.`,
  },
  auth: {
    cause: "key_disabled",
    text: (field) =>
      `${field} was refused: it is wrong, revoked or has no access. Replace it, or enable it once it works.`,
  },
  unknown_model: {
    cause: "unknown_model",
    text: (field) =>
      `${field.replace(" ", " doesn't know the model ")}. Name another in the spec, or give the key access.`,
  },
};

/** Whether only a person, or a rare probe, ends this kind of trouble. */
export function isLock(reason: string): boolean {
  return reason in locks;
}

/** What a person is told of a gate that is locked for this reason; undefined when it opens by itself. */
export function lockNotice(
  field: string,
  reason: string,
): { cause: NoticeCause; subject: string; text: string } | undefined {
  const lock = locks[reason];
  return lock && { cause: lock.cause, subject: field, text: lock.text(field) };
}

/** Logs a change once, and keeps the notices that stand true to it. */
export async function tellChange(
  { redis, log }: { redis: Redis; log: Pick<Logger, "debug" | "warn"> },
  { field, event, before, reason, until }: GateChange,
): Promise<void> {
  const gate = { gate: field, reason: reason || before, until };
  const lock = lockNotice(field, reason);
  const lifted = before === reason ? undefined : locks[before];
  if (lifted) await resolveNotice(redis, { cause: lifted.cause, subject: field });
  if (lock) await raiseNotice(redis, lock);
  if (event === "opened") log.debug(gate, "key works again");
  if (event === "shut" && before !== reason && lock) log.warn(gate, "key disabled");
  else if (event === "shut") log.debug(gate, "key cools down");
}
