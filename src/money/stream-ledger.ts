import type { Redis } from "ioredis";
import { readLedger } from "../records/ledger.ts";
import type { LedgerEntry } from "./ledger-entry.ts";

const chunk = 500;

/** Every finished call of a batch in the order in which they ended, in constant memory. */
export async function* streamLedger(redis: Redis, batch: string): AsyncGenerator<LedgerEntry> {
  let cursor: string | null = null;
  do {
    const { entries, next }: Awaited<ReturnType<typeof readLedger>> = await readLedger(
      redis,
      batch,
      { cursor, limit: chunk },
    );
    yield* entries;
    cursor = next;
  } while (cursor !== null);
}
