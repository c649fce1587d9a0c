import type { RenderPlan } from "../web.ts";
import type { CapturedFrame } from "./capture.ts";
import { click, type Clickable, findClickable } from "./clicks.ts";
import { passConsent } from "./consent.ts";
import { goTo } from "./go-to.ts";
import { awaitOnward } from "./onward.ts";
import type { PageSession } from "./page-session.ts";
import { scrollThrough } from "./scroll.ts";
import { settle } from "./settle.ts";
import { takeFrames } from "./take-frames.ts";

export interface VisitDeps {
  readonly session: PageSession;
  readonly plan: RenderPlan;
  readonly navigationTimeoutMs: number;
  readonly maxBodyBytes: number;
  readonly now: () => Date;
}

/** What a visit has brought so far: it stays when the visit is cut short. */
export interface Visit {
  readonly frames: CapturedFrame[];
  /** URL of the page that was asked for, after redirects and scripts. */
  url: string | undefined;
}

/** Opens a page, lets it settle, passes its cookie wall, scrolls, and follows what is worth a click. */
export async function visitPage(deps: VisitDeps, url: string, visit: Visit): Promise<void> {
  const { session, plan } = deps;
  const { page, network, gate } = session;
  let isFound = false;
  const look = (seen: string): void => {
    isFound ||= plan.until?.(seen) ?? false;
  };
  network.watch(look);
  page.on("framenavigated", (frame) => look(frame.url()));
  const eyes: Eyes = {
    isFound: () => isFound,
    rest: () => settle({ ...session, isHeld: gate.isHeld, isFound: () => isFound }),
  };

  await goTo(session, url, deps.navigationTimeoutMs);
  await eyes.rest();
  if (!isFound) await awaitOnward(page, eyes.rest);
  await gate.release();
  await prepare(deps, eyes);
  visit.url = page.url();
  keep(visit, await takeFrames({ ...deps, requestedUrl: url, parent: null }));
  if (!isFound) await followClicks(deps, visit, eyes);
}

interface Eyes {
  readonly isFound: () => boolean;
  readonly rest: () => Promise<void>;
}

async function prepare({ session: { page } }: VisitDeps, eyes: Eyes): Promise<void> {
  if (eyes.isFound()) {
    await graceForFrames(page);
    return;
  }
  if (await passConsent(page)) await eyes.rest();
  await scrollThrough(page);
  await eyes.rest();
}

/** What was waited for is often a frame: give it the moment to have a document. */
async function graceForFrames(page: PageSession["page"]): Promise<void> {
  const frames = page
    .frames()
    .map((frame) => frame.waitForLoadState("domcontentloaded", { timeout: graceMs }));
  await Promise.allSettled(frames);
}

const graceMs = 1_500;

/** Clicks one thing at a time; goes on from where a click led, and back when nothing is left there. */
async function followClicks(deps: VisitDeps, visit: Visit, eyes: Eyes): Promise<void> {
  const { page } = deps.session;
  const clicked = new Set<string>();
  const wayBack: string[] = [];
  let left = deps.plan.maxClicks;
  while (left > 0 && !eyes.isFound()) {
    const next = await findClickable(page, deps.plan.click, clicked);
    const back = next ? undefined : wayBack.pop();
    if (!next && back === undefined) return;
    if (next) {
      left -= 1;
      clicked.add(next.key);
      const from = page.url();
      const hasLeft = await followClick(deps, visit, eyes, next);
      if (hasLeft && next.hasMore && left > 0) wayBack.push(from);
    } else if (back !== undefined) {
      await goTo(deps.session, back, deps.navigationTimeoutMs);
      await eyes.rest();
      await deps.session.gate.release();
    }
  }
}

/** Clicks and takes what came of it. Says whether the page was left for another. */
async function followClick(
  deps: VisitDeps,
  visit: Visit,
  eyes: Eyes,
  target: Clickable,
): Promise<boolean> {
  const { page, documents, popups, gate } = deps.session;
  const from = page.url();
  const before = documents.generation();
  documents.startJourney();
  popups.expect();
  await click(target);
  await eyes.rest();
  const newWindow = await popups.take();
  const isOpen = newWindow === undefined || (await opens(deps, newWindow));
  const hasLeft = documents.generation() > before || !isOpen;
  if (newWindow !== undefined) await eyes.rest();
  await gate.release();
  if (hasLeft) await prepare(deps, eyes);
  if (!isOpen || page.url().startsWith("chrome-error:")) return true; // refused or broken: nothing to take
  const origin = { requestedUrl: newWindow ?? page.url(), parent: hasLeft ? from : null };
  keep(visit, await takeFrames({ ...deps, ...origin }));
  return hasLeft;
}

/** A link that leads nowhere is no reason to lose what the page itself has shown. */
async function opens(deps: VisitDeps, url: string): Promise<boolean> {
  try {
    await goTo(deps.session, url, deps.navigationTimeoutMs);
    return true;
  } catch {
    return false; // its request stands in the network log, with its status
  }
}

/** Keeps what is new: a click often changes one frame and leaves the others as they were. */
function keep(visit: Visit, captured: readonly CapturedFrame[]): void {
  for (const each of captured) {
    const isKnown = visit.frames.some(
      ({ snapshot }) => snapshot.url === each.snapshot.url && snapshot.text === each.snapshot.text,
    );
    if (!isKnown) visit.frames.push(each);
  }
}
