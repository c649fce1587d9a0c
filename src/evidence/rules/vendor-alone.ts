import type { Found, Rejection, Subject } from "../workflow-rule.ts";
import { isBareFile } from "./bare-file.ts";
import { isCareersLead, type Lead } from "./ats-leads.ts";
import type { RecordNames } from "./company-name.ts";
import { dnsOwner } from "./hops.ts";
import { hostOwner } from "./hosted-page.ts";
import { ownNames } from "./own-names.ts";
import type { OwnPages } from "./own-pages.ts";
import type { SystemReader } from "./read-signature.ts";
import { recordSubject } from "./record-subject.ts";
import type { TenantProof } from "./tenant-proof.ts";

interface Case {
  readonly reader: SystemReader;
  readonly subject: Subject;
  readonly found: readonly Found[];
  readonly pages: OwnPages;
}

/** Every name that the record has, its own pages' included. */
export function recordNames(
  subject: Subject,
  found: readonly Found[],
  pages: OwnPages,
): RecordNames {
  const { company, label } = recordSubject(subject);
  return { company, label, own: ownNames(found, pages) };
}

/**
 * Without a tenant the place alone must be beyond doubt: strong, on a careers page, and nobody
 * else's. A tenant that the place names may be left out only when the vendor would not say whose it is.
 */
export function vendorObjections(
  leads: readonly Lead[],
  proof: TenantProof,
  each: Case,
): Rejection[] {
  if (proof.owner === "other") return [no("wrong_company", proof.detail)];
  if (proof.life === "dead") return [no("tenant_not_alive", proof.detail)];
  const own = leads.filter(({ weight, reading }) => weight === "own" && reading.isStrong);
  const placed = own.filter((lead) => isCareersLead(lead) && isServed(lead));
  const stranger = placed.map((lead) => strangerAt(lead, each)).find((name) => name !== undefined);
  if (stranger !== undefined) return [stranger];
  if (placed.some((lead) => isEnough(lead, proof, each))) return [];
  const [first] = placed;
  if (first !== undefined && first.reading.tenant === null)
    return [
      no(
        "value_without_evidence",
        `${first.item.snapshot.url} does not say whose ${each.reader.system.id} it is`,
      ),
    ];
  if (first !== undefined)
    return [
      no(
        "tenant_not_alive",
        `${tenantsOf(placed)} is named, and nothing cited shows that it is in use`,
      ),
    ];
  if (own.length > 0)
    return [no("not_own_page", `${own[0]?.item.snapshot.url} is no careers page`)];
  return [no("value_without_evidence", "only hints show the vendor")];
}

function no(kind: Rejection["kind"], detail: string): Rejection {
  return { kind, detail };
}

/** The tenants that leads name, for a person. */
export function tenantsOf(leads: readonly Lead[]): string {
  return [...new Set(leads.map(({ reading }) => reading.tenant ?? "no tenant"))].join(", ");
}

function isEnough(lead: Lead, { life, owner }: TenantProof, each: Case): boolean {
  const { reading, item } = lead;
  // Samples and left-overs are embedded too: a tenant that is named has to have shown itself, or its wall.
  if (reading.tenant !== null) return life !== "silent";
  const { kind } = item.evidence;
  // Any site may load a vendor's file, and link to anybody's job.
  if (isFile(lead) && isBareFile(reading.groups, item.spot.address)) return false;
  if (kind === "link") return owner === "named";
  return kind !== "dns" || isShown(item, each.found);
}

function isFile({ reading, item }: Lead): boolean {
  if (reading.via !== "address") return false;
  const { kind } = item.evidence;
  return kind === "script" || (kind === "network" && /^\S+ script /.test(item.spot.value));
}

/** Names of dead accounts stay in DNS: the host must have shown a page, or kept us out. */
function isShown(item: Found, found: readonly Found[]): boolean {
  const host = dnsOwner(item);
  return found.some(
    ({ snapshot }) =>
      (snapshot.source === "http" || snapshot.source === "browser") &&
      hostOf(snapshot.requestedUrl) === host &&
      (snapshot.status < 400 || [401, 403, 429, 503].includes(snapshot.status)),
  );
}

/** Who else the vendor's page on an own host names as its owner: a host once given up may be taken. */
export function strangerAt({ item }: Lead, each: Case): Rejection | undefined {
  const host = item.evidence.kind === "dns" ? dnsOwner(item) : hostOf(item.snapshot.url);
  if (host === undefined) return undefined;
  const shown = each.found.filter(({ snapshot }) => hostOf(snapshot.url) === host);
  const others = each.found.filter(({ snapshot }) => hostOf(snapshot.url) !== host);
  const { company, label } = recordSubject(each.subject);
  const names = { company, label, own: ownNames(others, each.pages) };
  const told = hostOwner(host, shown, each.reader, { names, pages: each.pages });
  return told === undefined ? undefined : no("wrong_company", `${host} is of ${told}`);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** A page that is gone shows nothing that is in use. */
function isServed({ item }: Lead): boolean {
  return item.evidence.kind === "dns" ? dnsOwner(item) !== undefined : item.snapshot.status < 400;
}
