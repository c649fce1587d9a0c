import type { RecruitingSystem, TenantUrl } from "../../../specs/ats/recruiting-system.ts";
import { lastLabels, suffixesOf } from "./host-suffix.ts";
import { fill, namedParts, type Recognised, type System, tenantIn } from "./system.ts";

interface Entry {
  readonly system: System;
  readonly host: RegExp;
  readonly path: RegExp | undefined;
  readonly use: TenantUrl["use"];
  readonly board: string | undefined;
}

/** Tells whose address a URL is; `undefined` for all others, the vendors' own pages among them. */
export type Recognise = (url: string) => Recognised | undefined;

/** Sorts the catalogue's addresses by the end of their hosts: one look-up per address, not hundreds of patterns. */
export function createAddressIndex(
  sources: readonly RecruitingSystem[],
  systems: ReadonlyMap<string, System>,
): Recognise {
  const bySuffix = new Map<string, Entry[]>();
  const anywhere: Entry[] = [];
  for (const { id, tenantUrls } of sources) {
    const system = systems.get(id);
    if (system === undefined) continue;
    for (const place of tenantUrls) {
      const entry = entryOf(system, place);
      const suffixes = suffixesOf(place.host);
      if (suffixes.length === 0) anywhere.push(entry);
      for (const suffix of suffixes) bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), entry]);
    }
  }
  return (url) => {
    const address = partsOf(url);
    if (address === undefined) return undefined;
    const here = bySuffix.get(lastLabels(address.host)) ?? [];
    return bestOf(anywhere.length === 0 ? here : [...here, ...anywhere], address);
  };
}

function entryOf(system: System, { host, path, use, board }: TenantUrl): Entry {
  return {
    system,
    host: new RegExp(host),
    path: path === undefined ? undefined : new RegExp(path),
    use,
    board,
  };
}

interface Address {
  readonly host: string;
  readonly path: string;
}

const written = /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)(?::\d+)?([^#]*)/i;

function partsOf(url: string): Address | undefined {
  const [, host = "", rest = ""] = written.exec(url) ?? [];
  if (host === "") return undefined;
  return {
    host: host.toLowerCase().replace(/\.$/, ""),
    path: rest.startsWith("/") ? rest : `/${rest}`,
  };
}

/** The first that names a tenant, otherwise the first that names the vendor. */
function bestOf(entries: readonly Entry[], address: Address): Recognised | undefined {
  let vendorOnly: Recognised | undefined;
  for (const entry of entries) {
    const found = read(entry, address);
    if (found !== undefined && found.tenant !== null) return found;
    vendorOnly ??= found;
  }
  return vendorOnly;
}

function read(entry: Entry, { host, path }: Address): Recognised | undefined {
  const onHost = entry.host.exec(host);
  if (onHost === null) return undefined;
  const onPath = entry.path?.exec(path);
  if (onPath === null || entry.system.isNotBoard(host + path)) return undefined;
  const groups = { ...namedParts(onHost), ...(onPath ? namedParts(onPath) : {}) };
  const tenant = tenantIn(entry.system, groups);
  if (tenant === undefined) return undefined;
  return { system: entry.system, tenant, groups, use: entry.use, board: fill(entry.board, groups) };
}
