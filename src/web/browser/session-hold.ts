import type { ActionResult } from "../browser-session.ts";
import type { Origin } from "./act.ts";
import { isBrowserGone } from "./failures.ts";
import { type LivePage, openLivePage } from "./live-page.ts";
import { createPageBudget, type PageBudget } from "./page-budget.ts";
import type { RenderDeps } from "./render-once.ts";
import { actionFailure } from "./session-phrases.ts";
import { type RefLine, takeView } from "./view.ts";
import { OutOfTime, unlessAborted, within } from "./within.ts";

/** What a session is at, between its acts. */
export interface At {
  live: LivePage | undefined;
  /** Epoch ms at which the live page was opened. */
  since: number;
  spentMs: number;
  refs: ReadonlyMap<string, RefLine>;
  origin: Origin;
  /** The page last asked for by its address, and where that ended. */
  opened: { readonly requestedUrl: string; readonly url: string };
  /** Requests of pages that had to be given up. */
  pastRequests: string;
  isClosed: boolean;
}

/** What a session is made of: its page, and the ways to work on it and to give it up. */
export interface Held {
  readonly at: At;
  readonly budget: PageBudget;
  /** Aborted when the session is over, however that came. */
  readonly until: AbortSignal;
  /** The requests of all its pages so far, as the network log writes them. */
  requests(): string;
  /** The page in hand, or a fresh one. */
  page(): Promise<LivePage>;
  /** Waits for work on a page, for no longer than a render may take. */
  inTime<T>(live: LivePage, work: Promise<T>): Promise<T>;
  /** Does one thing to the page in hand. A page that does not answer any more is given up. */
  act(work: (live: LivePage) => Promise<ActionResult>): Promise<ActionResult>;
  /** Looks at the page; its refs are in force from now on. */
  look(live: LivePage): Promise<ActionResult>;
  /** Gives the page up: the next `page` is a fresh one. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/** Holds one page at a time for a session, and closes it when the caller gives up. */
export function holdPage(
  deps: RenderDeps,
  signal: AbortSignal,
  maxPages: number,
  onClosed: () => void,
): Held {
  const budget = createPageBudget(maxPages);
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  const blank = { requestedUrl: "about:blank", url: "about:blank" };
  const at: At = {
    live: undefined,
    since: 0,
    spentMs: 0,
    refs: new Map(),
    origin: { ...blank, parent: null },
    opened: blank,
    pastRequests: "",
    isClosed: false,
  };

  const requests = (): string => at.pastRequests + (at.live?.session.network.text() ?? "");

  const permit = async (url: string): ReturnType<RenderDeps["permit"]> =>
    budget.objection(url) ?? (await deps.permit(url, until));

  const drop = async (): Promise<void> => {
    const { live } = at;
    if (!live) return;
    at.pastRequests = requests();
    at.spentMs += Date.now() - at.since;
    at.live = undefined;
    at.refs = new Map();
    await live.close();
  };

  const close = async (): Promise<void> => {
    at.isClosed = true;
    signal.removeEventListener("abort", closeLater);
    over.abort();
    await drop();
    onClosed();
  };
  // A page that does not close is the pool's affair; there is nothing left to tell the caller.
  const closeLater = (): void => void close();
  signal.addEventListener("abort", closeLater);

  const look = async ({ session }: LivePage): Promise<ActionResult> => {
    const { page, documents } = session;
    const seen = await takeView(page, async () =>
      documents.hasResponse() ? (await documents.originOf(page.mainFrame())).status : 0,
    );
    if (!seen) throw new OutOfTime("a look at the page", 0);
    at.refs = seen.refs;
    return { ok: true, view: seen.view };
  };

  const inTime = <T>(live: LivePage, work: Promise<T>): Promise<T> =>
    within(
      deps.renderTimeoutMs,
      "an act",
      unlessAborted("an act", Promise.race([work, live.crashed]), until),
    );

  const act = async (work: (live: LivePage) => Promise<ActionResult>): Promise<ActionResult> => {
    const { live } = at;
    if (at.isClosed || !live) return actionFailure("no_page");
    budget.begin();
    try {
      return await inTime(live, work(live));
    } catch (error) {
      const isGone = isBrowserGone(error) || /crashed/.test(String(error));
      await drop();
      return actionFailure(isGone ? "no_page" : "timeout");
    }
  };

  const page = async (): Promise<LivePage> => {
    if (at.live) return at.live;
    at.live = await openLivePage(deps, permit, until);
    at.since = Date.now();
    return at.live;
  };

  return { at, budget, until, requests, page, inTime, act, look, drop, close };
}
