import { siteOf } from "../../domain/site.ts";
import type { Candidate } from "./candidates.ts";
import { rankOf } from "./claim.ts";
import { notAsked, type TenantCheck } from "./judge-answer.ts";
import { askLinked, linkedPage } from "./linked-address.ts";
import { proofAt } from "./proof.ts";
import type { Search } from "./search.ts";
import { type Sighting, sightingOf } from "./sighting.ts";
import { isOwn } from "./subject.ts";
import { namesInTitle } from "./told.ts";

/** Addresses without a tenant that are worth a look; all of one vendor tell the same. */
const mostLinks = 2;

/**
 * What can be known of a vendor's customer that the own pages don't name: from the address that
 * they link, or, where the vendor runs an own host, from the page that it shows there.
 */
export async function checkNameless(candidate: Candidate, search: Search): Promise<TenantCheck> {
  let best = notAsked;
  for (const sighting of linksOf(candidate)) {
    const check = await askLinked(sighting.url, candidate.recognised, search);
    if (check === undefined) continue;
    search.sightings.push(...namedBehind(sighting, search));
    if (check.identity !== "unstated" || check.life === "dead") return check;
    // An answer that names nobody is what any address of this vendor may get.
    if (check.isWalled) best = { ...notAsked, isWalled: true };
  }
  return hostedAt(candidate, search) ?? best;
}

function linksOf({ sightings }: Candidate): Sighting[] {
  const links = sightings
    .filter(
      ({ url, weight, recognised, proof }) =>
        url !== "" &&
        recognised.tenant === null &&
        (weight === "call" || weight === "embed" || weight === "link") &&
        (proof.kind === "link" || proof.kind === "iframe" || proof.kind === "dom"),
    )
    .toSorted((a, b) => rankOf(b) - rankOf(a));
  return links
    .filter(({ url }, i) => links.findIndex((other) => other.url === url) === i)
    .slice(0, mostLinks);
}

/** Short links and links to single jobs lead on to where the tenant is named. */
function namedBehind(sighting: Sighting, { explorer, catalogue }: Search): Sighting[] {
  const snapshot = explorer.answerAt(sighting.url);
  let start = 0;
  for (const { status, from, to } of snapshot?.redirects ?? []) {
    const raw = `${status} ${from} -> ${to}`;
    const recognised = catalogue.recognise(to);
    if (
      snapshot !== undefined &&
      recognised?.system === sighting.recognised.system &&
      recognised.tenant !== null
    ) {
      const proof = proofAt(snapshot, "redirect", { raw, start }, "redirects");
      return [
        {
          ...sightingOf({ ...sighting, recognised, proof }),
          ...more(sighting),
          url: to,
          via: sighting.proof,
        },
      ];
    }
    start += raw.length + 1;
  }
  return [];
}

const more = ({ text, isAside, namesOther }: Sighting) => ({ text, isAside, namesOther });

/** Whose page the vendor shows on a host of the record's own: left over, it may be somebody else's by now. */
function hostedAt(
  { system, sightings }: Candidate,
  { pages, subject, explorer, catalogue }: Search,
): TenantCheck | undefined {
  const hosts = new Set(
    sightings
      .filter(
        ({ url, page, weight }) => url === "" && weight !== "hint" && isOwn(subject, page.url),
      )
      .map(({ page }) => new URL(page.url).hostname)
      .filter((host) => !isMainHost(host)),
  );
  let shown: TenantCheck | undefined;
  for (const { visit, url } of pages) {
    if (!hosts.has(new URL(url).hostname)) continue;
    const told = namesInTitle(linkedPage(system), visit.snapshot, subject, catalogue);
    explorer.keep(visit.snapshot);
    if (told.identity !== "unstated") return { ...told, isWalled: false };
    shown = { ...notAsked, alive: told.alive };
  }
  return shown;
}

/** `acme.com` and `www.acme.com` are run by the company itself. */
function isMainHost(host: string): boolean {
  return host === siteOf(host) || host === `www.${siteOf(host) ?? ""}`;
}
