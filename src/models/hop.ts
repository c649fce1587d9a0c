import type { Redis } from "ioredis";
import type { BudgetLimit, ModelChoice, TokenUsage } from "../domain/model.ts";
import { noTokens } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { costOf } from "../money/cost.ts";
import type { Spender } from "../money/ledger-entry.ts";
import { type Prices, priceOf } from "../money/prices.ts";
import { worstCase } from "../money/worst-case.ts";
import { underTimeLimit } from "../platform/time-limit.ts";
import { bookCall } from "../records/book.ts";
import { type Reservation, type ReserveLimits, reserveCall } from "../records/reserve.ts";
import { callSpan } from "./call-span.ts";
import type { JournalEntry } from "./journal-entry.ts";
import type { ProviderReply } from "./provider.ts";
import type { UsableKey } from "./keys/key-ring.ts";

export interface HopDeps {
  readonly redis: Redis;
  readonly prices: Prices;
  readonly now: () => number;
}

/** One call to one model with one key: what it may cost at most, and how it is made. */
export interface Hop<T> {
  readonly spender: Spender;
  readonly call: string;
  readonly step: string;
  readonly choice: ModelChoice;
  readonly key: UsableKey;
  readonly limits: ReserveLimits;
  readonly promptBytes: number;
  readonly maxOutputTokens: number;
  /** Of this call. */
  readonly timeoutMs: number;
  /** Epoch ms at which the attempt's time is up; a call that is cut there is not the provider's fault. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly journal: string;
  readonly send: (signal: AbortSignal) => Promise<ProviderReply<T>>;
}

export type HopResult<T> =
  | { readonly kind: "answered"; readonly reply: ProviderReply<T>; readonly nano: NanoDollars }
  | {
      readonly kind: "refused";
      readonly limit: BudgetLimit | "batch_wait" | "stale" | "cancelled";
    };

/**
 * Reserves the worst case, makes the call, and books what it came to: the money, the ledger's line and
 * the answer itself in one step, before anybody reads the answer.
 */
export async function makeCall<T>(hop: Hop<T>, deps: HopDeps): Promise<HopResult<T>> {
  const price = priceOf(deps.prices, hop.choice);
  const most = worstCase(price, hop);
  const reservation: Reservation = {
    spender: hop.spender,
    call: hop.call,
    kind: "model",
    model: hop.choice,
    key: hop.key.alias,
    step: hop.step,
    nano: most.nano,
    tokens: most.tokens,
    prices: deps.prices.checkedOn,
  };
  const granted = await reserveCall(deps.redis, reservation, hop.limits);
  if (granted !== "reserved") return { kind: "refused", limit: granted };

  const started = deps.now();
  const reply = await callSpan(hop, () => underLimits(hop, started));
  const counted = usageOf(reply);
  const isEstimate = counted === "unknown";
  const usage = isEstimate ? noTokens : counted;
  const nano = isEstimate ? most.nano : costOf(price, usage);
  await bookCall(deps.redis, reservation, {
    usage,
    quantity: 1,
    nano,
    outcome: reply.outcome,
    isEstimate,
    request: reply.requestId,
    durationMs: Math.max(0, Math.round(deps.now() - started)),
    journal: isAnswer(reply)
      ? { key: hop.journal, value: JSON.stringify(entryOf(hop.choice, reply)) }
      : null,
  });
  return { kind: "answered", reply, nano };
}

/** The call under its own time limit and the attempt's signal; both cover the body. */
async function underLimits<T>(hop: Hop<T>, now: number): Promise<ProviderReply<T>> {
  const leftMs = Math.max(1, hop.deadline - now);
  const why = leftMs < hop.timeoutMs ? "deadline" : "timeout";
  const limit = { ms: Math.min(hop.timeoutMs, leftMs), reason: () => why };
  return underTimeLimit(hop.signal, limit, hop.send);
}

/** What the provider counted; `unknown` when it may have billed without telling. */
function usageOf(reply: ProviderReply<unknown>): TokenUsage | "unknown" {
  if ("usage" in reply) return reply.usage;
  return reply.isBilled === "maybe" ? "unknown" : noTokens;
}

type Answer<T> = Extract<ProviderReply<T>, { readonly usage: TokenUsage }>;

function isAnswer<T>(reply: ProviderReply<T>): reply is Answer<T> {
  return "usage" in reply;
}

function entryOf<T>(by: ModelChoice, reply: Answer<T>): JournalEntry {
  return reply.outcome === "ok"
    ? { by, outcome: "ok", value: reply.value as JournalEntry["value"], detail: "" }
    : { by, outcome: reply.outcome, value: null, detail: reply.detail };
}
