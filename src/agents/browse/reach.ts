import { parseUrl } from "../../web/url.ts";

export interface ReachDeps {
  /** Whether an address is on one of the record's own sites, as far as they are known by now. */
  readonly isOwn: (url: string) => boolean;
  /** Whether an address belongs to a vendor or platform that the workflow knows. */
  readonly isKnown: (url: string) => boolean;
}

/**
 * Where a model may go. It reads strangers' pages, so an address that it made up could carry out
 * what it has read: it goes where a page has pointed, and moves freely only among the record's own
 * and known hosts, without a query of its own.
 */
export interface Reach {
  /** Takes over an address that was met on a page, or that the agent itself brought along. */
  add(url: string): void;
  /** Takes over every address in what a tool showed; those of links are read against `base`. */
  show(text: string, base?: string): void;
  /** What speaks against opening an address, if anything. */
  objection(url: URL): "unlinked_address" | "unseen_query" | undefined;
  /** The address as it may be asked: with its fragment only when that was seen too. */
  settle(url: URL): string;
  /** What was met so far, to be added again when the work goes on elsewhere. */
  seen(): readonly string[];
}

const maxSeen = 5_000;
const maxOwnPathChars = 200;

/** An empty reach: the agent adds what its record and its handoff bring along. */
export function createReach({ isOwn, isKnown }: ReachDeps): Reach {
  const seen = new Set<string>();
  const pages = new Set<string>();
  const queries = new Set<string>();
  const parents = new Set<string>();

  const add = (text: string): void => {
    const url = parseUrl(text);
    if (!url || !/^https?:$/.test(url.protocol) || seen.size >= maxSeen) return;
    seen.add(url.href);
    pages.add(withoutHash(url));
    queries.add(`${url.host}${url.search}`);
    for (const parent of parentsOf(url)) parents.add(parent);
  };

  return {
    add,
    show(text, base) {
      for (const written of addressesIn(text)) {
        const url = parseUrl(written, base);
        if (url) add(url.href);
      }
    },
    objection(url) {
      if (pages.has(withoutHash(url))) return undefined;
      const isFree =
        (isOwn(url.href) || isKnown(url.href)) && url.pathname.length <= maxOwnPathChars;
      if (!isFree && !parents.has(placeOf(url))) return "unlinked_address";
      const isQuerySeen = url.search === "" || queries.has(`${url.host}${url.search}`);
      return isQuerySeen ? undefined : "unseen_query";
    },
    settle: (url) => (seen.has(url.href) ? url.href : withoutHash(url)),
    seen: () => [...seen],
  };
}

/** Links of a view (`- /url: /jobs`) and whatever is written out in full. */
function* addressesIn(text: string): Generator<string> {
  for (const [, written = ""] of text.matchAll(/^\s*- \/url: (.+)$/gm)) yield unquoted(written);
  for (const [written] of text.matchAll(/https?:\/\/[^\s"'<>`\\{}|^]+/gi)) {
    yield written;
    const bare = written.replace(/[.,;:!?)\]]+$/, "");
    if (bare !== written) yield bare;
  }
}

function unquoted(written: string): string {
  if (written.startsWith("'")) return written.slice(1, -1).replaceAll("''", "'");
  if (!written.startsWith('"')) return written;
  try {
    return String(JSON.parse(written));
  } catch {
    return ""; // YAML knows escapes that JSON doesn't; such an address is nobody's loss
  }
}

/** Every folder above an address, and its place without the query: they hold nothing that it doesn't. */
function parentsOf(url: URL): readonly string[] {
  const parts = url.pathname.split("/").slice(1, 12);
  return ["/", ...parts.map((_, index) => `/${parts.slice(0, index + 1).join("/")}`)].map(
    (path) => url.origin + withoutSlash(path),
  );
}

function placeOf(url: URL): string {
  return url.origin + withoutSlash(url.pathname);
}

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}

function withoutHash(url: URL): string {
  return url.href.replace(/#.*$/s, "");
}
