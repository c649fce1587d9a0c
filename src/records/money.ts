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
  return { spentNano: Number(spent ?? 0), reservedNano: Number(reserved ?? 0) };
}
