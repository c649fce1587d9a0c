import type { Redis } from "ioredis";
import { noTokens, type TokenUsage } from "../domain/model.ts";
import type { NanoDollars } from "../domain/money.ts";
import { bucketOf, percentile } from "./duration-buckets.ts";
import { batchKeys } from "./keys.ts";
import { readSpend } from "./ledger.ts";
import type { Spend } from "./spend-sums.ts";

/** One attempt, for its agent's record; how it ended is the settlement's to say. */
export interface AttemptFigure {
  readonly agent: string;
  /** Content hash of its spec. */
  readonly spec: string;
  readonly durationMs: number;
}

/**
 * How attempts end: answered; `closed` without an answer; up a tier; put off by the outside;
 * failed, to be tried again or given up; cancelled with their batch.
 */
export const attemptEnds = [
  "answered",
  "closed",
  "escalated",
  "postponed",
  "failed",
  "cancelled",
] as const;
export type AttemptEnd = (typeof attemptEnds)[number];

/** How one agent did under one version of its spec. */
export interface AgentFigures {
  readonly agent: string;
  readonly spec: string;
  /** Records that it had a full attempt on; a record that was reopened counts again. */
  readonly records: number;
  readonly attempts: number;
  readonly ends: Readonly<Record<AttemptEnd, number>>;
  /** Of attempts that were not put off, from a histogram: within 9.1 %, see `percentile`. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Paid calls of every kind. */
  readonly calls: number;
  readonly usage: TokenUsage;
  readonly nano: NanoDollars;
}

/** The agent and spec, how the attempt ended, and its duration's bucket, for the settle script. */
export function packFigure({ agent, spec, durationMs }: AttemptFigure, end: AttemptEnd): string {
  return `${nameOf(agent, spec)} ${end} ${bucketOf(durationMs)}`;
}

function nameOf(agent: string, spec: string): string {
  return `${encodeURIComponent(agent)}@${encodeURIComponent(spec)}`;
}

/** What one batch adds to agents' figures: their hash and the ledger's sums. */
export interface FigureSums {
  readonly figures: Readonly<Record<string, string>>;
  readonly spend: readonly Spend[];
}

export async function readFigureSums(redis: Redis, batch: string): Promise<FigureSums> {
  const [figures, spend] = await Promise.all([
    redis.hgetall(batchKeys(batch).figures),
    readSpend(redis, batch),
  ]);
  return { figures, spend };
}

/** Every agent's figures over these batches together, by spec, so that versions can be compared. */
export function figuresOf(batches: readonly FigureSums[]): AgentFigures[] {
  const drafts = new Map<string, Draft>();
  const draftOf = (name: string): Draft => {
    const draft = drafts.get(name) ?? { counts: new Map(), buckets: new Map(), spend: [] };
    drafts.set(name, draft);
    return draft;
  };
  for (const { figures, spend } of batches) {
    for (const [field, count] of Object.entries(figures)) {
      const cut = field.lastIndexOf("|");
      const draft = draftOf(field.slice(0, cut));
      const what = field.slice(cut + 1);
      const bucket = /^ms:(\d+)$/.exec(what)?.[1];
      if (bucket === undefined) increase(draft.counts, what, Number(count));
      else increase(draft.buckets, Number(bucket), Number(count));
    }
    for (const line of spend) draftOf(nameOf(line.agent, line.spec)).spend.push(line);
  }
  return [...drafts.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(finish);
}

interface Draft {
  readonly counts: Map<string, number>;
  readonly buckets: Map<number, number>;
  readonly spend: Spend[];
}

function increase<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function finish([name, { counts, buckets, spend }]: [string, Draft]): AgentFigures {
  const [agent, spec] = name.split("@").map(decodeURIComponent);
  const names = Object.keys(noTokens) as (keyof TokenUsage)[];
  const sum = (of: (line: Spend) => number) => spend.reduce((total, line) => total + of(line), 0);
  return {
    agent: agent ?? "",
    spec: spec ?? "",
    records: counts.get("records") ?? 0,
    attempts: attemptEnds.reduce((total, end) => total + (counts.get(end) ?? 0), 0),
    ends: Object.fromEntries(attemptEnds.map((end) => [end, counts.get(end) ?? 0])) as Record<
      AttemptEnd,
      number
    >,
    p50Ms: percentile(buckets, 0.5),
    p95Ms: percentile(buckets, 0.95),
    calls: sum(({ calls }) => calls),
    usage: Object.fromEntries(
      names.map((token) => [token, sum(({ usage }) => usage[token])]),
    ) as unknown as TokenUsage,
    nano: sum(({ nano }) => nano),
  };
}
