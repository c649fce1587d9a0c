import type { PageKind } from "../page/link-rank.ts";
import type { Proof } from "./proof.ts";
import type { Recognised } from "./system.ts";

/**
 * How much a sighting can carry. `embed`: the page loads the vendor, or sends visitors there.
 * `call`: a link that asks people to look at jobs. `link`: any other link. `hint`: a trace or an
 * asset that needs company. `noise`: known to mean nothing.
 */
export type Weight = "embed" | "call" | "link" | "hint" | "noise";

/** One place where an own page shows a vendor. */
export interface Sighting {
  readonly recognised: Recognised;
  readonly weight: Weight;
  readonly proof: Proof;
  readonly page: { readonly url: string; readonly kind: PageKind };
  /** The vendor's address as it was written, absolute; empty for traces. */
  readonly url: string;
  /** What a person reads there. */
  readonly text: string;
  /** A community for talents beside the jobs: seldom the system that keeps the applications. */
  readonly isAside: boolean;
  /** The link says outright whose jobs they are, and it is another company. */
  readonly namesOther: boolean;
  /** The own page's link that led to the place, where that is not on an own page itself. */
  readonly via: Proof | undefined;
  /** Only a model's word led to it; see `advise`. */
  readonly isAdvised?: boolean;
}

type Essentials = Pick<Sighting, "recognised" | "weight" | "proof" | "page">;

/** A sighting of which nothing more is known than where it stands. */
export function sightingOf(essentials: Essentials, more: Partial<Sighting> = {}): Sighting {
  return {
    url: "",
    text: "",
    isAside: false,
    namesOther: false,
    via: undefined,
    ...essentials,
    ...more,
  };
}
