import { isCareersKind } from "../page/link-rank.ts";
import { foldedTenant, type Recognised, type System } from "./catalogue-index.ts";
import { resembles } from "./identity.ts";
import type { TenantCheck } from "./probe.ts";
import type { Sighting } from "./sightings.ts";
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
  readonly resembles: boolean;
}

/** Groups sightings by system and tenant, the most promising first. Noise makes no candidate. */
export function candidatesFrom(sightings: readonly Sighting[], subject: Subject): Candidate[] {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    if (sighting.weight === "noise") continue;
    const key = keyOf(sighting.recognised);
    groups.set(key, [...(groups.get(key) ?? []), sighting]);
  }
  const named = new Set([...groups.values()].map((group) => group[0]?.recognised).filter((known) => known?.tenant != null).map((known) => known?.system.id));
  const candidates: Candidate[] = [];
  for (const [key, group] of groups) {
    const recognised = richest(group);
    if (recognised === undefined) continue;
    // A nameless trace of a system whose tenant is named elsewhere belongs to that tenant.
    if (recognised.tenant === null && named.has(recognised.system.id)) continue;
    const nameless = sightings.filter(
      ({ recognised: { system, tenant }, weight }) => tenant === null && system === recognised.system && weight !== "noise",
    );
    const all = recognised.tenant === null ? group : [...group, ...nameless];
    candidates.push({
      key,
      system: recognised.system,
      tenant: recognised.tenant,
      recognised,
      sightings: all,
      standing: Math.max(...group.map(standing), recognised.tenant === null ? strengthOfHints(group) : 0),
      resembles: recognised.tenant !== null && resembles(recognised.tenant, subject),
    });
  }
  return candidates.toSorted((a, b) => b.standing - a.standing || Number(b.resembles) - Number(a.resembles) || b.sightings.length - a.sightings.length);
}

export function keyOf(recognised: Recognised): string {
  return `${recognised.system.id}/${foldedTenant(recognised)}`;
}

function richest(group: readonly Sighting[]): Recognised | undefined {
  const boards = group.map(({ recognised }) => recognised);
  return boards.toSorted((a, b) => Number(b.board !== null) - Number(a.board !== null) || Object.keys(b.groups).length - Object.keys(a.groups).length)[0];
}

/**
 * 5: the openings' own page loads it or sends people there · 4: the careers page does ·
 * 3: a call to see jobs on any own page · 2: a plain link on an own page · 1: a hint.
 */
function standing({ weight, page, isAside, recognised }: Sighting): number {
  if (weight === "hint" || weight === "noise") return 1;
  if (isAside) return 1.5;
  if (weight === "link") return 2;
  if (recognised.use === "asset") return 1;
  const isDeep = page.kind === "openings" || page.kind === "job";
  if (weight === "embed") return isDeep ? 5 : isCareersKind(page.kind) ? 4.5 : 3.5;
  return isDeep ? 4.5 : isCareersKind(page.kind) ? 4 : 3;
}

/** Two different hints of one system on one page are as good as a sign. */
function strengthOfHints(group: readonly Sighting[]): number {
  const hints = new Set(group.filter(({ page }) => isCareersKind(page.kind)).map(({ proof }) => `${proof.kind} ${proof.match}`));
  return hints.size >= 2 ? 2 : 1;
}

/** A candidate with the vendor's word on it. */
export interface Checked {
  readonly candidate: Candidate;
  readonly check: TenantCheck;
}
