import { type Tier, tiers } from "../../src/domain/tier.ts";
import { createRandom, type Random } from "../small-web/random.ts";
import type { Moment } from "./crash-aim.ts";
import { type FoundProcess, killAll, processesOf, type Role } from "./crash-processes.ts";

/** What is killed, and how often in a hundred. */
const shares = {
  "one worker": 30,
  "every worker": 16,
  "command line": 18,
  Redis: 14,
  "Redis and command line": 6,
  everything: 10,
  Chromium: 6,
} as const;
type Blind = keyof typeof shares;

/** Kills in the middle of what a run with models does, and how often in a hundred and more. */
const aimedShares = {
  "workers in a call": 40,
  "after reserving": 8,
  "before booking": 8,
  "after booking": 20,
  "after a checkpoint": 8,
} as const satisfies Readonly<Record<"workers in a call" | Moment, number>>;
type Aimed = keyof typeof aimedShares;

export type KillKind = Blind | Aimed;
export const killKinds = Object.keys(shares) as Blind[];
export const aimedKinds = Object.keys(aimedShares) as Aimed[];

export const isAimed = (kind: KillKind): kind is Aimed => kind in aimedShares;

export interface Kill {
  readonly kind: KillKind;
  /** Epoch ms. */
  readonly at: number;
  readonly killed: readonly { readonly pid: number; readonly role: Role }[];
}

/** One kill to come. */
export interface PlannedKill {
  readonly kind: KillKind;
  /** How much of the batch has ended by then, from 0 to 1: by progress, and not by a clock. */
  readonly progress: number;
  /** Waited after that, so that it hits anything. */
  readonly delayMs: number;
  /** Of kinds that wait for a moment: whose; left out: anybody's call, and the top tier's moments. */
  readonly tier?: Tier;
}

/** Kills spread over a run; some come right after another, in the middle of the recovery from it. */
export function planKills(seed: string, count: number, kinds: readonly KillKind[]): PlannedKill[] {
  const random = createRandom(`crash ${seed}`);
  const points = Array.from({ length: count }, () => random.next() * 0.95).toSorted(
    (a, b) => a - b,
  );
  let last = 0;
  return points.map((point) => {
    const isAtOnce = random.chance(0.25);
    last = isAtOnce ? last : point;
    const kind = pickKind(random, kinds);
    const delayMs = random.int(0, 1_500);
    const isVisit = kind === "after a checkpoint" || random.chance(0.5);
    return { kind, progress: last, delayMs, tier: isVisit ? "browser" : random.pick(tiers) };
  });
}

function pickKind(random: Random, kinds: readonly KillKind[]): KillKind {
  const all = { ...shares, ...aimedShares };
  const sum = kinds.reduce((total, kind) => total + all[kind], 0);
  let left = random.next() * sum;
  return kinds.find((kind) => (left -= all[kind]) < 0) ?? "one worker";
}

/** Kills with kill -9 what the kind says of what runs now; `undefined` when nothing of it does. */
export function kill(home: string, kind: Blind, random: Random): Kill | undefined {
  const victims = choose(kind, processesOf(home), random);
  if (victims.length === 0) return undefined;
  killAll(victims);
  return { kind, at: Date.now(), killed: victims.map(({ pid, role }) => ({ pid, role })) };
}

function choose(kind: Blind, running: readonly FoundProcess[], random: Random): FoundProcess[] {
  const of = (...wanted: Role[]) => running.filter(({ role }) => wanted.includes(role));
  const workers = of("http", "classifier", "browser");
  switch (kind) {
    case "one worker":
      return workers.length > 0 ? [random.pick(workers)] : [];
    case "every worker":
      return workers;
    case "command line":
      return of("cli");
    case "Redis":
      return of("redis");
    case "Redis and command line":
      return of("redis", "cli");
    case "everything":
      return [...running];
    case "Chromium":
      return of("chromium");
  }
}
