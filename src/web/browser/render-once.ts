import type { BrowserContext } from "playwright";
import type { GuardProxy } from "../guard-proxy.ts";
import { parseUrl } from "../url.ts";
import type { FetchFailure, Rendered, RenderPlan } from "../web.ts";
import type { BrowserPool, Lease } from "./browser-pool.ts";
import { isBrowserGone, navigationFailure } from "./failures.ts";
import type { Permit } from "./navigation-gate.ts";
import { networkSnapshot } from "./network-snapshot.ts";
import { closeContext, crashOf, openPage, type PageSession } from "./page-session.ts";
import { visitPage, type Visit } from "./visit.ts";
import { attempt, unlessAborted, within } from "./within.ts";

export interface RenderDeps {
  readonly pool: BrowserPool;
  readonly permit: Permit;
  readonly openGuard: () => Promise<GuardProxy>;
  readonly userAgent: string;
  readonly navigationTimeoutMs: number;
  readonly renderTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly now: () => Date;
}

export interface RenderCall {
  readonly url: string;
  readonly plan: RenderPlan;
  readonly signal: AbortSignal;
}

const closeTimeoutMs = 5_000;

/** One render in one fresh context. Throws only when the browser itself is gone, or a bug is ours. */
export async function renderOnce(
  deps: RenderDeps,
  call: RenderCall,
): Promise<Rendered | FetchFailure> {
  const guard = await deps.openGuard();
  try {
    const lease = await deps.pool.lease();
    return await renderIn(lease, guard, deps, call);
  } finally {
    await guard.close();
  }
}

async function renderIn(
  lease: Lease,
  guard: GuardProxy,
  deps: RenderDeps,
  call: RenderCall,
): Promise<Rendered | FetchFailure> {
  const held: { context?: BrowserContext; session?: PageSession } = {};
  const over = new AbortController();
  const visit: Visit = { frames: [], url: undefined };
  try {
    const work = async (): Promise<void> => {
      const permit = (url: string) => deps.permit(url, AbortSignal.any([call.signal, over.signal]));
      const { browser } = lease;
      const needs = { browser, guardUrl: guard.url, userAgent: deps.userAgent, permit };
      held.session = await openPage(needs, (context) => (held.context = context));
      const { session } = held;
      await Promise.race([
        visitPage({ ...deps, session, plan: call.plan }, call.url, visit),
        crashOf(session),
      ]);
    };
    await within(deps.renderTimeoutMs, "render", unlessAborted("render", work(), call.signal));
    return rendered(deps, call, visit, held.session);
  } catch (error) {
    if (visit.frames.length > 0) return rendered(deps, call, visit, held.session);
    const refusal = held.session?.gate.refusal();
    if (refusal) return { ...refusal, url: call.url };
    if (isBrowserGone(error)) throw error;
    const url = held.session?.gate.lastUrl() ?? call.url;
    const parsed = parseUrl(url);
    return navigationFailure(error, call.url, parsed && guard.troubleOf(parsed));
  } finally {
    over.abort();
    await attempt(closeTimeoutMs, held.session?.gate.release() ?? Promise.resolve());
    lease.release(await closeContext(held.context));
  }
}

function rendered(
  deps: RenderDeps,
  call: RenderCall,
  visit: Visit,
  session: PageSession | undefined,
): Rendered | FetchFailure {
  const { frames, url = call.url } = visit;
  if (frames.length === 0) {
    return {
      ok: false,
      kind: "bad_response",
      url: call.url,
      detail: "the page has no document to read",
    };
  }
  return {
    ok: true,
    frames,
    network: networkSnapshot(session?.network, { requestedUrl: call.url, url }, deps.now()),
    url,
  };
}
