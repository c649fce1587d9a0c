import type { BrowserContext } from "playwright";
import type { GuardProxy } from "../guard-proxy.ts";
import type { Permit } from "./navigation-gate.ts";
import { closeContext, crashOf, openPage, type PageSession } from "./page-session.ts";
import type { RenderDeps } from "./render-once.ts";
import { attempt, unlessAborted, within } from "./within.ts";

/** A page of a driven session, with the browser and the proxy that it holds. */
export interface LivePage {
  readonly session: PageSession;
  readonly guard: GuardProxy;
  /** Rejects when the page crashes, closes itself, or loses its browser. */
  readonly crashed: Promise<never>;
  /** Gives everything back; a browser whose page does not close takes no further page. */
  close(): Promise<void>;
}

const releaseTimeoutMs = 5_000;
const openTimeoutMs = 40_000;

/** Opens an empty page that never sends a form. What was taken is given back when that fails. */
export async function openLivePage(
  deps: RenderDeps,
  permit: (url: string) => ReturnType<Permit>,
  signal: AbortSignal,
): Promise<LivePage> {
  const guard = await deps.openGuard();
  const lease = await deps.pool.lease().catch(async (error: unknown) => {
    await guard.close();
    throw error;
  });
  const held: { context?: BrowserContext; opening?: Promise<PageSession> } = {};
  let closing: Promise<void> | undefined;
  const giveBack = async (): Promise<void> => {
    // An opening that was given up still goes on: what it makes has to be closed, too.
    const session = await attempt(releaseTimeoutMs, held.opening ?? Promise.resolve(undefined));
    await attempt(releaseTimeoutMs, session?.gate.release() ?? Promise.resolve());
    lease.release(await closeContext(held.context));
    await guard.close();
  };
  const close = (): Promise<void> => (closing ??= giveBack());
  try {
    const { browser } = lease;
    const needs = { browser, guardUrl: guard.url, userAgent: deps.userAgent, permit };
    held.opening = openPage({ ...needs, isReadOnly: true }, (context) => (held.context = context));
    const session = await within(
      openTimeoutMs,
      "opening a page",
      unlessAborted("opening a page", held.opening, signal),
    );
    const crashed = Promise.race([crashOf(session), endOf(session)]);
    crashed.catch(() => undefined); // whoever acts just then is told; a crash at rest shows at the next act
    return { session, guard, crashed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endOf({ page }: PageSession): Promise<never> {
  return await new Promise((_, reject) =>
    page.once("close", () => reject(new Error("the page has been closed"))),
  );
}
