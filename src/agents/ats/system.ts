import type { Probe, RecruitingSystem, TenantUrl } from "../../../specs/ats/recruiting-system.ts";

/** A system of the catalogue, compiled. */
export interface System {
  readonly id: string;
  readonly name: string;
  readonly role: RecruitingSystem["role"];
  readonly probes: readonly Probe[];
  readonly isCaseSensitive: boolean;
  readonly isReserved: (tenant: string) => boolean;
  readonly isNotBoard: (hostAndPath: string) => boolean;
}

/** An address or trace that the catalogue knows as some customer's. */
export interface Recognised {
  readonly system: System;
  /** As written. `null`: the vendor is certain, the customer is not named. */
  readonly tenant: string | null;
  /** All named parts of the address. */
  readonly groups: Readonly<Record<string, string>>;
  readonly use: TenantUrl["use"];
  /** The board's address, if the entry can fill it in. */
  readonly board: string | null;
}

export function compileSystem(source: RecruitingSystem): System {
  const reserved = new Set(source.reserved);
  const notBoards = source.notBoards.map((pattern) => new RegExp(pattern, "i"));
  return {
    id: source.id,
    name: source.name,
    role: source.role,
    probes: source.probes,
    isCaseSensitive: source.caseSensitive,
    isReserved: (tenant) => reserved.has(tenant.toLowerCase()),
    isNotBoard: (address) => notBoards.some((pattern) => pattern.test(address)),
  };
}

/** `null`: none named. `undefined`: the name is a reserved word, so this is no customer's address. */
export function tenantIn(
  system: System,
  groups: Readonly<Record<string, string>>,
): string | null | undefined {
  const named = groups["tenant"];
  if (named === undefined || named === "") return null;
  return system.isReserved(named) ? undefined : named;
}

/** One spelling per tenant: case counts only where the vendor lets it. */
export function foldedTenant({ system, tenant }: Pick<Recognised, "system" | "tenant">): string {
  if (tenant === null) return "?";
  return system.isCaseSensitive ? tenant : tenant.toLowerCase();
}

/** The named parts of a match, percent-decoded. */
export function namedParts(match: RegExpExecArray): Record<string, string> {
  const groups: Record<string, string> = {};
  for (const [name, value] of Object.entries(match.groups ?? {})) {
    if (value !== undefined) groups[name] = decoded(value);
  }
  return groups;
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A template with its named parts filled in; `null` when one of them is unknown. */
export function fill(
  template: string | undefined,
  groups: Readonly<Record<string, string>>,
): string | null {
  if (template === undefined) return null;
  let isWhole = true;
  const filled = template.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = groups[name];
    if (value === undefined) isWhole = false;
    return value ?? "";
  });
  return isWhole ? filled : null;
}
