import { setMaxListeners } from "node:events";
import { createCookieJar } from "./cookies.ts";
import type { Egress } from "./egress.ts";
import { failureOf } from "./fetch-failure.ts";
import { fetchPage, type PageRequest, type Visit } from "./fetch-page.ts";
import { sealSnapshot, type Snapshot } from "../domain/snapshot.ts";
import { readUrl } from "./url-policy.ts";
import type { Fetched, FetchFailure, Web } from "./web.ts";

/** The limits of one record's attempt. */
export interface RecordLimits {
  readonly signal: AbortSignal;
  /** Epoch ms. */
  readonly deadline: number;
  /** Different pages that may be asked for; redirects and robots.txt don't count. */
  readonly maxPages: number;
}

const anyPage =
  "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5";

/** The web as one record's attempt sees it: its own cookies, its own memory, its own limits. */
export function webForRecord(egress: Egress, { signal, deadline, maxPages }: RecordLimits): Web {
  setMaxListeners(0, signal); // every fetch under way listens to it
  const visit: Visit = { egress, jar: createCookieJar(), signal, deadline, sentAway: new Map() };
  const pages = new Map<string, Promise<Fetched | FetchFailure>>();
  const answers = new Map<string, Promise<Snapshot | undefined>>();
  let asked = 0;

  const fetchOnce = async (key: string, request: PageRequest): Promise<Fetched | FetchFailure> => {
    const result = await provenAbsence(egress, await fetchPage(visit, request), signal);
    if (result.ok && result.snapshot.redirects.length > 0 && request.json === undefined) {
      // Where the redirects ended was fetched too: asking for it costs nothing more.
      const landed = keyOf({ ...request, url: new URL(result.snapshot.url) });
      if (landed !== key && !pages.has(landed))
        pages.set(landed, Promise.resolve(withoutHops(result)));
    }
    return result;
  };

  return {
    async get(text, { accept = anyPage, postJson } = {}) {
      signal.throwIfAborted();
      const url = readUrl(text);
      if (!url) return failureOf(text, { kind: "bad_url", detail: "not a URL" });
      const request = {
        url,
        accept,
        json: postJson === undefined ? undefined : JSON.stringify(postJson),
      };
      const key = keyOf(request);
      const known = pages.get(key);
      if (known) return known;
      if (asked >= maxPages)
        return failureOf(url.href, { kind: "page_limit", detail: `${maxPages} pages asked` });
      asked += 1;
      const page = fetchOnce(key, request);
      pages.set(key, page);
      return page;
    },
    async dns(name, type) {
      signal.throwIfAborted();
      const key = `${type} ${name.toLowerCase()}`;
      const answer =
        answers.get(key) ?? egress.dns?.(name, type, signal) ?? Promise.resolve(undefined);
      answers.set(key, answer);
      return answer;
    },
  };
}

function keyOf({ url, accept, json = "" }: PageRequest): string {
  return `${url.href}\n${accept}\n${json}`;
}

function withoutHops({ snapshot }: Fetched): Fetched {
  const { body, text, hash: _, ...meta } = snapshot;
  return {
    ok: true,
    snapshot: sealSnapshot({ ...meta, requestedUrl: meta.url, redirects: [] }, body, text),
  };
}

/** A proxy that fails without saying why may stand before a name that does not exist: ask DNS. */
async function provenAbsence(
  { dns, transport }: Egress,
  result: Fetched | FetchFailure,
  signal: AbortSignal,
): Promise<Fetched | FetchFailure> {
  if (result.ok || (result.kind !== "proxy_failed" && result.kind !== "dns_failed") || !dns)
    return result;
  const url = new URL(result.url);
  if (!transport.isProxied(url)) return result;
  const proof = await dns(url.hostname, "A", signal);
  if (proof?.status !== 3) return result;
  return { ...result, kind: "no_such_domain", detail: `${url.hostname}: NXDOMAIN`, proof };
}
