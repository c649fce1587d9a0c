import { siteOf } from "../../domain/site.ts";
import type { Found, Subject } from "../workflow-rule.ts";
import { isLabelOf } from "./company-name.ts";
import { dnsName, hopsTo, isOpenRedirect } from "./hops.ts";
import { type RecordSubject, recordSubject } from "./record-subject.ts";
import { isSharedPlatform } from "./shared-platforms.ts";

/**
 * Tells which evidence stands on something of the record's own: a page of its domain that
 * answered, a name of its own zone, or a page that its domain redirects to under the same name.
 */
export function ownWitness(subject: Subject, found: readonly Found[]): (item: Found) => boolean {
  const record = recordSubject(subject);
  const sites = new Set<string>();
  if (record.site !== undefined) sites.add(record.site);
  for (const item of found) {
    const target = item.evidence.fact === "site" ? redirectedTo(item, record) : undefined;
    if (target !== undefined) sites.add(target);
  }

  return ({ snapshot, evidence }) => {
    // A name of the zone, never of where the domain redirects to: nobody asked that zone.
    if (snapshot.source === "dns") return isIn(record.site, dnsName(snapshot.url));
    if (snapshot.source === "network")
      return [...sites].some((site) =>
        isIn(site, requesterOf(snapshot.text, evidence.locator.start)),
      );
    return snapshot.status < 400 && [...sites].some((site) => isIn(site, snapshot.url));
  };
}

function isIn(site: string | undefined, hostOrUrl: string | undefined): boolean {
  return site !== undefined && hostOrUrl !== undefined && siteOf(hostOrUrl) === site;
}

/** The site that the record's domain sends its visitors to, when it goes by the same name. */
function redirectedTo(item: Found, record: RecordSubject): string | undefined {
  const { evidence, spot } = item;
  if (evidence.locator.part !== "redirects" || spot.address === undefined) return undefined;
  const hops = hopsTo(item);
  const isFromHere = isIn(record.site, hops[0]?.from);
  if (!isFromHere || hops.some(isOpenRedirect) || isSharedPlatform(spot.address)) return undefined;
  const target = siteOf(spot.address);
  return target !== undefined && isNamedLike(target, record) ? target : undefined;
}

function isNamedLike(site: string, { label, company }: RecordSubject): boolean {
  const [name = ""] = site.split(".");
  if (company !== "" && isLabelOf(name, company)) return true;
  return label !== undefined && (isLabelOf(label, name) || isLabelOf(name, label));
}

/** The page whose request the line is: its last word. */
function requesterOf(text: string, start: number): string | undefined {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const end = text.indexOf("\n", start);
  return text
    .slice(from, end < 0 ? text.length : end)
    .trimEnd()
    .split(" ")[4];
}
