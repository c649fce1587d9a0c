import type { Redis } from "ioredis";
import { type BudgetLimit, noTokens } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import type { Spender } from "../money/ledger-entry.ts";
import { bookCall } from "../records/book.ts";
import { type Reservation, type ReserveLimits, reserveCall } from "../records/reserve.ts";
import type { AgentConstraints } from "../specs/kit.ts";
import { nothingUsed, type Use } from "./observe.ts";

/** What the user's own infrastructure costs; zero when nobody asked to count it. */
export interface UnitCosts {
  readonly fetchNano: NanoDollars;
  readonly browserSecondNano: NanoDollars;
}

export interface Charges {
  /** Books what was really used. */
  book(use: Use, durationMs: number): Promise<NanoDollars>;
}

/** Of an attempt whose fetches nobody counts. */
const free: Charges = { book: () => Promise.resolve(0) };

/** Pages that the verifier may fetch beyond the agent's own. */
const verifierPages = 20;
const verifierBrowserMs = 90_000;

/**
 * Reserves the most that an attempt's fetches and browser time can cost, before it starts. A limit
 * instead of charges: there is not enough money left for this attempt at all.
 */
export async function reserveCharges(
  redis: Redis,
  spender: Spender,
  {
    costs,
    constraints,
    money,
  }: {
    readonly costs: UnitCosts;
    readonly constraints: AgentConstraints;
    readonly money: ReserveLimits;
  },
): Promise<Charges | BudgetLimit | "batch_wait"> {
  if (costs.fetchNano === 0 && costs.browserSecondNano === 0) return free;
  const reserved: { reservation: Reservation; quantityOf: (use: Use) => number; unit: number }[] =
    [];
  for (const { kind, unit, most, quantityOf } of chargesOf(spender, costs, constraints)) {
    if (unit === 0) continue;
    const reservation: Reservation = {
      spender,
      call: `${spender.n}-${spender.fence}-${kind}`,
      kind,
      model: null,
      key: null,
      step: kind,
      nano: Math.ceil(most * unit),
      tokens: 0,
      prices: null,
    };
    const granted = await reserveCall(redis, reservation, money);
    if (granted === "reserved") reserved.push({ reservation, quantityOf, unit });
    else if (granted !== "stale" && granted !== "cancelled") {
      await Promise.all(reserved.map((each) => bookUse(redis, each, nothingUsed, 0)));
      return granted;
    }
  }
  return {
    async book(use, durationMs) {
      const nanos = await Promise.all(
        reserved.map((each) => bookUse(redis, each, use, durationMs)),
      );
      return nanos.reduce((sum, nano) => sum + nano, 0);
    },
  };
}

function chargesOf(
  { tier }: Spender,
  costs: UnitCosts,
  { maxPages, timeoutMs, model }: AgentConstraints,
) {
  const browserSeconds = (timeoutMs + (model?.timeoutMs ?? 0) + verifierBrowserMs) / 1_000;
  return [
    {
      kind: "fetch",
      unit: costs.fetchNano,
      most: maxPages + verifierPages,
      quantityOf: ({ fetches }: Use) => fetches,
    },
    {
      kind: "browser",
      unit: tier === "browser" ? costs.browserSecondNano : 0,
      most: browserSeconds,
      quantityOf: ({ browserMs }: Use) => browserMs / 1_000,
    },
  ] as const;
}

async function bookUse(
  redis: Redis,
  {
    reservation,
    quantityOf,
    unit,
  }: {
    readonly reservation: Reservation;
    readonly quantityOf: (use: Use) => number;
    readonly unit: number;
  },
  use: Use,
  durationMs: number,
): Promise<NanoDollars> {
  const quantity = quantityOf(use);
  const nano = Math.min(Math.ceil(quantity * unit), reservation.nano);
  await bookCall(redis, reservation, {
    usage: noTokens,
    quantity,
    nano,
    outcome: "ok",
    isEstimate: false,
    request: null,
    durationMs: Math.round(durationMs),
    journal: null,
  });
  return nano;
}
