import { saysGone } from "./says-gone.ts";
import {
  companyOnPage,
  plainName,
  websiteOnPage,
} from "../../../specs/ats/catalogue/common-patterns.ts";
import type { Probe } from "../../../specs/ats/recruiting-system.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import { type CheckDeps, judge, notAsked, type TenantCheck } from "./judge-answer.ts";
import { type Proof, proofAt } from "./proof.ts";
import type { Recognised, System } from "./system.ts";
import { namesInTitle } from "./told.ts";

/** Asks an address of the vendor that an own page sends its visitors to, and reads it as a page. */
export async function askLinked(
  url: string,
  recognised: Recognised,
  deps: CheckDeps,
): Promise<TenantCheck | undefined> {
  const visited = await deps.explorer.fetch(url);
  if (visited === undefined) return undefined;
  const { system } = recognised;
  if (visited.ok && (saysGone(visited.snapshot.text) || isClosed(visited.snapshot, system)))
    return { ...notAsked, life: "dead" };
  return judge(visited, { probe: linkedPage(system), recognised, read: namesInTitle }, deps);
}

function isClosed({ text }: Snapshot, { probes }: System): boolean {
  return probes.some(
    ({ deadPattern }) => deadPattern !== undefined && new RegExp(deadPattern).test(text),
  );
}

/** A page of the vendor's as any: by the shapes that most share, and those of this vendor's probes. */
export function linkedPage({ name, probes }: System): Probe {
  return {
    url: "{board}",
    aliveStatus: [200],
    companyPatterns: [
      ...probes.flatMap(({ companyPatterns }) => companyPatterns),
      ...companyOnPage(plainName(name)),
    ],
    websitePatterns: [
      ...probes.flatMap(({ websitePatterns }) => websitePatterns),
      ...websiteOnPage,
    ],
  };
}

/**
 * A tenant's own host that lets no robot in: its robots.txt is all that may be asked for. A host
 * that serves it shows that the tenant is there; one that sends us elsewhere shows nothing.
 */
export async function closedDoor(
  { tenant, board }: Recognised,
  { explorer }: CheckDeps,
): Promise<Proof | undefined> {
  if (tenant === null || board === null || !URL.canParse(board)) return undefined;
  const { origin, hostname } = new URL(board);
  if (!hostname.includes(tenant.toLowerCase())) return undefined;
  const visited = await explorer.fetch(`${origin}/robots.txt`);
  if (visited === undefined || !visited.ok) return undefined;
  const { snapshot } = visited;
  if (snapshot.status !== 200 || snapshot.redirects.length > 0) return undefined;
  const found = /^[ \t]*disallow[ \t]*:[ \t]*\/[ \t]*\*?[ \t\r]*$/im.exec(snapshot.text);
  return found === null
    ? undefined
    : proofAt(snapshot, "text", {
        raw: found[0].trim(),
        start: found.index + found[0].search(/\S/),
      });
}
