import { sealSnapshot, type Snapshot, type SnapshotMeta } from "../domain/snapshot.ts";
import { charsetOf } from "./charset.ts";
import type { CookieJar } from "./cookies.ts";
import type { Egress } from "./egress.ts";
import { type Exchange, exchange, isRedirect } from "./exchange.ts";
import { type Trouble, troubleFrom } from "./failure.ts";
import { failureOf } from "./fetch-failure.ts";
import { headerOf, keptHeaders } from "./headers.ts";
import type { HostBusy } from "./politeness.ts";
import { verdictOf } from "./retry-after.ts";
import { isSharedHost } from "./shared-hosts.ts";
import { type HeldHost, holdHost, type Waiter } from "./slots.ts";
import { readUrl, refusalOf } from "./url-policy.ts";
import type { Fetched, FetchFailure } from "./web.ts";

/** What one fetch is asked for. */
export interface PageRequest {
  readonly url: URL;
  readonly accept: string;
  readonly json: string | undefined;
}

/** What the fetches of one record share. */
export interface Visit extends Waiter {
  readonly egress: Egress;
  readonly jar: CookieJar;
}

/** A host that says "later" for at most this long is waited for; longer is the caller's to plan. */
const shortWaitMs = 5_000;

type Hop = SnapshotMeta["redirects"][number];

/** Where a chain of redirects stands. */
interface Trail {
  url: URL;
  json: string | undefined;
  readonly hops: Hop[];
  host: HeldHost | undefined;
  /** The last response that pointed elsewhere. */
  last: Exchange | undefined;
  askedAgain: boolean;
}

/** Fetches one page: every hop passes the address policy, its host's turn, and robots.txt. */
export async function fetchPage(
  visit: Visit,
  request: PageRequest,
): Promise<Fetched | FetchFailure> {
  const { url, json } = request;
  const trail: Trail = { url, json, hops: [], host: undefined, last: undefined, askedAgain: false };
  try {
    for (;;) {
      const outcome = await takeHop(visit, request, trail);
      if (outcome === "onwards") continue;
      if ("kind" in outcome) return withTrail(failureOf(trail.url.href, outcome), request, trail);
      return { ok: true, snapshot: sealed(outcome, request, trail.hops) };
    }
  } catch (error) {
    visit.signal.throwIfAborted();
    return withTrail(failureOf(trail.url.href, troubleFrom(error)), request, trail);
  } finally {
    await trail.host?.release();
  }
}

/** One request of the chain: its response if it ends here, what stopped it, or "onwards". */
async function takeHop(
  visit: Visit,
  request: PageRequest,
  trail: Trail,
): Promise<Exchange | Trouble | "onwards"> {
  const { egress, jar, signal, deadline } = visit;
  const refusal = refusalOf(egress, trail.url);
  if (refusal) return refusal;

  const host = await enter(visit, trail);
  if ("retryAt" in host) return rateLimited(host);
  const rules = await host.rulesFor(trail.url);
  if ("failure" in rules) return unreachable(rules.failure);
  if (!rules.allows(trail.url.href))
    return { kind: "robots_denied", detail: `by ${trail.url.origin}/robots.txt` };

  const leftMs = deadline - Date.now();
  if (leftMs <= 0) return { kind: "timeout", detail: "the record's deadline passed" };
  const { config, transport } = egress;
  const timeoutMs = Math.min(config.ASSAY_FETCH_TIMEOUT_MS, leftMs);
  const response = await exchange(
    transport.routeFor,
    {
      url: trail.url,
      headers: headersFor(config.ASSAY_USER_AGENT, request.accept, jar.header(trail.url)),
      json: trail.json,
    },
    { timeoutMs, maxBodyBytes: config.ASSAY_MAX_BODY_BYTES, signal },
  );
  const cookies = response.headers["set-cookie"];
  if (cookies) jar.store(trail.url, typeof cookies === "string" ? [cookies] : cookies);
  const { status, headers } = response;
  host.learn(verdictOf(status, headerOf(headers, "retry-after"), Date.now()));
  if (status === 429 || status === 503) return sentAway(trail, response);
  return isRedirect(response) ? follow(trail, response, config.ASSAY_MAX_REDIRECTS) : response;
}

/** Keeps the slot within one host, and never holds two. */
async function enter(visit: Visit, trail: Trail): Promise<HeldHost | HostBusy> {
  const held = trail.host;
  if (held?.covers(trail.url)) return held;
  trail.host = undefined;
  await held?.release();
  const host = await holdHost(visit.egress, trail.url, visit);
  if (!("retryAt" in host)) trail.host = host;
  return host;
}

/** The host asks for patience: wait once if it is short; the next turn comes when it is open. */
async function sentAway(trail: Trail, response: Exchange): Promise<Exchange | Trouble | "onwards"> {
  const held = trail.host;
  trail.host = undefined;
  const closedMs = (await held?.release()) ?? 0;
  if (!trail.askedAgain && closedMs <= shortWaitMs) {
    trail.askedAgain = true;
    return "onwards";
  }
  if (!isSharedHost(trail.url.hostname)) return response;
  return rateLimited({ retryAt: Date.now() + closedMs, closed: true });
}

function follow(trail: Trail, response: Exchange, maxRedirects: number): Trouble | "onwards" {
  const { status, headers } = response;
  const location = headerOf(headers, "location");
  const next = readUrl(location, trail.url);
  trail.last = response;
  if (!next)
    return { kind: "bad_response", detail: `Location can't be read: ${location.slice(0, 100)}` };
  trail.hops.push({ status, from: trail.url.href, to: next.href });
  if (trail.hops.length > maxRedirects)
    return { kind: "too_many_redirects", detail: `${maxRedirects} hops` };
  if (
    next.href === trail.url.href &&
    headers["set-cookie"] === undefined &&
    trail.json === undefined
  ) {
    return { kind: "too_many_redirects", detail: "redirects to itself" };
  }
  // As browsers do: only 307 and 308 keep the method.
  if (status !== 307 && status !== 308) trail.json = undefined;
  trail.url = next;
  return "onwards";
}

function headersFor(
  userAgent: string,
  accept: string,
  cookie: string | undefined,
): Record<string, string> {
  return {
    "user-agent": userAgent,
    accept,
    "accept-language": "en;q=0.9,*;q=0.5",
    "accept-encoding": "gzip, deflate, br",
    ...(cookie !== undefined && { cookie }),
  };
}

function rateLimited({ retryAt, closed }: HostBusy): Trouble {
  const detail = closed ? "the host asked to be left alone for now" : "others are asking this host";
  return { kind: "rate_limited", detail, retryAt };
}

/** The site's robots.txt could not be fetched because the site is not there: that is the answer. */
function unreachable({ kind, detail, retryAt, proof }: FetchFailure): Trouble {
  return {
    kind,
    detail: `robots.txt: ${detail}`,
    ...(retryAt !== undefined && { retryAt }),
    ...(proof && { proof }),
  };
}

function withTrail(
  failure: FetchFailure,
  request: PageRequest,
  { last, hops }: Trail,
): FetchFailure {
  return last ? { ...failure, redirectedFrom: sealed(last, request, hops) } : failure;
}

function sealed(response: Exchange, request: PageRequest, hops: readonly Hop[]): Snapshot {
  return sealSnapshot(
    {
      source: "http",
      requestedUrl: request.url.href,
      url: response.url.href,
      status: response.status,
      headers: keptHeaders(response.headers),
      redirects: [...hops],
      charset: charsetOf(response.body, response.contentType),
      fetchedAt: response.at.toISOString(),
    },
    response.body,
  );
}
