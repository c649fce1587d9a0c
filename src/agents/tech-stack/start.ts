import { TechStackInput } from "../../../specs/tech-stack/workflow.ts";
import type { Handoff, Look } from "../../domain/handoff.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { Web } from "../../web/web.ts";
import type { AttemptReport } from "../agent.ts";
import type { Page } from "../page/page.ts";
import { parkingOf } from "../page/site-state.ts";
import { type Home, openHome } from "./home.ts";
import { ownSite, type SiteProof } from "./own-site.ts";
import { ended, unproven } from "./report.ts";

/** What every tier begins with: whose home page this is, and what stands in the way of reading it. */
export interface Start {
  readonly domain: string;
  /** `undefined` when no home page could be read, or when it is somebody else's. */
  readonly page: Page | undefined;
  /** What proves that the page is the record's own; empty on its own domain. */
  readonly site: readonly SiteProof[];
  readonly looked: readonly Look[];
  /** How the row goes on if nothing else is found. */
  readonly otherwise: AttemptReport;
}

/** Opens the record's home page. Settles at once what a home page alone can settle. */
export async function startAtHome(
  { context }: Handoff,
  web: Web,
): Promise<{ readonly settled: AttemptReport } | { readonly start: Start }> {
  const { domain, company } = TechStackInput.parse(context.input);
  const home = await openHome(web, domain);
  if (home.kind === "busy") return { settled: postponed(home) };
  if (home.kind === "gone") return { settled: gone(domain, home.proof, home.looked) };
  const { looked } = home;
  if (home.kind !== "page") {
    const to = home.kind === "blocked" ? "browser" : null;
    const otherwise = unproven(home.kind, home.detail, looked, to);
    return { start: { domain, page: undefined, site: [], looked, otherwise } };
  }
  const parked = parkedReport(domain, home.page, looked);
  if (parked !== undefined) return { settled: parked };
  const site = ownSite(domain, company, home.page.snapshot);
  const why =
    site === undefined
      ? `${domain} leads to ${home.page.snapshot.url}, which is not shown to be its own`
      : `${domain} answers, and nothing in it is in the catalogue`;
  const page = site === undefined ? undefined : home.page;
  const otherwise = unproven("not_disclosed", why, looked);
  return { start: { domain, page, site: site ?? [], looked, otherwise } };
}

function postponed({ retryAt, detail, looked }: Extract<Home, { kind: "busy" }>): AttemptReport {
  const outcome = { kind: "postponed", retryAt, detail } as const;
  return { outcome, why: detail, looked, findings: {}, snapshots: [] };
}

/** The DNS (or proxy) answer that there is no such name is the proof. */
function gone(domain: string, proof: Snapshot, looked: readonly Look[]): AttemptReport {
  const line = proof.text.split("\n").find((text) => text.trim() !== "") ?? "";
  const kind = proof.source === "dns" ? "dns" : "text";
  const position = { kind, part: "body", start: proof.text.indexOf(line), match: line } as const;
  const why = `${domain} does not exist in DNS`;
  return ended("no_such_domain", why, { snapshot: proof, position }, looked);
}

function parkedReport(
  domain: string,
  page: Page,
  looked: readonly Look[],
): AttemptReport | undefined {
  const parking = parkingOf(page);
  if (parking === undefined) return undefined;
  const { part, span } = parking;
  const kind = part === "redirects" ? "redirect" : "text";
  const position = { kind, part, start: span.start, match: span.raw } as const;
  return ended("parked", `${domain} is parked`, { snapshot: page.snapshot, position }, looked);
}
