import { isCareersKind, type PageKind } from "../page/link-rank.ts";
import { foldedTenant, type Recognised, type System } from "./system.ts";
import { resembles } from "./identity.ts";
import type { TenantCheck } from "./judge-answer.ts";
import type { Sighting, Weight } from "./sighting.ts";
import type { Subject } from "./subject.ts";

/** A tenant that own pages show, with every place where they do. */
export interface Candidate {
  readonly key: string;
  readonly system: System;
  readonly tenant: string | null;
  /** The sighting with the most to go on. */
  readonly recognised: Recognised;
  readonly sightings: readonly Sighting[];
  /** How near to the openings the own pages show it; see `standing`. */
  readonly standing: number;
  /** The same, of what patterns found by themselves. */
  readonly unadvised: number;
  readonly resembles: boolean;
}

/** Groups sightings by system and tenant, the most promising first. Noise makes no candidate. */
export function candidatesFrom(
  sightings: readonly Sighting[],
  subject: Subject,
  isAdvised: (sighting: Sighting) => boolean = () => false,
): Candidate[] {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    if (sighting.weight === "noise") continue;
    const key = keyOf(sighting.recognised);
    groups.set(key, [...(groups.get(key) ?? []), sighting]);
  }
  return [...groups]
    .flatMap(([key, group]) => candidateFrom(key, group, groups, { subject, isAdvised }) ?? [])
    .toSorted(
      (a, b) =>
        b.standing - a.standing ||
        Number(b.resembles) - Number(a.resembles) ||
        b.sightings.length - a.sightings.length,
    );
}

function candidateFrom(
  key: string,
  group: readonly Sighting[],
  groups: ReadonlyMap<string, readonly Sighting[]>,
  { subject, isAdvised }: { subject: Subject; isAdvised: (sighting: Sighting) => boolean },
): Candidate | undefined {
  const recognised = richest(group);
  if (recognised === undefined) return undefined;
  const { system, tenant } = recognised;
  const standingOf = (sightings: readonly Sighting[]) => {
    const best = Math.max(0, ...sightings.map(standing));
    return tenant === null ? Math.max(best, strengthOfHints(sightings)) : best;
  };
  const isNamed = tenant !== null;
  // A nameless trace of the system may be this tenant's as well.
  const nameless = isNamed ? (groups.get(keyOf({ system, tenant: null })) ?? []) : [];
  return {
    key,
    system,
    tenant,
    recognised,
    sightings: [...group, ...nameless],
    standing: standingOf(group),
    unadvised: standingOf(group.filter((sighting) => !isAdvised(sighting))),
    resembles: isNamed && resembles(tenant, subject),
  };
}

export function keyOf(recognised: Pick<Recognised, "system" | "tenant">): string {
  return `${recognised.system.id}/${foldedTenant(recognised)}`;
}

function richest(group: readonly Sighting[]): Recognised | undefined {
  const boards = group.map(({ recognised }) => recognised);
  return boards.toSorted(
    (a, b) =>
      Number(b.board !== null) - Number(a.board !== null) ||
      Object.keys(b.groups).length - Object.keys(a.groups).length,
  )[0];
}

/**
 * 5: the openings' own page loads it or sends people there · 4: the careers page does ·
 * 3: a call to see jobs on any own page · 2: a plain link on an own page · 1: a hint.
 */
function standing({ weight, page, isAside, recognised }: Sighting): number {
  if (isAside && weight !== "hint") return 1.5;
  if (recognised.use === "asset") return 1;
  return byWeight[weight][placeOf(page.kind)];
}

type Position = "openings" | "careers" | "elsewhere";

function placeOf(kind: PageKind): Position {
  if (kind === "openings" || kind === "job") return "openings";
  return kind === "careers" ? "careers" : "elsewhere";
}

const byWeight = {
  embed: { openings: 5, careers: 4.5, elsewhere: 3.5 },
  call: { openings: 4.5, careers: 4, elsewhere: 3 },
  link: { openings: 2, careers: 2, elsewhere: 2 },
  hint: { openings: 1, careers: 1, elsewhere: 1 },
  noise: { openings: 0, careers: 0, elsewhere: 0 },
} as const satisfies Record<Weight, Record<Position, number>>;

/** Two different hints of one system on one page are as good as a sign. */
function strengthOfHints(group: readonly Sighting[]): number {
  const hints = new Set(
    group
      .filter(({ page }) => isCareersKind(page.kind))
      .map(({ proof }) => `${proof.kind} ${proof.match}`),
  );
  return hints.size >= 2 ? 2 : 1;
}

/** A candidate with the vendor's word on it. */
export interface Checked {
  readonly candidate: Candidate;
  readonly check: TenantCheck;
}
