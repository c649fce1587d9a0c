import { siteOf } from "../../domain/site.ts";
import type { Subject } from "../workflow-rule.ts";

/** What the input says of whose record this is. */
export interface RecordSubject {
  readonly company: string;
  /** Its host without `www.`, lower case; `undefined` when the input names none. */
  readonly host: string | undefined;
  /** Its registrable domain. */
  readonly site: string | undefined;
  /** The first label of that: `acme`. */
  readonly label: string | undefined;
  /** Where its jobs are, when the input says so. */
  readonly careers: string | undefined;
}

const companyFields = ["company", "company_name", "name"];
const domainFields = ["domain", "website", "url"];

/** Reads company and domain from an input; a domain may be written as an address. */
export function recordSubject({ input }: Subject): RecordSubject {
  const host = hostOf(firstText(input, domainFields));
  const site = host === undefined ? undefined : siteOf(host);
  return {
    company: firstText(input, companyFields) ?? "",
    host,
    site,
    label: site?.split(".")[0],
    careers: addressOf(input["careers_url"]),
  };
}

function addressOf(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return undefined;
  return /^https?:/i.test(value) ? value : undefined;
}

function firstText(input: Subject["input"], fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const value = input[field];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return undefined;
}

function hostOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  if (!URL.canParse(address)) return undefined;
  return new URL(address).hostname.replace(/\.$/, "").replace(/^www\./, "");
}
