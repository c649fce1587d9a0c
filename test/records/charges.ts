import type { Redis } from "ioredis";
import type { Tier } from "../../src/domain/tier.ts";
import { noTokens } from "../../src/domain/model.ts";
import { type Booking, bookCall } from "../../src/records/book.ts";
import type { Claimed } from "../../src/records/claim.ts";
import { type Reservation, type ReserveLimits, reserveCall } from "../../src/records/reserve.ts";

export const agentOf: Readonly<Record<Tier, string>> = {
  http: "discoverer",
  classifier: "classifier",
  browser: "investigator",
};

export const noLimits: ReserveLimits = { recordNano: null, agentNano: null, agentTokens: null };

/** A model call of the agent that holds the row. */
export function callOf(
  claimed: Pick<Claimed, "batch" | "n" | "tier" | "fence">,
  nano: number,
  { count = 1, ...rest }: { count?: number } & Partial<Reservation> = {},
): Reservation {
  const { batch, n, tier, fence } = claimed;
  return {
    spender: { batch, n, tier, fence, agent: agentOf[tier], spec: "5bec" },
    call: `${n}-${fence}-${count}`,
    kind: "model",
    model: { provider: "openai", model: "small-1", effort: "low" },
    key: "openai-3fa91c",
    step: "read",
    nano,
    tokens: 100,
    prices: "2026-11-01",
    ...rest,
  };
}

/** An answer that was counted. */
export function costing(nano: number, rest: Partial<Booking> = {}): Booking {
  return {
    usage: { ...noTokens, input: 40, output: 10, reasoning: 4 },
    quantity: 1,
    nano,
    outcome: "ok",
    isEstimate: false,
    request: "req-1",
    durationMs: 1_200,
    journal: null,
    ...rest,
  };
}

/** Reserves and books; the reply to the reservation when it was refused. */
export async function spend(
  redis: Redis,
  reservation: Reservation,
  booking: Booking,
  limits: ReserveLimits = noLimits,
) {
  const reply = await reserveCall(redis, reservation, limits);
  return reply === "reserved" ? bookCall(redis, reservation, booking) : reply;
}
