import type {
  ActionFailure,
  ActionResult,
  BrowserSession,
  BrowserSessions,
} from "../browser-session.ts";
import { parseUrl } from "../url.ts";
import type { FetchFailure } from "../web.ts";
import { arrive, clickOn, fill, follow, pressEnter, rest } from "./act.ts";
import { isBrowserGone, navigationFailure } from "./failures.ts";
import type { LivePage } from "./live-page.ts";
import { networkSnapshot } from "./network-snapshot.ts";
import { readSignals } from "./page-signals.ts";
import { findRef, type FoundTarget, readTarget } from "./ref-target.ts";
import type { RenderDeps } from "./render-once.ts";
import { type Held, holdPage } from "./session-hold.ts";
import { actionFailure } from "./session-phrases.ts";
import { takeFrames } from "./take-frames.ts";
import { attempt } from "./within.ts";

export interface SessionDeps extends RenderDeps {
  /** Why a URL may not get near a browser at all. */
  readonly problemWith: (url: string) => FetchFailure | undefined;
}

/** Sessions that hold browsers: close them, or they stay. */
export type ClosableSessions = BrowserSessions & { close(): Promise<void> };

const defaultMaxPages = 20;
const captureTimeoutMs = 20_000;
const signalsTimeoutMs = 8_000;
const scrollTimeoutMs = 3_000;
const answerTimeoutMs = 2_000;
const scrollPixels = 800;

/** Pages that an agent drives itself, in the same browsers as everything that is rendered. */
export function createBrowserSessions(deps: SessionDeps): ClosableSessions {
  const open = new Set<Held>();
  return {
    async start(signal, { maxPages = defaultMaxPages, isTelling = () => false } = {}) {
      const held = holdPage(deps, signal, maxPages, () => open.delete(held));
      open.add(held);
      if (signal.aborted) await held.close();
      return drive(held, deps, isTelling);
    },
    async close() {
      await Promise.all([...open].map((held) => held.close()));
    },
  };
}

function drive(held: Held, deps: SessionDeps, isTelling: (url: string) => boolean): BrowserSession {
  const { at, act } = held;
  return {
    open: (url) => openPage(held, deps, url),
    click: (ref) =>
      act(async (live) => {
        const target = await findTarget(held, live, ref);
        return "ok" in target ? target : await goAlong(held, deps, live, () => clickOn(target));
      }),
    type: (ref, text, submit) =>
      act(async (live) => {
        const target = await findTarget(held, live, ref);
        if ("ok" in target) return target;
        if (!(await fill(target.element, text))) return actionFailure("not_usable");
        const send = () => (submit ? pressEnter(target.element) : Promise.resolve(true));
        return await goAlong(held, deps, live, send);
      }),
    scroll: (direction) => act((live) => scroll(held, live, direction)),
    async target(ref) {
      const line = at.refs.get(ref);
      const element = line && at.live && (await findRef(at.live.session.page, ref));
      return line && element ? (await readTarget(element, line))?.target : undefined;
    },
    async signals() {
      if (!at.live) return "";
      const { page, context } = at.live.session;
      const reading = readSignals({ page, context, requests: held.requests(), isTelling });
      return (await attempt(signalsTimeoutMs, reading)) ?? "";
    },
    async capture() {
      const { live, origin, opened } = at;
      const taking = live && takeFrames({ ...deps, ...origin, session: live.session });
      const frames = taking && (await attempt(captureTimeoutMs, taking));
      const network = networkSnapshot({ text: held.requests }, opened, deps.now());
      return { frames: frames ?? [], network };
    },
    seconds: () => (at.spentMs + (at.live ? Date.now() - at.since : 0)) / 1_000,
    close: held.close,
  };
}

async function openPage(
  held: Held,
  deps: SessionDeps,
  url: string,
): Promise<ActionResult | FetchFailure> {
  if (held.at.isClosed) return actionFailure("no_page");
  const problem = deps.problemWith(url);
  if (problem) return problem;
  if (held.budget.isSpent()) return actionFailure("budget");
  try {
    // A page that hangs keeps its place from the next one: that is no fault of the next one's.
    if (held.at.live && !(await answers(held.at.live))) await held.drop();
    return await openOnce(held, deps, url);
  } catch (error) {
    if (held.until.aborted) return actionFailure("no_page");
    if (!isBrowserGone(error)) throw error;
    await held.drop(); // a browser that dies under a page is nobody's answer
    return await openOnce(held, deps, url);
  }
}

async function answers({ session: { page } }: LivePage): Promise<boolean> {
  return (await attempt(answerTimeoutMs, page.evaluate("1"))) !== undefined;
}

async function openOnce(
  held: Held,
  deps: SessionDeps,
  url: string,
): Promise<ActionResult | FetchFailure> {
  held.budget.begin();
  const live = await held.page();
  const { gate, page } = live.session;
  const refusedBefore = gate.refusal();
  try {
    return await held.inTime(live, arriveAt(held, deps, live, url));
  } catch (error) {
    if (isBrowserGone(error)) throw error;
    const refusal = gate.refusal();
    const parsed = parseUrl(gate.lastUrl() ?? url);
    const failure = navigationFailure(error, url, parsed && live.guard.troubleOf(parsed));
    // A page that is slow to be left may be one that keeps its browser busy.
    if (failure.kind === "timeout" || /crashed/.test(String(error))) await held.drop();
    else if (page.url().startsWith("chrome-error:")) held.at.refs = new Map();
    if (refusal && refusal !== refusedBefore) return { ...refusal, url };
    return failure;
  }
}

async function arriveAt(
  { at, look }: Held,
  { navigationTimeoutMs }: SessionDeps,
  live: LivePage,
  url: string,
): Promise<ActionResult> {
  await arrive(live.session, url, navigationTimeoutMs);
  at.origin = { requestedUrl: url, parent: null };
  at.opened = { requestedUrl: url, url: live.session.page.url() };
  return await look(live);
}

async function goAlong(
  { at, look }: Held,
  { navigationTimeoutMs }: SessionDeps,
  live: LivePage,
  work: () => Promise<boolean>,
): Promise<ActionResult> {
  const came = await follow(live.session, navigationTimeoutMs, work);
  if (came && "ok" in came) {
    if (live.session.page.url().startsWith("chrome-error:")) at.refs = new Map();
    // Nothing happened: either the element is no good, or the page does not answer any more.
    else if (came.kind === "not_usable") await look(live);
    return came;
  }
  if (came) at.origin = came;
  return await look(live);
}

/** The element of a ref. One that is gone comes back with the page as it is now. */
async function findTarget(
  { at, look }: Held,
  live: LivePage,
  ref: string,
): Promise<FoundTarget | ActionFailure> {
  const line = at.refs.get(ref);
  const element = line && (await findRef(live.session.page, ref));
  if (line && element) return (await readTarget(element, line)) ?? actionFailure("timeout");
  const now = await look(live);
  return now.ok ? { ...actionFailure("stale_ref"), view: now.view } : now;
}

async function scroll(
  { look }: Held,
  live: LivePage,
  direction: "up" | "down",
): Promise<ActionResult> {
  const { page, gate } = live.session;
  // Over the middle of the page: a list that scrolls by itself lies there, if there is one.
  await attempt(scrollTimeoutMs, page.mouse.move(640, 450));
  const by = direction === "down" ? scrollPixels : -scrollPixels;
  await attempt(scrollTimeoutMs, page.mouse.wheel(0, by));
  await rest(live.session);
  await gate.release();
  return await look(live);
}
