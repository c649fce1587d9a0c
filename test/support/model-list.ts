import type { EndlessRow } from "../small-web/endless-list.ts";
import { mixedKnown, mixedList, mixedTruth } from "../small-web/mixed-list.ts";

/** What it takes to settle a company: patterns, a reader, or a visitor; `way`: with a model. */
export interface Taken {
  readonly index: number;
  readonly tier: "http" | "classifier" | "browser";
  readonly isForModel: boolean;
}

/** Companies of the mixed list from `from` on, with what each takes. */
export function* takings(from = 0): Generator<Taken> {
  for (let index = from; ; index += 1) {
    const truth = mixedTruth(index);
    const tier = truth.determinable ? truth.tier : "http";
    yield { index, tier, isForModel: mixedKnown(index).way !== undefined };
  }
}

/** How many rows of each kind. */
export interface Shares {
  readonly plain: number;
  /** Settled by reading, with a model or without. */
  readonly reading: number;
  /** Settled by a visit that takes a model. */
  readonly visits: number;
}

/** The first companies of the mixed list that make up these shares, in the list's order. */
export function modelList({ plain, reading, visits }: Shares, from = 0): EndlessRow[] {
  const left = { plain, reading, visits };
  const rows: EndlessRow[] = [];
  for (const { index, tier, isForModel } of takings(from)) {
    if (left.plain + left.reading + left.visits === 0) break;
    const share = tier === "browser" ? "visits" : tier === "classifier" ? "reading" : "plain";
    if (left[share] === 0 || (share === "visits" && !isForModel)) continue;
    left[share] -= 1;
    rows.push(...mixedList(1, index));
  }
  return rows;
}
