import type { Claim } from "../../domain/evidence.ts";
import type { Reason } from "../../domain/reason.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Tier } from "../../domain/tier.ts";
import type { AttemptReport, Outcome } from "../agent.ts";
import { isCareersKind } from "../page/link-rank.ts";
import type { Findings, ProofNote } from "./findings.ts";
import { evidenceOf, type Proof } from "./proof.ts";
import type { Search } from "./search.ts";
import { claimOf, type Settling } from "./settle.ts";

/** The report of an attempt that proved its answer. */
export function answered(search: Search, settling: Settling): AttemptReport {
  const { resolution } = settling;
  if (resolution.kind !== "settled") throw new Error("nothing is settled; this is a bug");
  const { candidate, check } = resolution.winner;
  const named =
    resolution.withTenant && candidate.tenant !== null
      ? `${candidate.system.name} tenant ${candidate.tenant}`
      : candidate.system.name;
  const best = candidate.sightings[0];
  const whose =
    check.identity === "match"
      ? ", which names the company"
      : check.life === "alive"
        ? ", which is in use"
        : "; the vendor could not be asked which tenant";
  const front =
    resolution.frontEnd === undefined ? "" : `, behind ${resolution.frontEnd.system.name}`;
  return report(search, settling, {
    outcome: { kind: "claimed", claim: claimOf(search, resolution) },
    why: `${glance(search)}; ${best?.page.url ?? "an own page"} leads to ${named}${whose}${front}.`,
  });
}

/** The report of a record that can't be settled by anyone, with the proof. */
export function ended(search: Search, reason: Reason, proof: Proof, why: string): AttemptReport {
  search.explorer.keep(proof.snapshot);
  const claim: Claim = {
    kind: "ending",
    reason,
    evidence: [evidenceOf(proof, "ending", "ats", null)],
  };
  return report(search, undefined, { outcome: { kind: "claimed", claim }, why: `${why}.` });
}

/** The report of an attempt that proved nothing: why, and which rung is next. */
export function unproven(
  search: Search,
  settling: Settling | undefined,
  tier: Tier,
  stopped?: { reason: Reason; why: string },
): AttemptReport {
  const { reason, why } = stopped ?? reasonFor(search, settling);
  const retryAt = search.explorer.retryAt();
  const outcome: Outcome =
    retryAt !== undefined && isWaitingFor(search, settling, reason)
      ? { kind: "postponed", retryAt, detail: why }
      : {
          kind: "unproven",
          reason,
          to: reason === "blocked" && tier !== "browser" ? "browser" : null,
        };
  return report(search, settling, { outcome, why: `${glance(search)}; ${why}.` });
}

/** Patience pays only where the answer that was put off could settle the row. */
function isWaitingFor(search: Search, settling: Settling | undefined, reason: Reason): boolean {
  if (search.postponed.length > 0 || search.pages.length === 0) return true;
  if (reason === "blocked" || reason === "unreachable") return true;
  return (settling?.checked ?? []).some(({ check }) => check.life === "unknown" && check.isWalled);
}

function reasonFor(
  search: Search,
  settling: Settling | undefined,
): { reason: Reason; why: string } {
  const resolution = settling?.resolution;
  if (resolution?.kind === "conflict") {
    const names = resolution.between.map(
      ({ candidate }) => `${candidate.system.name} (${candidate.tenant ?? "tenant unknown"})`,
    );
    return { reason: "conflict", why: `${names.join(" and ")} stand on equal ground` };
  }
  if (resolution?.kind === "front_end") {
    return {
      reason: "not_disclosed",
      why: `${resolution.frontEnd.system.name} shows the jobs, the system behind it does not show`,
    };
  }
  const careers = search.pages.some(({ kind }) => isCareersKind(kind));
  const refused = (settling?.checked ?? []).flatMap(({ candidate, check }) => {
    const tenant = `${candidate.system.name} ${candidate.tenant ?? ""}`.trim();
    if (check.identity === "mismatch")
      return [`${tenant} names "${(check.told ?? "").slice(0, 80)}" as its owner`];
    return check.life === "dead" ? [`${tenant} is closed`] : [];
  });
  if (refused.length > 0) return { reason: "not_disclosed", why: refused.slice(0, 3).join(", ") };
  if (search.walled.size > 0 && !careers)
    return {
      reason: "blocked",
      why: `${[...search.walled][0] ?? "the site"} lets no automatic visitor in`,
    };
  if (careers) return { reason: "not_disclosed", why: "the careers page names no system" };
  if (search.pages.length === 0)
    return { reason: "unreachable", why: "no page of the site could be read" };
  return { reason: "no_candidate_found", why: "no careers page was found" };
}

function glance({ pages }: Search): string {
  if (pages.length === 0) return "Read no page";
  const listed = pages.slice(0, 3).map(({ url, kind }) => `${url} (${kind})`);
  return `Read ${listed.join(", ")}${pages.length > 3 ? ` and ${pages.length - 3} more` : ""}`;
}

function report(
  search: Search,
  settling: Settling | undefined,
  { outcome, why }: { outcome: Outcome; why: string },
): AttemptReport {
  const findings = findingsOf(search, settling);
  const hashes = new Set([
    ...findings.pages.flatMap(({ snapshot, via }) => [
      snapshot,
      ...(via === null ? [] : [via.snapshot]),
    ]),
    ...(outcome.kind === "claimed" ? outcome.claim.evidence.map(({ snapshot }) => snapshot) : []),
  ]);
  const snapshots = [...hashes]
    .map((hash) => search.explorer.snapshot(hash))
    .filter((snapshot): snapshot is Snapshot => snapshot !== undefined);
  return {
    outcome,
    why: why.slice(0, 1_000),
    looked: search.explorer.looked(),
    findings,
    snapshots,
  };
}

const mostPages = 30;
const mostAdvised = 500;

function findingsOf(search: Search, settling: Settling | undefined): Findings {
  const frontEnd =
    settling?.checked.find(({ candidate }) => candidate.system.role === "front_end")?.candidate
      .system.id ?? null;
  return {
    pages: search.pages.slice(0, mostPages).map(({ url, kind, visit, via }) => ({
      snapshot: visit.snapshot.hash,
      url,
      kind,
      via: noteOf(via),
    })),
    leads: [...search.postponed, ...search.frontier.all()]
      .filter(({ isGuess }) => !isGuess)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostPages)
      .map(({ url, kind, score, via }) => ({ url, kind, score, via: noteOf(via) })),
    walled: [...search.walled],
    shells: [...search.shells],
    failures: [...search.failures].map(([url, kind]) => `${url}: ${kind}`),
    candidates: (settling?.checked ?? []).map(
      ({ candidate, check }) =>
        `${candidate.system.id}/${candidate.tenant ?? "?"}: ${check.life}, ${check.identity}${check.told === undefined ? "" : ` (${check.told.slice(0, 80)})`}`,
    ),
    frontEnd,
    advised: [...search.advised].slice(0, mostAdvised),
  };
}

function noteOf(proof: Proof | undefined): ProofNote | null {
  if (proof === undefined) return null;
  const { kind, snapshot, part, start, match } = proof;
  return { kind, snapshot: snapshot.hash, part, start, match };
}
