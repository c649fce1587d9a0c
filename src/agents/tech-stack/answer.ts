import type { Claim, Evidence } from "../../domain/evidence.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { categories, type Technology } from "../../../specs/tech-stack/technology.ts";
import type { Sighting } from "./sighting.ts";

/** An answer with what it stands on. */
export interface Answer {
  readonly claim: Claim;
  readonly technologies: readonly Technology[];
  readonly snapshots: readonly Snapshot[];
}

const shownPerTechnology = 2;

/** The answer that the sightings prove, or `undefined` when they prove nothing. */
export function answerFrom(
  sightings: readonly Sighting[],
  site: readonly { readonly evidence: Evidence; readonly snapshot: Snapshot }[] = [],
): Answer | undefined {
  const proven = [...groupByTechnology(sightings).values()].flatMap(proofOf);
  const [first] = proven;
  if (first === undefined) return undefined;
  const technologies = [...new Set(proven.map(({ technology }) => technology))].toSorted((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const ids = (chosen: readonly Technology[]) => chosen.map(({ id }) => id);
  const shown = [...site, ...proven];
  return {
    technologies,
    claim: {
      kind: "answer",
      output: {
        technologies: ids(technologies),
        ...Object.fromEntries(
          categories.map((name) => [
            name,
            ids(technologies.filter(({ category }) => category === name)),
          ]),
        ),
      },
      evidence: shown.map(({ evidence }) => evidence),
    },
    snapshots: [...new Map(shown.map(({ snapshot }) => [snapshot.hash, snapshot])).values()],
  };
}

function groupByTechnology(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const groups = new Map<string, Sighting[]>();
  for (const seen of sightings) {
    const group = groups.get(seen.technology.id) ?? [];
    group.push(seen);
    groups.set(seen.technology.id, group);
  }
  return groups;
}

/** A few sightings of different signatures, the strong ones first; nothing when only one weak one was seen. */
function proofOf(group: readonly Sighting[]): Sighting[] {
  const bySignature = [
    ...new Map(group.toReversed().map((seen) => [seen.signature, seen])).values(),
  ];
  const strong = bySignature.filter(({ signature }) => signature.weak !== true);
  const weak = bySignature.filter(({ signature }) => signature.weak === true);
  if (strong.length === 0 && weak.length < 2) return [];
  return [...strong, ...weak].slice(0, shownPerTechnology);
}
