import { z } from "zod";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { AllowedRanges } from "../../web/address-policy.ts";
import type { ActionResult, BrowserSession, BrowserSessions } from "../../web/browser-session.ts";
import { judgeCall } from "./policy.ts";
import { createReach } from "./reach.ts";
import { type Deed, refAt, type Trail } from "./trails.ts";

export interface ReplayDeps {
  readonly sessions: BrowserSessions;
  readonly allowed: AllowedRanges;
  readonly signal: AbortSignal;
}

const mostTrails = 3;

/**
 * Goes a model's ways again without one, each in a fresh page: what shows only after clicks can be
 * fetched anew this way. Every deed passes the risk rules again, on the page as it is now. Brings
 * what was seen after the last deed that could be done, once, however often it is asked.
 */
export function createReplay(
  trails: readonly Trail[],
  deps: ReplayDeps,
): () => Promise<readonly Snapshot[]> {
  let seen: Promise<readonly Snapshot[]> | undefined;
  return () => {
    seen ??= replayAll(trails.filter(({ deeds }) => deeds.length > 0).slice(-mostTrails), deps);
    return seen;
  };
}

async function replayAll(trails: readonly Trail[], deps: ReplayDeps): Promise<readonly Snapshot[]> {
  const all: Snapshot[] = [];
  // The last way is the one that led to the answer.
  for (const trail of trails.toReversed()) {
    deps.signal.throwIfAborted();
    const session = await deps.sessions.start(deps.signal);
    try {
      all.push(...(await replay(trail, session, deps.allowed)));
    } finally {
      await session.close();
    }
  }
  return all;
}

async function replay(
  { url, deeds }: Trail,
  session: BrowserSession,
  allowed: AllowedRanges,
): Promise<Snapshot[]> {
  let at = await session.open(url);
  for (const deed of deeds) {
    if (!at.ok) break;
    const next = await redo(deed, at, session, allowed);
    if (next === undefined) break;
    at = next;
  }
  const { frames, network } = await session.capture();
  return [...frames.map(({ snapshot }) => snapshot), network];
}

/** One deed on the page in hand; `undefined`: its place is gone, or a rule speaks against it now. */
async function redo(
  deed: Deed,
  { view }: Extract<ActionResult, { ok: true }>,
  session: BrowserSession,
  allowed: AllowedRanges,
): Promise<ActionResult | undefined> {
  if (deed.kind === "scroll") return session.scroll(deed.direction);
  const ref = refAt(view.tree, deed.place);
  if (ref === undefined) return undefined;
  const input = deed.kind === "click" ? { ref } : { ref, text: deed.text, submit: deed.submit };
  const verdict = judgeCall(
    { name: deed.kind, input },
    {
      pageUrl: view.url,
      target: await session.target(ref),
      reach: createReach({ isOwn: () => false, isKnown: () => false }),
      submitSchema: z.never(),
      asks: new Set(),
      allowed,
    },
  );
  if (verdict.verdict !== "allow") return undefined;
  return deed.kind === "click" ? session.click(ref) : session.type(ref, deed.text, deed.submit);
}
