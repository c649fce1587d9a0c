import type { Redis } from "ioredis";
import type { ModelChoice } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import type { Spender } from "../money/ledger-entry.ts";
import type { Prices } from "../money/prices.ts";
import { findJournalled } from "../records/journal.ts";
import type { ReserveLimits } from "../records/reserve.ts";
import type { ModelLimits } from "../specs/kit.ts";
import type { ModelAccess, ModelReply } from "./access.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { askChain } from "./chain.ts";
import { type HopResult, makeCall } from "./hop.ts";
import { JournalEntry, journalKey, promptHash } from "./journal-entry.ts";
import type { KeyRing, UsableKey } from "./keys/key-ring.ts";
import {
  completionQuestion,
  conversationQuestion,
  type Providers,
  type Question,
  readAnswer,
} from "./question.ts";

/** What every attempt of a worker shares on its way to the models. */
export interface GatewayDeps {
  readonly redis: Redis;
  readonly providers: Providers;
  readonly keys: KeyRing;
  readonly prices: Prices;
  readonly answers: AnswerCache;
  readonly now: () => number;
}

/** Whose calls these are, and what limits them. */
export interface SpendingAttempt {
  readonly spender: Spender;
  readonly limits: ModelLimits;
  readonly money: ReserveLimits;
  /** Epoch ms after which no call may go on. */
  readonly deadline: number;
  readonly signal: AbortSignal;
}

/** Models for one attempt, and what they have cost in it so far. */
export interface Metered {
  readonly access: ModelAccess;
  readonly spentNano: () => NanoDollars;
  /** When every call that is out has been booked: an attempt that is cut short waits for it. */
  readonly idle: () => Promise<void>;
}

/** The one way from an agent to a model: journal, cache, money, keys, models, in this order. */
export function openModelAccess(deps: GatewayDeps, attempt: SpendingAttempt): Metered {
  const { spender, limits, signal } = attempt;
  let asks = 0;
  let calls = 0;
  let spentNano = 0;
  const out = new Set<Promise<unknown>>();

  async function ask<T>(question: Question<T>): Promise<ModelReply<T>> {
    signal.throwIfAborted();
    asks += 1;
    if (asks > limits.maxCalls)
      return { kind: "limit", limit: "agent_calls", detail: `${limits.maxCalls} calls were made` };
    const prompt = promptHash(question.prompt);
    const journal = journalKey({ spec: spender.spec, n: spender.n, prompt, step: question.step });
    const known = await findJournalled(deps.redis, spender.batch, journal);
    if (known !== undefined) return readBack(JournalEntry.parse(JSON.parse(known)));
    if (question.isReusable) {
      const kept = await deps.answers.find(spender.spec, prompt);
      if (kept) return { kind: "ok", value: kept.text as T, by: kept.by, isReplayed: true };
    }
    const reply = await askChain<T>(limits.chain, question.stick, {
      ...deps,
      signal,
      session: `${spender.batch}-${spender.n}`,
      makeCall: (choice, key) => callOnce(question, { choice, key, journal }),
    });
    if (question.isReusable && reply.kind === "ok" && typeof reply.value === "string")
      await deps.answers.keep(spender.spec, prompt, { by: reply.by, text: reply.value });
    return reply;
  }

  async function callOnce<T>(
    question: Question<T>,
    { choice, key, journal }: { choice: ModelChoice; key: UsableKey; journal: string },
  ): Promise<HopResult<T>> {
    const request = question.requestFor(choice);
    calls += 1;
    const made = makeCall<T>(
      {
        spender,
        call: `${spender.n}-${spender.fence}-${calls}`,
        step: question.step,
        choice,
        key,
        limits: attempt.money,
        promptBytes: Buffer.byteLength(JSON.stringify(request.body)),
        maxOutputTokens: limits.maxOutputTokens,
        timeoutMs: limits.callTimeoutMs,
        deadline: attempt.deadline,
        signal,
        journal,
        send: (call) => request.send({ key: key.secret, signal: call }),
      },
      deps,
    ).finally(() => out.delete(made));
    out.add(made);
    const result = await made;
    if (result.kind === "answered") spentNano += result.nano;
    return result;
  }

  return {
    spentNano: () => spentNano,
    async idle() {
      await Promise.allSettled(out);
    },
    access: {
      async complete(asked) {
        const reply = await ask(completionQuestion(asked, limits, deps.providers));
        return reply.kind === "ok" ? readAnswer(reply, asked.schema) : reply;
      },
      converse: async (asked) => ask(conversationQuestion(asked, limits, deps.providers)),
    },
  };
}

/** An answer that was paid for before is used as it was given. */
function readBack<T>({ by, outcome, value, detail }: JournalEntry): ModelReply<T> {
  return outcome === "ok"
    ? { kind: "ok", value: value as T, by, isReplayed: true }
    : { kind: outcome, detail };
}
