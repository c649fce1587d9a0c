import { Resolver } from "node:dns/promises";

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves a name to its addresses, IPv4 first; rejects with `NameNotResolved`. */
export type ResolveHost = (host: string) => Promise<readonly HostAddress[]>;

/** Why a name has no addresses: it does not exist, it exists without any, or DNS did not say. */
export type NameTrouble = "no_such_name" | "no_address" | "dns_failed";

/** DNS gave no address for a name. */
export class NameNotResolved extends Error {
  override readonly name = "NameNotResolved";
  readonly code = "ASSAY_NAME_NOT_RESOLVED";
  readonly host: string;
  readonly trouble: NameTrouble;

  constructor(host: string, trouble: NameTrouble, detail = "") {
    super(`${host}: ${trouble}${detail && ` (${detail})`}`);
    this.host = host;
    this.trouble = trouble;
  }
}

const longestTtlMs = 300_000;
const shortestTtlMs = 5_000;
const negativeTtlMs = 30_000;
const maxEntries = 20_000;

/** How name servers are asked; the system's own unless others are named. */
export interface ResolverSettings {
  readonly timeoutMs?: number;
  readonly tries?: number;
  readonly servers?: readonly string[];
}

interface CacheEntry {
  readonly until: number;
  readonly answer: Promise<readonly HostAddress[]>;
}

/**
 * Asks the system's name servers directly (not through the thread pool), A and AAAA together.
 * Answers are kept for their TTL within 5 s and 5 min; failures for half a minute.
 */
export function createResolver({
  timeoutMs = 2_500,
  tries = 2,
  servers,
}: ResolverSettings = {}): ResolveHost {
  const resolver = new Resolver({ timeout: timeoutMs, tries });
  if (servers) resolver.setServers(servers);
  const cache = new Map<string, CacheEntry>();

  const ask = async (host: string): Promise<readonly HostAddress[]> => {
    const [four, six] = await Promise.allSettled([
      resolver.resolve4(host, { ttl: true }),
      resolver.resolve6(host, { ttl: true }),
    ]);
    const found = [
      ...(four.status === "fulfilled"
        ? four.value.map((each) => ({ ...each, family: 4 as const }))
        : []),
      ...(six.status === "fulfilled"
        ? six.value.map((each) => ({ ...each, family: 6 as const }))
        : []),
    ];
    if (found.length === 0) throw troubleOf(host, [four, six]);
    const ttlMs = Math.min(...found.map(({ ttl }) => ttl)) * 1_000;
    keep(host, Math.min(Math.max(ttlMs, shortestTtlMs), longestTtlMs));
    return found.map(({ address, family }) => ({ address, family }));
  };

  const keep = (host: string, forMs: number): void => {
    const entry = cache.get(host);
    if (entry) cache.set(host, { ...entry, until: Date.now() + forMs });
  };

  return (host) => {
    const name = host.toLowerCase().replace(/\.$/, "");
    const known = cache.get(name);
    if (known && known.until > Date.now()) return known.answer;
    const answer = ask(name);
    answer.catch(() => keep(name, negativeTtlMs));
    cache.delete(name);
    // While it is asked, everybody waits for the same answer.
    cache.set(name, { until: Number.POSITIVE_INFINITY, answer });
    const [oldest] = cache.keys();
    if (cache.size > maxEntries && oldest !== undefined) cache.delete(oldest);
    return answer;
  };
}

/** Only NXDOMAIN to both questions means that there is no such name. */
function troubleOf(
  host: string,
  answers: readonly PromiseSettledResult<unknown>[],
): NameNotResolved {
  const codes = answers.map((answer) =>
    answer.status === "rejected" ? codeOf(answer.reason) : "",
  );
  if (codes.every((code) => code === "ENOTFOUND")) return new NameNotResolved(host, "no_such_name");
  if (codes.every((code) => code === "ENOTFOUND" || code === "ENODATA")) {
    return new NameNotResolved(host, "no_address");
  }
  return new NameNotResolved(host, "dns_failed", codes.join(", "));
}

/** The `code` of a Node error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
