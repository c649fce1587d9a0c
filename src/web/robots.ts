import type { KeptRobots } from "./politeness.ts";
import { allowAll, denyAll, parseRules, relevantLines, type RobotsRules } from "./robots-rules.ts";
import type { FetchFailure } from "./web.ts";

/** What asking for a robots.txt brought: its status and text, or why nothing came. */
export type RobotsAnswer = { readonly status: number; readonly text: string } | FetchFailure;

/** Rules in force for a site, or the failure that its robots.txt met: the site itself is not there. */
export type RobotsVerdict = RobotsRules | { readonly failure: FetchFailure };

/** Rules of the sites that this process visited, and how others learn of them. */
export interface RobotsBook {
  /** Whether the rules are at hand without Redis. */
  knows(origin: string): boolean;
  /** The pause that a site asks for, as far as it is known here. */
  crawlDelayMs(origin: string): number;
  /**
   * The rules of a site: from memory, from `shared` (what another worker kept), or by `ask`.
   * `keep` is what to leave for the others.
   */
  rulesFor(
    origin: string,
    shared: string | undefined,
    ask: () => Promise<RobotsAnswer>,
  ): Promise<{ readonly verdict: RobotsVerdict; readonly keep?: KeptRobots }>;
}

const hourMs = 3_600_000;
/** A server error forbids, but is soon asked about again. */
const errorTtlMs = 600_000;
/** A dead host is not dialled again for every page of a record. */
const failureTtlMs = 20_000;
const maxSites = 5_000;
const maxSharedChars = 65_536;
const denied = "deny";

interface Known {
  readonly until: number;
  readonly verdict: Promise<RobotsVerdict>;
  readonly crawlDelayMs: number;
}

/** A book for one product token: `AssayBot`. */
export function createRobotsBook(token: string): RobotsBook {
  const sites = new Map<string, Known>();

  const remember = (
    origin: string,
    verdict: Promise<RobotsVerdict>,
    forMs: number,
    delayMs = 0,
  ): void => {
    sites.delete(origin);
    sites.set(origin, { verdict, until: Date.now() + forMs, crawlDelayMs: delayMs });
    const [oldest] = sites.keys();
    if (sites.size > maxSites && oldest !== undefined) sites.delete(oldest);
  };
  const knownFor = (origin: string): Known | undefined => {
    const known = sites.get(origin);
    return known && known.until > Date.now() ? known : undefined;
  };

  return {
    knows: (origin) => knownFor(origin) !== undefined,
    crawlDelayMs: (origin) => knownFor(origin)?.crawlDelayMs ?? 0,
    async rulesFor(origin, shared, ask) {
      const known = knownFor(origin);
      if (known) return { verdict: await known.verdict };
      if (shared !== undefined) {
        const verdict = shared === denied ? denyAll : parseRules(origin, shared.slice(1));
        remember(origin, Promise.resolve(verdict), hourMs, verdict.crawlDelayMs);
        return { verdict };
      }
      const asked = ask().then((answer) => judge(origin, token, answer));
      const pending = asked.then(({ verdict }) => verdict);
      pending.catch(() => sites.delete(origin));
      remember(origin, pending, Number.POSITIVE_INFINITY);
      const { verdict, keep, ttlMs } = await asked;
      const delayMs = "failure" in verdict ? 0 : verdict.crawlDelayMs;
      remember(origin, Promise.resolve(verdict), ttlMs, delayMs);
      return keep ? { verdict, keep } : { verdict };
    },
  };
}

/** RFC 9309: a 4xx allows everything, a 5xx nothing; a host that is not there is its own answer. */
function judge(
  origin: string,
  token: string,
  answer: RobotsAnswer,
): { verdict: RobotsVerdict; keep?: KeptRobots; ttlMs: number } {
  if ("ok" in answer) {
    // Lost in redirects means unavailable, which the RFC treats like a 4xx.
    if (answer.kind === "too_many_redirects") return allowed(hourMs);
    return { verdict: { failure: answer }, ttlMs: failureTtlMs };
  }
  if (answer.status >= 500) {
    return { verdict: denyAll, keep: { text: denied, ttlMs: errorTtlMs }, ttlMs: errorTtlMs };
  }
  if (answer.status >= 300) return allowed(12 * hourMs);
  const lines = relevantLines(answer.text, token);
  const verdict = parseRules(origin, lines);
  if (lines.length > maxSharedChars) return { verdict, ttlMs: hourMs };
  return { verdict, keep: { text: `+${lines}`, ttlMs: 24 * hourMs }, ttlMs: hourMs };
}

function allowed(ttlMs: number): { verdict: RobotsVerdict; keep: KeptRobots; ttlMs: number } {
  return { verdict: allowAll, keep: { text: "+", ttlMs }, ttlMs: hourMs };
}
