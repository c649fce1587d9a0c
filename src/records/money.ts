import type { Redis } from "ioredis";
import type { NanoDollars } from "../domain/money.ts";
import { batchKeys } from "./keys.ts";

/** What a batch has spent, and what its calls in flight may still cost. */
export interface Money {
  readonly spentNano: NanoDollars;
  readonly reservedNano: NanoDollars;
}

export async function readMoney(redis: Redis, batch: string): Promise<Money> {
  const [spent, reserved] = await redis.hmget(batchKeys(batch).money, "spent", "reserved");
  return parseMoney({ ...(spent !== null && { spent }), ...(reserved !== null && { reserved }) });
}

/** Reads the money's hash, from wherever it came. */
export function parseMoney(fields: Readonly<Record<string, string>>): Money {
  return { spentNano: Number(fields["spent"] ?? 0), reservedNano: Number(fields["reserved"] ?? 0) };
}
