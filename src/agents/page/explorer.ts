import type { Look } from "../../domain/handoff.ts";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { FetchFailure, GetOptions, Web } from "../../web/web.ts";
import type { Page } from "./page.ts";
import { parsePage } from "./parse.ts";
import { type PageState, stateOf } from "./site-state.ts";

export interface Visit {
  readonly ok: true;
  readonly snapshot: Snapshot;
  readonly page: Page;
  readonly state: PageState;
}
export type Visited = Visit | FetchFailure;

/** One attempt's way through the web: bounded, remembered, told afterwards. */
export interface Explorer {
  /** Fetches and reads a page, once; `undefined` when the attempt's pages or time are used up. */
  visit(url: string): Promise<Visited | undefined>;
  /** Fetches something that isn't a page: an endpoint, a script, a sitemap. */
  fetch(url: string, options?: GetOptions): Promise<Visited | undefined>;
  readonly pagesLeft: () => number;
  readonly looked: () => readonly Look[];
  /** The answer that a fetch of this address brought, if there was one. */
  readonly answerAt: (url: string) => Snapshot | undefined;
  readonly snapshot: (hash: string) => Snapshot | undefined;
  /** Keeps a snapshot that came by another way (DNS, the browser, an earlier attempt). */
  readonly keep: (snapshot: Snapshot, label?: string) => void;
  readonly note: (look: Look) => void;
  /** Epoch ms from which a host that asked for patience may be asked again; the earliest of all. */
  readonly retryAt: () => number | undefined;
}

export interface Bounds {
  readonly maxPages: number;
  /** Epoch ms after which nothing new is started. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** Time that must be left for one more fetch to be worth starting. */
const reserveMs = 3_000;

export function createExplorer(web: Web, bounds: Bounds): Explorer {
  const looked: Look[] = [];
  const snapshots = new Map<string, Snapshot>();
  const visits = new Map<string, Promise<Visited>>();
  const pages = new Map<string, Visit>();
  const answers = new Map<string, Snapshot>();
  let used = 0;
  let retryAt: number | undefined;

  async function fetch(url: string, options?: GetOptions): Promise<Visited | undefined> {
    bounds.signal.throwIfAborted();
    const key =
      options?.postJson === undefined ? url : `${url} ${JSON.stringify(options.postJson)}`;
    const known = visits.get(key);
    if (known !== undefined) return known;
    if (used >= bounds.maxPages || bounds.now() > bounds.deadline - reserveMs) return undefined;
    used += 1;
    const visit = get(url, options);
    visits.set(key, visit);
    const visited = await visit;
    return !visited.ok && visited.kind === "page_limit" ? undefined : visited;
  }

  async function get(url: string, options?: GetOptions): Promise<Visited> {
    const answer = await web.get(url, options);
    bounds.signal.throwIfAborted();
    if (!answer.ok) {
      looked.push({ url, answer: answer.kind, snapshot: answer.proof?.hash ?? null });
      if (answer.proof !== undefined) snapshots.set(answer.proof.hash, answer.proof);
      if (answer.retryAt !== undefined)
        retryAt = Math.min(retryAt ?? Number.POSITIVE_INFINITY, answer.retryAt);
      return answer;
    }
    const { snapshot } = answer;
    looked.push({ url, answer: snapshot.status, snapshot: snapshot.hash });
    snapshots.set(snapshot.hash, snapshot);
    answers.set(url, snapshot);
    return read(snapshot);
  }

  function read(snapshot: Snapshot): Visit {
    const known = pages.get(snapshot.hash);
    if (known !== undefined) return known;
    const page = parsePage(isMarkup(snapshot) ? snapshot : { ...snapshot, text: "" });
    const visit: Visit = {
      ok: true,
      snapshot,
      page: { ...page, snapshot },
      state: stateOf({ ...page, snapshot }),
    };
    pages.set(snapshot.hash, visit);
    return visit;
  }

  return {
    visit: (url) => fetch(url),
    fetch,
    pagesLeft: () => Math.max(0, bounds.maxPages - used),
    looked: () => looked,
    answerAt: (url) => answers.get(url),
    snapshot: (hash) => snapshots.get(hash),
    keep: (snapshot) => void snapshots.set(snapshot.hash, snapshot),
    note: (look) => void looked.push(look),
    retryAt: () => retryAt,
  };
}

/**
 * Whether what closes a site to robots is a server that fails: its robots.txt answers with an
 * error of the server's, which must be read as a no and says nothing of the site's wishes.
 */
export async function isServerFailing(explorer: Explorer, url: string): Promise<boolean> {
  const visited = await explorer.fetch(new URL("/robots.txt", url).href);
  return visited?.ok === true && visited.snapshot.status >= 500;
}

/** JSON and scripts hold strings that look like markup; only markup is read as such. */
function isMarkup(snapshot: Snapshot): boolean {
  const type = snapshot.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/html|xml/i.test(type)) return true;
  return (
    (type === "" || /text\/plain/i.test(type)) &&
    /^\s*(?:<!doctype|<html|<head|<body|<!--)/i.test(snapshot.text.slice(0, 500))
  );
}
