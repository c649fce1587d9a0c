import type { RecruitingSystem } from "../../../specs/ats/recruiting-system.ts";
import type { Reading } from "./read-signature.ts";

/** Groups that name a silo of the vendor: a tenant of the same name in another one is somebody else. */
export const siloGroups = ["region", "pod", "domain"] as const;

/** Whether two ids are one tenant's; case counts only where the vendor lets it. */
export function isSameId(a: string | null, b: string | null, caseSensitive: boolean): boolean {
  if (a === null || b === null) return false;
  return caseSensitive ? a === b : a.toLowerCase() === b.toLowerCase();
}

/** Whether two readings are of one tenant in one silo; `url` is where the second was read. */
export function isSameTenant(
  { caseSensitive }: RecruitingSystem,
  a: Reading,
  b: Reading,
  url: string,
): boolean {
  if (!isSameId(a.tenant, b.tenant, caseSensitive)) return false;
  if (a.groups["region"] !== b.groups["region"]) return false;
  const isSamePart = ["pod", "domain"].every((name) => agree(a.groups[name], b.groups[name]));
  return isSamePart && (a.board === undefined || siloOf(a.board) === siloOf(b.board ?? url));
}

function agree(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `eu` of jobs.eu.lever.co: part of the host and of no tenant's name. */
function siloOf(url: string): string {
  if (!URL.canParse(url)) return "";
  return /[.-](eu|anz|au|ca|uk|cn)(?=\.[a-z-]+\.[a-z]+$)/.exec(new URL(url).hostname)?.[1] ?? "";
}
