import type { Found } from "../workflow-rule.ts";
import type { Ownership, OwnPages } from "./own-pages.ts";
import { isAside, isCareersPage } from "./page-kind.ts";
import type { Reading, SystemReader } from "./read-signature.ts";
import { isSameId } from "./same-tenant.ts";

/** A place that speaks of the claimed system, and whose word that is. */
export interface Lead {
  readonly item: Found;
  readonly reading: Reading;
  readonly weight: Ownership | undefined;
  readonly isAside: boolean;
}

/** What the claim's `leads` evidence says of one system. */
export function leadsOf(
  reader: SystemReader,
  found: readonly Found[],
  behind: (item: Found) => Ownership | undefined,
  pages: OwnPages,
): Lead[] {
  return found
    .filter(({ evidence }) => evidence.fact === "leads")
    .flatMap((item) => {
      const readings = reader
        .read(item)
        .map((reading) => (item.spot.tag === "link" ? { ...reading, isStrong: false } : reading));
      return readings.map((reading) => ({
        item,
        reading,
        weight: behind(item),
        isAside: isAsideLead(item, pages),
      }));
    });
}

/** Whether a lead is the record's own word, and about itself. */
export function isUsable({ weight, isAside: aside }: Lead): boolean {
  return weight !== undefined && !aside;
}

/** A blog or the press section tells stories; a redirect or a DNS record tells none. */
function isAsideLead({ evidence, snapshot }: Found, pages: OwnPages): boolean {
  const isStory = evidence.locator.part === "body" && evidence.kind !== "dns";
  return isStory && pages.of(snapshot.url) !== undefined && isAside(snapshot.url);
}

/** A front end that is hosted at its vendor speaks for the company that leads to it. */
export function behindFront(
  { snapshot }: Found,
  front: SystemReader | undefined,
  leads: readonly Lead[],
): Ownership | undefined {
  const reading = front?.readAddress(snapshot.url);
  if (!front || reading?.tenant == null) return undefined;
  const isLed = leads.some((lead) =>
    isSameId(lead.reading.tenant, reading.tenant, front.system.caseSensitive),
  );
  return isLed ? "linked" : undefined;
}

/** Whether a lead stands where the company speaks of its jobs. */
export function isCareersLead({ item }: Lead): boolean {
  const { evidence, snapshot } = item;
  if (evidence.kind === "dns" || evidence.locator.part === "redirects") return true;
  return isCareersPage(snapshot);
}
