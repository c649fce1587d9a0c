import type { RecruitingSystem, TenantUrl } from "../../../../specs/ats/recruiting-system.ts";

export interface Match {
  readonly system: string;
  readonly tenant: string | undefined;
  readonly groups: Readonly<Record<string, string>>;
  readonly board: string | undefined;
}

/** Reads an address with one system's patterns, the way the contract says: the first pattern that names a tenant wins. */
export function matchUrl(system: RecruitingSystem, address: string): Match | undefined {
  const { hostname, pathname, search } = new URL(address);
  const host = hostname.toLowerCase();
  const path = pathname + search;
  if (system.notBoards.some((pattern) => new RegExp(pattern).test(host + path))) return undefined;
  let vendorOnly: Match | undefined;
  for (const tenantUrl of system.tenantUrls) {
    const groups = matchGroups(tenantUrl, host, path);
    const tenant = groups?.["tenant"];
    if (!groups || (tenant !== undefined && system.reserved.includes(tenant.toLowerCase())))
      continue;
    const match = { system: system.id, tenant, groups, board: fill(tenantUrl.board, groups) };
    if (tenant !== undefined) return match;
    vendorOnly ??= match;
  }
  return vendorOnly;
}

function matchGroups(
  tenantUrl: TenantUrl,
  host: string,
  path: string,
): Record<string, string> | undefined {
  const inHost = new RegExp(tenantUrl.host).exec(host);
  if (!inHost) return undefined;
  if (tenantUrl.path === undefined) return { ...inHost.groups };
  const inPath = new RegExp(tenantUrl.path).exec(path);
  return inPath ? { ...inHost.groups, ...inPath.groups } : undefined;
}

function fill(template: string | undefined, groups: Record<string, string>): string | undefined {
  return template?.replace(/\{(\w+)\}/g, (_, name: string) => groups[name] ?? `{${name}}`);
}
