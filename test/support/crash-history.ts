import { isTerminal, transitions as table, type RecordState } from "../../src/domain/state.ts";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import type { AssayRecord } from "../../src/records/record.ts";
import { sharedMs } from "./crash-log.ts";
import type { Kill } from "./crash-monkey.ts";
import type { Span } from "./crash-watch.ts";

/** What a row itself counts beside its history. */
export interface Leases {
  /** Leases that ran out. */
  readonly lost: number;
  /** Attempts given back by a worker that was told to stop, or put off by the outside. */
  readonly refunded: number;
}

/** What is wrong with a finished row's history: every step allowed, one end, fences and attempts that add up. */
export function checkHistory(record: AssayRecord, { lost, refunded }: Leases): string[] {
  const { transitions, fence, attempts, status } = record;
  const problems: string[] = [];
  let state: RecordState = "pending";
  let at = 0;
  for (const step of transitions) {
    const allowed: Readonly<Record<string, RecordState>> = table[state];
    const next = allowed[step.event];
    if (next === undefined) problems.push(`was ${step.event} while ${state}`);
    if (step.at < at) problems.push(`went back in time when ${step.event}`);
    at = step.at;
    state = next ?? state;
  }
  if (state !== status) problems.push(`is ${status}, and its history leads to ${state}`);
  if (!isTerminal(state)) problems.push(`has not ended: ${state}`);
  const claims = transitions.filter(({ event }) => event === "claimed");
  if (claims.length !== fence) problems.push(`has fence ${fence} after ${claims.length} claims`);
  const counted = tiers.reduce((sum, tier) => sum + attempts[tier], 0);
  // A row that was reopened begins to count anew.
  const reopened = transitions.findLastIndex(({ event }) => event === "reopened");
  const tried = transitions.slice(reopened + 1).filter(({ event }) => event === "claimed").length;
  if (counted !== tried - lost - refunded) {
    problems.push(
      `counts ${counted} attempts after ${tried} claims, ${lost} lost and ${refunded} given back`,
    );
  }
  if (tiers.some((tier) => attempts[tier] < 0)) problems.push("counts less than no attempts");
  return problems;
}

/** A row that a kill interrupted, until somebody held it again. */
export interface TakeOver {
  readonly record: string;
  readonly kill: Kill;
  readonly tier: Tier;
  /** From the kill to the release of the row, when its lease had run out and somebody saw it. */
  readonly freedMs: number;
  readonly wallMs: number;
  /**
   * With a worker of its tier and Redis alive, since the last kill that set the row back: a second
   * one, before somebody held the row again, begins the wait anew.
   */
  readonly withWorkersMs: number;
}

interface Alive {
  readonly workers: Readonly<Record<Tier, readonly Span[]>>;
  readonly redis: readonly Span[];
}

/** Every claim that a kill made void, with the time until the next one. */
export function takeOvers(
  { id, transitions }: AssayRecord,
  kills: readonly Kill[],
  alive: Alive,
): TakeOver[] {
  return transitions.flatMap((claim, i) => {
    const [freed, next] = [transitions[i + 1], transitions[i + 2]];
    const isTakenOver =
      claim.event === "claimed" && freed?.event === "released" && next?.event === "claimed";
    if (!isTakenOver || freed.reason !== "agent_error") return [];
    const setBack = kills.filter(
      ({ at, killed }) =>
        at >= claim.at &&
        at <= next.at &&
        killed.some(({ role }) => role === claim.tier || role === "redis"),
    );
    const [kill] = setBack;
    if (!kill || kill.at > freed.at) return [];
    const span: Span = [setBack.at(-1)?.at ?? kill.at, next.at];
    const withWorkersMs = sharedMs(span, alive.workers[claim.tier], alive.redis);
    const freedMs = freed.at - kill.at;
    const wallMs = next.at - kill.at;
    return [{ record: id, kill, tier: claim.tier, freedMs, wallMs, withWorkersMs }];
  });
}
