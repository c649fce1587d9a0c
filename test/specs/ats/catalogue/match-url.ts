import type { RecruitingSystem, TenantUrl } from "../../../../specs/ats/recruiting-system.ts";

export interface Match {
  readonly system: string;
  readonly tenant: string | undefined;
  readonly board: string | undefined;
}

/** Reads an address with one system's patterns, the way the contract says: the first pattern that fits wins. */
export function matchUrl(system: RecruitingSystem, address: string): Match | undefined {
  const { hostname, pathname, search } = new URL(address);
  const host = hostname.toLowerCase();
  const path = pathname + search;
  if (system.notBoards.some((pattern) => new RegExp(pattern).test(host + path))) return undefined;
  for (const tenantUrl of system.tenantUrls) {
    const groups = matchGroups(tenantUrl, host, path);
    if (!groups) continue;
    const tenant = groups["tenant"];
    if (tenant !== undefined && system.reserved.includes(tenant.toLowerCase())) continue;
    return { system: system.id, tenant, board: fill(tenantUrl.board, groups) };
  }
  return undefined;
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
