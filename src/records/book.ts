import type { Redis } from "ioredis";
import { z } from "zod";
import { type CallOutcome, type TokenUsage, totalTokens } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { wholeAmount } from "./amount.ts";
import { type Journalled, packJournalled } from "./journal.ts";
import { batchKeys } from "./keys.ts";
import { tailOf } from "./ledger-line.ts";
import type { Reservation } from "./reserve.ts";
import { script } from "./scripts.ts";

const book = script("book", {
  keys: ["row", "counters", "money", "calls", "ledger", "spend", "journal"],
  reply: z.enum(["booked", "unknown"]),
  books: true,
});

/** How a call ended and what it cost. */
export interface Booking {
  readonly usage: TokenUsage;
  /** Pages fetched or milliseconds of browser, for those kinds. */
  readonly quantity: number;
  readonly nano: NanoDollars;
  readonly outcome: CallOutcome;
  /** Nobody counted it: booked at its reservation, in tokens too. */
  readonly isEstimate: boolean;
  /** The provider's request id. */
  readonly request: string | null;
  readonly durationMs: number;
  /** The answer, to be read back rather than bought again. */
  readonly journal: Journalled | null;
}

/**
 * Books what a reserved call came to, frees the rest of its reservation and keeps its answer, all
 * at once; a second booking changes nothing. `unknown`: the reservation is not open, because it was
 * booked before, or booked as lost when its row lost its holder. The answer is kept even then.
 */
export async function bookCall(
  redis: Redis,
  reservation: Reservation,
  booking: Booking,
): Promise<"booked" | "unknown"> {
  const { spender, call } = reservation;
  const { usage } = booking;
  const keys = batchKeys(spender.batch);
  const counted = totalTokens(usage);
  return book(redis, { ...keys, row: keys.row(spender.n) }, [
    call,
    wholeAmount(booking.nano),
    booking.isEstimate ? Math.max(counted, reservation.tokens) : counted,
    booking.outcome,
    booking.isEstimate ? "1" : "",
    tailOf({ ...booking, durationMs: Math.round(booking.durationMs) }),
    usage.input,
    usage.cacheRead,
    usage.cacheWrite,
    usage.cacheWriteLong,
    usage.output,
    usage.reasoning,
    ...packJournalled(booking.journal),
  ]);
}
