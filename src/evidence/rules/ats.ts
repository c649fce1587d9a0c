import type { RecruitingSystem } from "../../../specs/ats/recruiting-system.ts";
import { siteOf } from "../../domain/site.ts";
import type { AnswerClaim } from "../../domain/evidence.ts";
import type { Found, Rejection, Subject, WorkflowRule } from "../workflow-rule.ts";
import { addressObjections } from "./ats-addresses.ts";
import { isLabelOf, isRecordsName, type RecordNames } from "./company-name.ts";
import { endingObjections } from "./endings.ts";
import { behindFront, isCareersLead, isUsable, type Lead, leadsOf } from "./ats-leads.ts";
import { type OwnPages, ownPages } from "./own-pages.ts";
import { type SystemReader, systemReader } from "./read-signature.ts";
import { isSameId } from "./same-tenant.ts";
import { namesakeOn } from "./speaks-of.ts";
import { proveTenant, type TenantProof } from "./tenant-proof.ts";
import { recordNames, strangerAt, tenantsOf, vendorObjections } from "./vendor-alone.ts";

/**
 * What proves which recruiting system a company uses: something of its own leads there, the
 * tenant is in use, and nothing the vendor says of the tenant names somebody else.
 */
export function atsRule(systems: readonly RecruitingSystem[]): WorkflowRule {
  const readers = new Map(systems.map((system) => [system.id, systemReader(system)]));
  const vendorSites = new Set(
    systems.flatMap(({ vendorDomains }) => vendorDomains.map((domain) => siteOf(domain) ?? domain)),
  );
  const all = [...readers.values()];
  const isTenantAddress = (url: string) =>
    all.some(({ readAddress }) => readAddress(url)?.tenant != null);
  return {
    answer: (claim, subject, found) => {
      const pages = ownPages(subject, found, {
        isTenantAddress: remembered(isTenantAddress),
        vendorSites,
      });
      return answerObjections({ claim, subject, found, readers, pages });
    },
    ending: endingObjections,
  };
}

/** The whole catalogue reads an address only once per claim. */
function remembered(ask: (url: string) => boolean): (url: string) => boolean {
  const known = new Map<string, boolean>();
  return (url) => {
    const answer = known.get(url) ?? ask(url);
    known.set(url, answer);
    return answer;
  };
}

interface Case {
  readonly claim: AnswerClaim;
  readonly subject: Subject;
  readonly found: readonly Found[];
  readonly readers: ReadonlyMap<string, SystemReader>;
  readonly pages: OwnPages;
}

function answerObjections(each: Case): readonly Rejection[] {
  const { claim, subject, found, readers, pages } = each;
  const { ats, tenant = null, front_end: frontEnd = null } = claim.output;
  const reader = typeof ats === "string" ? readers.get(ats) : undefined;
  if (reader?.system.role !== "system")
    return [no("unknown_value", `${JSON.stringify(ats)} is no recruiting system of the catalogue`)];
  if (tenant !== null && typeof tenant !== "string")
    return [no("unknown_value", "the tenant is not a text")];

  const front = typeof frontEnd === "string" ? readers.get(frontEnd) : undefined;
  if (frontEnd !== null && front?.system.role !== "front_end")
    return [no("unknown_value", `${JSON.stringify(frontEnd)} is no front end of the catalogue`)];
  const frontLeads = front ? leadsOf(front, found, pages.behind, pages) : [];
  const proven = frontLeads.filter(isUsable);
  if (front && !isShown(proven)) {
    return [no("value_without_evidence", `nothing of its own shows ${front.system.id}`)];
  }

  const behind = (item: Found) => pages.behind(item) ?? behindFront(item, front, proven);
  const leads = leadsOf(reader, found, behind, pages);
  const chosen = leadsTo(leads, tenant, reader);
  if ("kind" in chosen) return [chosen];
  const names = recordNames(subject, found, pages);
  const proof = proveTenant(
    reader,
    chosen.leads.map(({ reading, item }) => ({ reading, address: item.spot.address })),
    found,
    { names, pages },
  );
  const objections =
    tenant === null
      ? vendorObjections(chosen.leads, proof, { reader, subject, found, pages })
      : tenantObjections(tenant, chosen.leads, proof, {
          names,
          each: { reader, subject, found, pages },
        });
  const led = [...chosen.leads, ...proven];
  return objections.length > 0
    ? objections
    : addressObjections({ claim, reader, front, leads: led, found, pages });
}

