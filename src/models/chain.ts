import type { BudgetLimit, ModelChoice } from "../domain/model.ts";
import type { ModelReply } from "./access.ts";
import type { HopResult } from "./hop.ts";
import type { KeyRing, UsableKey } from "./keys/key-ring.ts";
import type { ProviderReply } from "./provider.ts";

export interface ChainDeps<T> {
  readonly keys: KeyRing;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Whose keys these are by habit: a record's calls go to the same key while it works. */
  readonly session: string;
  /** One call with one key, money and all. */
  readonly makeCall: (choice: ModelChoice, key: UsableKey) => Promise<HopResult<T>>;
}

/** Calls that one ask may make: keys and models that fail one after the other. */
const mostCalls = 6;
/** How long money that calls in flight hold is waited for. */
const heldMoneyMs = 2_000;
/** How often a row asks again whether a person has mended the keys. */
const disabledKeysMs = 300_000;
/** What passes by itself is tried again after this. */
const soonMs = 15_000;

/** What stood in the way so far. */
interface Trouble {
  retryAt: number | undefined;
  elsewhere: boolean;
  limit: BudgetLimit | undefined;
  readonly said: string[];
}

/**
 * Asks model after model, key after key, until one answers. A limit key costs one more key, trouble of
 * a whole model costs none of its siblings; nobody waits here.
 */
export async function askChain<T>(
  chain: readonly ModelChoice[],
  stick: ModelChoice | null,
  deps: ChainDeps<T>,
): Promise<ModelReply<T>> {
  const trouble: Trouble = { retryAt: undefined, elsewhere: false, limit: undefined, said: [] };
  let calls = 0;
  for (const choice of chain) {
    if (stick !== null && !isSame(choice, stick)) {
      trouble.elsewhere ||= deps.keys.has(choice.provider);
      continue;
    }
    const tried = new Set<string>();
    while (calls < mostCalls) {
      const picked = await deps.keys.pick(choice, deps.session, tried);
      if (picked.kind !== "key") {
        noteAbsence(trouble, picked, choice, deps.now());
        break;
      }
      calls += 1;
      const result = await deps.makeCall(choice, picked.key);
      await deps.keys.report(picked.ticket, ...verdictOn(result));
      if (result.kind === "refused") {
        if (result.limit === "stale" || result.limit === "cancelled") throw lost(deps.signal);
        if (result.limit === "batch_wait") return heldMoney(deps.now());
        trouble.limit ??= result.limit;
        break; // a cheaper model of the chain may still fit
      }
      const { reply } = result;
      if (reply.outcome === "ok")
        return { kind: "ok", value: reply.value, by: choice, isReplayed: false };
      if (reply.outcome === "refusal" || reply.outcome === "truncated")
        return { kind: reply.outcome, detail: reply.detail };
      if (reply.outcome === "cancelled") {
        deps.signal.throwIfAborted();
        return { kind: "failed", detail: "the attempt's time is up" };
      }
      trouble.said.push(`${choice.model}: ${reply.outcome}`);
      const { isOver, passesSoon } = remedies[reply.outcome];
      if (passesSoon) trouble.retryAt = soonest(trouble.retryAt, deps.now() + soonMs);
      if (isOver) break;
      tried.add(picked.key.alias);
    }
  }
  return outOfModels(trouble, deps.now());
}

/** After a failed call: whether this model is over for now, and whether the trouble passes by itself. */
const remedies = {
  rate_limited: { isOver: false, passesSoon: false },
  billing: { isOver: false, passesSoon: false },
  auth: { isOver: false, passesSoon: false },
  unreachable: { isOver: true, passesSoon: true },
  timeout: { isOver: true, passesSoon: true },
  overloaded: { isOver: true, passesSoon: true },
  invalid: { isOver: true, passesSoon: true },
  unknown_model: { isOver: true, passesSoon: false },
  rejected: { isOver: true, passesSoon: false },
} as const satisfies Record<
  Exclude<ProviderReply<never>["outcome"], "ok" | "refusal" | "truncated" | "cancelled">,
  { isOver: boolean; passesSoon: boolean }
>;

/** What the key ring learns of a call; one that money refused was none. */
function verdictOn<T>(
  result: HopResult<T>,
): [outcome: ProviderReply<T>["outcome"], retryAfterMs: number | null] {
  if (result.kind === "refused") return ["cancelled", null];
  const { reply } = result;
  return [reply.outcome, "retryAfterMs" in reply ? reply.retryAfterMs : null];
}

function isSame(a: ModelChoice, b: ModelChoice): boolean {
  return a.provider === b.provider && a.model === b.model;
}

function noteAbsence(
  trouble: Trouble,
  picked: Exclude<Awaited<ReturnType<KeyRing["pick"]>>, { kind: "key" }>,
  { model }: ModelChoice,
  now: number,
): void {
  if (picked.kind === "none") return;
  const isResting = picked.kind === "cooling";
  trouble.said.push(`${model}: ${isResting ? "its keys rest" : picked.detail}`);
  trouble.retryAt = soonest(trouble.retryAt, isResting ? picked.retryAt : now + disabledKeysMs);
}

function soonest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

/** Patience before limits: a model that rests may still be affordable. */
function outOfModels<T>({ retryAt, elsewhere, limit, said }: Trouble, now: number): ModelReply<T> {
  const detail = said.join("; ") || "no model of the chain has a key";
  if (retryAt !== undefined) {
    // Spread, so that not every waiting row asks for the key in the moment that it is back.
    const spreadMs = Math.random() * Math.min(30_000, Math.max(0, retryAt - now) / 5);
    return { kind: "unavailable", retryAt: Math.round(retryAt + spreadMs), detail, elsewhere };
  }
  if (limit !== undefined) return { kind: "limit", limit, detail: `the ${limit} is reached` };
  return { kind: "failed", detail };
}

function heldMoney<T>(now: number): ModelReply<T> {
  const detail = "calls in flight hold the rest of the money";
  return { kind: "unavailable", retryAt: now + heldMoneyMs, detail, elsewhere: false };
}

function lost(signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : new RowLost();
}

/** The row was taken from this attempt before its lease keeper noticed. The attempt ends without a word. */
export class RowLost extends Error {
  override readonly name = "RowLost";

  constructor() {
    super("another worker holds the row now");
  }
}
