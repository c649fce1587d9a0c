import type { Redis } from "ioredis";
import type { Logger } from "pino";
import {
  type CallOutcome,
  type ModelChoice,
  type ProviderName,
  providerNames,
} from "../../domain/model.ts";
import type { Config } from "../../platform/config.ts";
import { aliasOf, preferenceOf, providerOf } from "./alias.ts";
import { type KeyState, keyStates } from "./key-states.ts";
import { type Lesson, lessons, rungsOf } from "./lesson.ts";
import { enableKey, pickKey, reportCall } from "./scripts.ts";
import { tellChange } from "./tell.ts";
import { readTicket, writeTicket } from "./ticket.ts";

/** A key that may be used now. Only its alias is ever written down. */
export interface UsableKey {
  readonly alias: string;
  readonly secret: string;
}

export type Picked =
  /** Make the call, then report how it ended with the ticket, `cancelled` if it was never made. */
  | { readonly kind: "key"; readonly key: UsableKey; readonly ticket: string }
  /** Every key that isn't disabled rests; the first is back at `retryAt` (epoch ms). */
  | { readonly kind: "cooling"; readonly retryAt: number }
  /** Every key waits for a person, or for an hour to pass. */
  | { readonly kind: "disabled"; readonly detail: string }
  /** No key of that provider is configured. */
  | { readonly kind: "none" };

/** The keys of all providers. What is known of them lies in Redis only, so all workers act as one. */
export interface KeyRing {
  has(provider: ProviderName): boolean;
  /**
   * The session's own key while that works, else the next one; `tried` are aliases that this ask has
   * used already. One round trip.
   */
  pick(
    choice: Pick<ModelChoice, "provider" | "model">,
    session: string,
    tried: ReadonlySet<string>,
  ): Promise<Picked>;
  /** Learns from the end of a call. Many that fail at once count as one failure. */
  report(ticket: string, outcome: CallOutcome, retryAfterMs: number | null): Promise<void>;
  /** Every configured key, and whatever rests or is disabled. */
  states(): Promise<KeyState[]>;
  /** A person cleared the trouble: all of it is forgotten. False when there is no such key. */
  enable(alias: string): Promise<boolean>;
}

interface KeyRingDeps {
  readonly redis: Redis;
  readonly keys: Readonly<Record<ProviderName, readonly string[]>>;
  /** How long a key that is limited rests: first, second, … time in a row. */
  readonly cooldownsMs: readonly number[];
  readonly log: Pick<Logger, "debug" | "warn">;
  /** Another clock than that of Redis, in epoch ms. */
  readonly now?: () => number;
}

/** When to come back for a key whose one probe is out. */
const probeWaitMs = 2_000;
/** A probe that nobody reported is forgotten after this. */
const probeLeaseMs = 60_000;
/** What a provider can ask for at most; longer is a mistake of its clock. */
const longestRetryAfterMs = 86_400_000;

/** The key ring over one Redis, shared by every process that uses the same keys. */
export function createKeyRing(deps: KeyRingDeps): KeyRing {
  const { redis, keys, cooldownsMs, log } = deps;
  const clock = () => deps.now?.() ?? "";
  const secrets = new Map(
    providerNames.map((provider) => [
      provider,
      new Map(keys[provider].map((secret) => [aliasOf(provider, secret), secret])),
    ]),
  );
  const soonMs = Math.min(probeWaitMs, ...cooldownsMs);

  return {
    has: (provider) => keys[provider].length > 0,

    async pick({ provider, model }, session, tried) {
      const own = secrets.get(provider);
      if (!own?.size) return { kind: "none" };
      const order = preferenceOf(session, own.keys());
      const asked = order.flatMap((alias) => [alias, tried.has(alias) ? "1" : ""]);
      const reply = await pickKey(redis, provider, [
        clock(),
        model,
        soonMs,
        probeLeaseMs,
        ...asked,
      ]);
      if (reply[0] === "cooling") return { kind: "cooling", retryAt: reply[1] };
      if (reply[0] === "disabled") return { kind: "disabled", detail: detailOf(reply.slice(1)) };
      const [, alias, pickedAt, probe] = reply;
      if (probe) log.debug({ key: alias, model }, "key is probed");
      const key = { alias, secret: own.get(alias) ?? "" };
      return { kind: "key", key, ticket: writeTicket({ provider, model, alias, pickedAt }) };
    },

    async report(ticket, outcome, retryAfterMs) {
      const { provider, model, alias, pickedAt } = readTicket(ticket);
      const lesson: Lesson = lessons[outcome];
      const rungs = lesson.rest ? rungsOf(lesson.rest, cooldownsMs) : [];
      const waitMs = Math.min(Math.max(Math.ceil(retryAfterMs ?? 0), 0), longestRetryAfterMs);
      const call = [clock(), alias, model, pickedAt];
      const learnt = [outcome, lesson.shuts ?? "", lesson.works ? "1" : "", rungs.join(",")];
      const args = [...call, ...learnt, waitMs, Math.random()];
      for (const [field, event, before, reason, until] of await reportCall(redis, provider, args))
        await tellChange(deps, { field, event, before, reason, until });
    },

    states: () => keyStates(redis, secrets, clock()),

    async enable(alias) {
      const provider = providerOf(alias);
      if (!provider) return false;
      const gates = await enableKey(redis, provider, [clock(), alias]);
      for (const [field, event, before, reason, until] of gates)
        if (event === "opened") await tellChange(deps, { field, event, before, reason, until });
      return gates.length > 0 || secrets.get(provider)?.has(alias) === true;
    },
  };
}

/** The keys of the environment, each once, in the order given. */
export function keysOf(
  config: Pick<
    Config,
    "OPENAI_API_KEY" | "OPENAI_API_KEYS" | "ANTHROPIC_API_KEY" | "ANTHROPIC_API_KEYS"
  >,
): Record<ProviderName, string[]> {
  const joined = (one: string | undefined, more: readonly string[]) => [
    ...new Set([one?.trim() ?? "", ...more].filter(Boolean)),
  ];
  return {
    openai: joined(config.OPENAI_API_KEY, config.OPENAI_API_KEYS),
    anthropic: joined(config.ANTHROPIC_API_KEY, config.ANTHROPIC_API_KEYS),
  };
}

/** "openai-3fa91c: billing, openai-77e1d0: auth". */
function detailOf(pairs: readonly string[]): string {
  const keys = pairs.flatMap((alias, i) => (i % 2 === 0 ? [`${alias}: ${pairs[i + 1]}`] : []));
  return `every key is disabled (${keys.join(", ")}); clear the trouble, then enable one`;
}
