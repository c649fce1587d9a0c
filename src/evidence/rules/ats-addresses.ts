import type { AnswerClaim } from "../../domain/evidence.ts";
import type { Found, Rejection } from "../workflow-rule.ts";
import type { Lead } from "./ats-leads.ts";
import type { OwnPages } from "./own-pages.ts";
import { boardsFor, type SystemReader } from "./read-signature.ts";
import { isSameId } from "./same-tenant.ts";

interface Addresses {
  readonly claim: AnswerClaim;
  readonly reader: SystemReader;
  readonly front: SystemReader | undefined;
  readonly leads: readonly Lead[];
  readonly found: readonly Found[];
  readonly pages: OwnPages;
}

/** The addresses of an answer must be those that were proven, or the record's own pages. */
export function addressObjections(each: Addresses): Rejection[] {
  const { board_url: board = null, careers_url: careers = null } = each.claim.output;
  return [
    ...(isProvenBoard(board, each)
      ? []
      : [no(`${JSON.stringify(board)} is not the board that was proven`)]),
    ...(isProvenCareers(careers, each)
      ? []
      : [no(`${JSON.stringify(careers)} is neither an own page nor the proven board`)]),
  ];
}

function no(detail: string): Rejection {
  return { kind: "value_without_evidence", detail };
}

function isProvenBoard(board: unknown, each: Addresses): boolean {
  if (board === null) return true;
  if (typeof board !== "string" || !URL.canParse(board)) return false;
  const { reader, leads, found, pages, claim } = each;
  const isCase = reader.system.caseSensitive;
  const known = [
    ...leads.flatMap(({ reading, item }) => [
      ...boardsFor(reading.groups, reader.system),
      reading.board,
      item.spot.address,
    ]),
    ...tenantAddresses(each, claim.output["tenant"]),
    // A board on the record's own domain: the page that was looked at.
    ...found
      .filter(({ snapshot }) => pages.of(snapshot.url) === "own")
      .map(({ snapshot }) => snapshot.url),
  ];
  return known.some((address) => address !== undefined && isSameAddress(address, board, isCase));
}

/** Where the tenant itself was seen: asked for, and where that led. */
function tenantAddresses({ reader, found }: Addresses, tenant: unknown): string[] {
  if (typeof tenant !== "string") return [];
  return found
    .flatMap(({ snapshot }) => [snapshot.requestedUrl, snapshot.url])
    .flatMap((url) => {
      const reading = reader.readAddress(url);
      if (!reading || !isSameId(reading.tenant, tenant, reader.system.caseSensitive)) return [];
      return [url, ...boardsFor(reading.groups, reader.system)];
    });
}

function isProvenCareers(careers: unknown, each: Addresses): boolean {
  if (careers === null) return true;
  if (typeof careers !== "string" || !URL.canParse(careers)) return false;
  return (
    each.pages.of(careers) !== undefined ||
    isProvenBoard(careers, each) ||
    isTenantsPage(careers, each)
  );
}

/** A page of the proven tenant, at the vendor of the system or of the front end. */
function isTenantsPage(url: string, { reader, front, leads }: Addresses): boolean {
  return [reader, ...(front ? [front] : [])].some(({ readAddress, system }) => {
    const reading = readAddress(url);
    return leads.some((lead) =>
      isSameId(lead.reading.tenant, reading?.tenant ?? null, system.caseSensitive),
    );
  });
}

function isSameAddress(known: string, claimed: string, isCase: boolean): boolean {
  if (!URL.canParse(known)) return false;
  const [one, other] = [new URL(known), new URL(claimed)];
  // A query may name the tenant; one that the claim leaves out is a campaign's.
  const isSameQuery = other.search === "" || other.search === one.search;
  return (
    one.hostname === other.hostname && isSameQuery && plain(one, isCase) === plain(other, isCase)
  );
}

function plain({ pathname }: URL, isCase: boolean): string {
  const path = pathname.replace(/\/$/, "");
  return isCase ? path : path.toLowerCase();
}
