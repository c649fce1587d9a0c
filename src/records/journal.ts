import type { Redis } from "ioredis";
import { batchKeys } from "./keys.ts";
import { packText, unpackText } from "./packed-text.ts";

/** A paid answer: what was asked, as the asker names it, and what came back. */
export interface Journalled {
  readonly key: string;
  readonly value: string;
}

/** The answer that was bought for this question before, by whoever: `bookCall` keeps it. */
export async function findJournalled(
  redis: Redis,
  batch: string,
  key: string,
): Promise<string | undefined> {
  const packed = await redis.hget(batchKeys(batch).journal, key);
  return packed === null ? undefined : unpackText(packed);
}

/** Question and answer as `book.lua` takes them. */
export function packJournalled(answer: Journalled | null): [string, string] {
  return answer === null ? ["", ""] : [answer.key, packText(answer.value)];
}
