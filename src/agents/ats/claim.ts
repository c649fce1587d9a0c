import type { AnswerClaim, Evidence } from "../../domain/evidence.ts";
import { siteOf } from "../../domain/site.ts";
import { isCareersKind } from "../page/link-rank.ts";
import type { Candidate, Checked } from "./candidates.ts";
import { foldedTenant } from "./system.ts";
import { evidenceOf, type Proof } from "./proof.ts";
import type { Sighting } from "./sighting.ts";

/** Proofs that other sites than the input's are the record's own, by registrable domain. */
export type SiteProofs = ReadonlyMap<string, readonly Proof[]>;

export interface ClaimParts {
  readonly winner: Checked;
  readonly withTenant: boolean;
  readonly frontEnd: Candidate | undefined;
  readonly careersUrl: string | null;
  readonly siteProofs: SiteProofs;
}

/** Puts an answer and its evidence together: whose page, what leads to the vendor, that it lives, whose it is. */
export function answerClaim({
  winner,
  withTenant,
  frontEnd,
  careersUrl,
  siteProofs,
}: ClaimParts): AnswerClaim {
  const { candidate, check } = winner;
  const { id } = candidate.system;
  const tenant = withTenant ? candidate.tenant : null;
  const sighting = strongest(candidate, withTenant);
  const evidence: Evidence[] = siteEvidence(sighting, siteProofs);
  evidence.push(evidenceOf(sighting.proof, "leads", "ats", id));
  if (tenant !== null) evidence.push(evidenceOf(sighting.proof, "leads", "tenant", id));
  if (check.alive !== undefined)
    evidence.push(evidenceOf(check.alive, "alive", tenant === null ? "ats" : "tenant", id));
  if (check.owner !== undefined)
    evidence.push(evidenceOf(check.owner, "identity", tenant === null ? "ats" : "tenant", id));
  const signs = frontEnd === undefined ? [] : signsOf(frontEnd);
  if (frontEnd !== undefined)
    evidence.push(...frontEndEvidence(signs, frontEnd, evidence, siteProofs));
  return {
    kind: "answer",
    output: {
      ats: id,
      tenant,
      front_end: signs.length === 0 ? null : (frontEnd?.system.id ?? null),
      careers_url: careersUrl,
      board_url: tenant === null ? null : encoded(candidate.recognised.board),
    },
    evidence,
  };
}

/** Tenants may be called with spaces and umlauts; addresses may not. */
function encoded(board: string | null): string | null {
  return board !== null && /[^\x21-\x7e]/.test(board) ? encodeURI(board) : board;
}

function frontEndEvidence(
  shown: readonly Sighting[],
  frontEnd: Candidate,
  sofar: readonly Evidence[],
  siteProofs: SiteProofs,
): Evidence[] {
  const sites = shown
    .flatMap((sighting) => siteEvidence(sighting, siteProofs))
    .filter(
      ({ snapshot, locator }) =>
        !sofar.some(
          (known) =>
            known.fact === "site" &&
            known.snapshot === snapshot &&
            known.locator.start === locator.start,
        ),
    );
  return [
    ...sites,
    ...shown.map(({ proof }) => evidenceOf(proof, "leads", "front_end", frontEnd.system.id)),
  ];
}

/** What shows a front end beyond doubt: one sign, or two hints of different kinds. Empty: it is not proven. */
function signsOf({ sightings }: Candidate): Sighting[] {
  const ranked = sightings.toSorted((a, b) => rankOf(b) - rankOf(a));
  const sign = ranked.find(
    ({ weight, recognised, proof, url }) =>
      weight !== "hint" &&
      weight !== "noise" &&
      recognised.use !== "asset" &&
      (proof.kind !== "link" || url !== ""),
  );
  if (sign !== undefined) return [sign];
  const hints = new Map<string, Sighting>();
  for (const hint of ranked) {
    const kind = hint.url === "" ? hint.proof.match.slice(0, 12) : "address";
    if (isCareersKind(hint.page.kind) && !hints.has(kind)) hints.set(kind, hint);
  }
  return hints.size < 2 ? [] : [...hints.values()].slice(0, 2);
}

function siteEvidence(sighting: Sighting, siteProofs: SiteProofs): Evidence[] {
  const site = siteOf(sighting.page.url);
  const known = site === undefined ? [] : (siteProofs.get(site) ?? []);
  const proofs = sighting.via === undefined ? known : [...known, sighting.via];
  return proofs.map((proof) => evidenceOf(proof, "site", "ats", null));
}

const weights = { embed: 4, call: 3, link: 2, hint: 1, noise: 0 } as const;
const pages = { openings: 3, careers: 3, job: 2, home: 1, about: 1, other: 0, noise: 0 } as const;

/** How much the place of a sighting carries. */
export function rankOf({ weight, page }: Sighting): number {
  return weights[weight] + pages[page.kind];
}

/** The sighting that carries most: one that names the tenant where the claim does. */
export function strongest({ sightings, recognised }: Candidate, withTenant: boolean): Sighting {
  const named = sightings.filter(
    ({ recognised: known }) =>
      known.tenant !== null && foldedTenant(known) === foldedTenant(recognised),
  );
  const addressed = named.filter(({ url }) => url !== "");
  const nameless = sightings.filter(
    ({ recognised: known, weight }) => known.tenant === null && weight === "embed",
  );
  const usable =
    !withTenant && nameless.length > 0
      ? nameless
      : withTenant && addressed.length > 0
        ? addressed
        : named.length > 0
          ? named
          : sightings;
  const best = usable.toSorted(
    (a, b) =>
      Number(a.isAside) - Number(b.isAside) ||
      rankOf(b) - rankOf(a) ||
      Number(b.recognised.board === recognised.board) -
        Number(a.recognised.board === recognised.board),
  )[0];
  if (best === undefined)
    throw new Error(`candidate ${recognised.system.id} without a sighting; this is a bug`);
  return best;
}
