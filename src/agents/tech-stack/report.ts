import type { AttemptReport } from "../agent.ts";
import type { Look } from "../../domain/handoff.ts";
import type { Reason } from "../../domain/reason.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Tier } from "../../domain/tier.ts";
import { type Answer } from "./answer.ts";
import type { Position } from "./sighting.ts";

/** Reports what was proven. */
export function answered(
  { claim, technologies, snapshots }: Answer,
  looked: readonly Look[],
): AttemptReport {
  const names = technologies.map(({ id }) => id).join(", ");
  return {
    outcome: { kind: "claimed", claim },
    why: `Proved ${technologies.length}: ${names}`.slice(0, 1_000),
    looked,
    findings: { technologies: technologies.map(({ id }) => id) },
    snapshots,
  };
}

/** Reports that the record can't be settled at all, with the proof of it. */
export function ended(
  reason: Reason,
  why: string,
  { snapshot, position }: { readonly snapshot: Snapshot; readonly position: Position },
  looked: readonly Look[],
): AttemptReport {
  const { kind, part, start, match } = position;
  return {
    outcome: {
      kind: "claimed",
      claim: {
        kind: "ending",
        reason,
        evidence: [
          {
            fact: "ending",
            supports: "domain",
            url: snapshot.url,
            kind,
            match: match.slice(0, 2_000),
            locator: { part, start },
            snapshot: snapshot.hash,
            at: snapshot.fetchedAt,
            signature: null,
          },
        ],
      },
    },
    why,
    looked,
    findings: {},
    snapshots: [snapshot],
  };
}

/** Reports that nothing was proven here, and where the row may go. */
export function unproven(
  reason: Reason,
  why: string,
  looked: readonly Look[],
  to: Tier | null = null,
): AttemptReport {
  return {
    outcome: { kind: "unproven", reason, to },
    why: why.slice(0, 1_000),
    looked,
    findings: {},
    snapshots: [],
  };
}