/** A front end is shown by one sign, or by two hints of different kinds. */
function isShown(leads: readonly Lead[]): boolean {
  if (leads.some(({ reading }) => reading.isStrong)) return true;
  const kinds = leads.map(({ reading, item }) =>
    reading.via === "address" ? "address" : item.evidence.match.slice(0, 12),
  );
  return new Set(kinds).size >= 2;
}

function no(kind: Rejection["kind"], detail: string): Rejection {
  return { kind, detail };
}

/** The leads that carry this answer, or why none does. */
function leadsTo(
  leads: readonly Lead[],
  tenant: string | null,
  { system }: SystemReader,
): { leads: Lead[] } | Rejection {
  if (leads.length === 0) return no("signature_mismatch", `no cited place reads as ${system.id}`);
  const fitting = leads.filter(
    ({ reading }) => tenant === null || isSameId(reading.tenant, tenant, system.caseSensitive),
  );
  if (fitting.length === 0) {
    return no("signature_mismatch", `the cited places name ${tenantsOf(leads)}, not ${tenant}`);
  }
  const usable = fitting.filter(isUsable);
  if (usable.length > 0) return { leads: usable };
  const told = fitting.find(({ weight }) => weight !== undefined);
  return told
    ? no("not_own_page", `${told.item.snapshot.url} is a page about others`)
    : no("third_party_only", `${fitting[0]?.item.snapshot.url} is not the record's own page`);
}

function tenantObjections(
  tenant: string,
  leads: readonly Lead[],
  proof: TenantProof,
  { names, each }: { names: RecordNames; each: Parameters<typeof strangerAt>[1] },
): Rejection[] {
  if (proof.owner === "other") return [no("wrong_company", `${tenant}: ${proof.detail}`)];
  if (proof.life !== "alive") return [no("tenant_not_alive", `${tenant}: ${proof.detail}`)];
  if (proof.owner === "named") return [];
  const own = leads.filter(({ weight }) => weight === "own");
  if (own.length === 0)
    return [
      no("not_own_page", `only a linked page leads to ${tenant}, and nobody says whose it is`),
    ];
  const strong = own.filter(({ reading }) => reading.isStrong);
  if (strong.length === 0)
    return [
      no("value_without_evidence", `only hints lead to ${tenant}, and nobody says whose it is`),
    ];
  const strangers = own
    .map((lead) => strangerAt(lead, each))
    .filter((other) => other !== undefined);
  if (strangers.length > 0) return strangers;
  // Any page may link to a neighbour's jobs; where nobody says whose they are, the place or the name must.
  const isCalledSo =
    isRecordsName(tenant, names) === "same" ||
    isLabelOf(tenant, names.company) ||
    tenant.toLowerCase() === names.label;
  if (isCalledSo) return [];
  const namesake = strong
    .map(({ item }) => namesakeOn(item.snapshot.text, tenant, names))
    .find((name) => name !== undefined);
  if (namesake !== undefined)
    return [no("wrong_company", `${tenant} is called after ${namesake}, of whom the page speaks`)];
  if (each.subject.isAdvised)
    return [no("wrong_company", `a model was led to ${tenant}, and nobody says whose it is`)];
  if (strong.some(isCareersLead)) return [];
  return [no("not_own_page", `no careers page leads to ${tenant}, and nobody says whose it is`)];
}
