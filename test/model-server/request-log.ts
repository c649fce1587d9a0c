import { noTokens, type ProviderName, type TokenUsage } from "../../src/domain/model.ts";

/** One request as the server saw it. */
export interface ServedRequest {
  readonly n: number;
  readonly provider: ProviderName;
  readonly key: string;
  readonly model: string;
  readonly kind: "complete" | "converse" | "models";
  readonly requestId: string;
  /** Epoch ms. */
  readonly at: number;
  endedAt: number | null;
  status: number | null;
  /** `answered`: all of it was sent; `cut`: the client left or the server broke off; `open`: still out. */
  end: "open" | "answered" | "cut";
  /** What a provider would bill: everything that reached a model. `null` for errors. */
  usage: TokenUsage | null;
  /** The request as sent; `null` once 2,000 others came after it. */
  body: unknown;
  /** sha256 of the request's bytes, hex: equal ones ask the same. */
  readonly hash: string;
  /** A short hash of each message, in order: one conversation's requests begin alike. */
  said: readonly string[];
  /** What the mind's module says that it is about. */
  about: string | null;
}

/** A request without its body: what a long run keeps of each. */
export type ServedCall = Omit<ServedRequest, "body">;

/** Tokens of one key on one model. */
export interface Totals {
  readonly provider: ProviderName;
  readonly key: string;
  readonly model: string;
  calls: number;
  /** In answers that were sent whole: what a ledger must show exactly. */
  answered: TokenUsage;
  /** In calls whose answer never came: what a ledger must cover. */
  unseen: TokenUsage;
}

/** Adds requests up by key and model; answers that are still out count as unseen. */
export function totalsOf(requests: readonly ServedRequest[]): Totals[] {
  const rows = new Map<string, Totals>();
  for (const { provider, key, model, kind, end, usage } of requests) {
    if (kind === "models") continue;
    const id = `${provider} ${key} ${model}`;
    const row = rows.get(id) ?? {
      provider,
      key,
      model,
      calls: 0,
      answered: noTokens,
      unseen: noTokens,
    };
    rows.set(id, row);
    row.calls += 1;
    const column = end === "answered" ? "answered" : "unseen";
    row[column] = addUsage(row[column], usage ?? noTokens);
  }
  return [...rows.values()];
}

export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    input: one.input + other.input,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    cacheWriteLong: one.cacheWriteLong + other.cacheWriteLong,
    output: one.output + other.output,
    reasoning: one.reasoning + other.reasoning,
  };
}
