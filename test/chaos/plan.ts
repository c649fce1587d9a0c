import { createRandom, type Random } from "../small-web/random.ts";

/** Everything that is done to a run. */
export const troubleKinds = [
  "worker killed",
  "worker stopped",
  "Redis killed",
  "lines dropped",
  "lines delayed",
  "lines half open",
  "scripts forgotten",
  "memory full",
  "disk full",
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

/** One trouble to come: nothing about it is left to chance once it is planned. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** How much of the rows has ended by then, from 0 to 1: by progress, and not by a clock. */
  readonly progress: number;
  /** Which of the workers of that moment, from 0 to 1, in the order in which they were started. */
  readonly victim: number;
  /** How long it lasts, where it lasts. */
  readonly forMs: number;
}

export type TroubleCounts = Readonly<Record<TroubleKind, number>>;

/** How long each kind lasts, from and to. A row's lease is 10 s: some stops outlast it. */
const lastsMs: Readonly<Record<TroubleKind, readonly [number, number]>> = {
  "worker killed": [0, 0],
  "worker stopped": [500, 16_000],
  "Redis killed": [50, 1_500],
  "lines dropped": [0, 0],
  "lines delayed": [1_000, 4_000],
  "lines half open": [25_000, 25_000],
  "scripts forgotten": [0, 0],
  "memory full": [1_500, 3_000],
  "disk full": [1_500, 3_000],
};

/** The same seed and counts always make the same schedule, in the order of progress. */
export function planTroubles(seed: string, counts: TroubleCounts): Trouble[] {
  const random = createRandom(`chaos ${seed}`);
  return troubleKinds
    .flatMap((kind) =>
      Array.from({ length: counts[kind] }, () => ({
        ...trouble(kind, random),
        progress: 0.01 + random.next() * 0.91,
      })),
    )
    .toSorted((a, b) => a.progress - b.progress);
}

/** Every kind once, in an order that the seed says, at the start. */
export function onceEach(seed: string): Trouble[] {
  const random = createRandom(`chaos once ${seed}`);
  return random
    .some(troubleKinds, troubleKinds.length)
    .map((kind) => ({ ...trouble(kind, random), progress: 0 }));
}

function trouble(kind: TroubleKind, random: Random): Omit<Trouble, "progress"> {
  const [from, to] = lastsMs[kind];
  return { kind, victim: random.next(), forMs: random.int(from, to) };
}
