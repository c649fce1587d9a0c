import type { ActionFailure } from "../browser-session.ts";
import { click, clickItself } from "./clicks.ts";
import { passConsent } from "./consent.ts";
import { goTo } from "./go-to.ts";
import { awaitOnward } from "./onward.ts";
import type { PageSession } from "./page-session.ts";
import type { FoundTarget, Handle } from "./ref-target.ts";
import { actionFailure, navigationRefused } from "./session-phrases.ts";
import { settle } from "./settle.ts";
import { attempt } from "./within.ts";

/** How the page that is shown came to be there. */
export interface Origin {
  readonly requestedUrl: string;
  /** The page whose click led here; `null` for one that was asked for. */
  readonly parent: string | null;
}

const typeTimeoutMs = 2_500;
const errorPageTimeoutMs = 1_000;

/** Waits until a page has come to rest. */
export function rest(session: PageSession): Promise<void> {
  return settle({ ...session, isHeld: session.gate.isHeld, isFound: () => false });
}

/** Opens a URL and lets the page arrive, leave for where it leads by itself, and show itself behind its cookie wall. */
export async function arrive(session: PageSession, url: string, timeoutMs: number): Promise<void> {
  await goTo(session, url, timeoutMs);
  await rest(session);
  await awaitOnward(session.page, () => rest(session));
  await session.gate.release();
  if (await passConsent(session.page)) await rest(session);
}

/**
 * Does something to a page and goes along with what comes of it: a navigation, a new window that
 * takes the page's place, a change, or nothing. Returns where the page now comes from, if it was left.
 */
export async function follow(
  session: PageSession,
  navigationTimeoutMs: number,
  act: () => Promise<boolean>,
): Promise<Origin | undefined | ActionFailure> {
  const { page, documents, gate, popups } = session;
  const from = page.url();
  const before = documents.generation();
  const refusedBefore = gate.refusal();
  const download = { isSeen: false };
  page.once("download", () => (download.isSeen = true));
  const stay = documents.startJourney();
  popups.expect();
  const isDone = await act();
  await rest(session);
  const newWindow = await popups.take();
  const trouble =
    newWindow === undefined ? undefined : await openWindow(session, newWindow, navigationTimeoutMs);
  const hasLeft = documents.generation() > before;
  if (!hasLeft) stay();
  else if (trouble === undefined && (await passConsent(page))) await rest(session);
  await gate.release();
  const refusal = gate.refusal();
  if (refusal && refusal !== refusedBefore) return navigationRefused(refusal);
  if (trouble || page.url().startsWith("chrome-error:")) return actionFailure("navigation");
  if (download.isSeen) return actionFailure("not_usable", "It is a download; files are not taken.");
  if (!isDone && !hasLeft) return actionFailure("not_usable");
  return hasLeft ? { requestedUrl: newWindow ?? page.url(), parent: from } : undefined;
}

async function openWindow(
  session: PageSession,
  url: string,
  timeoutMs: number,
): Promise<"failed" | undefined> {
  try {
    await goTo(session, url, timeoutMs);
    await rest(session);
    return undefined;
  } catch {
    // The gate knows why it refused, and the page stays; any other failure has a page of its own.
    if (!session.gate.refusal())
      await attempt(errorPageTimeoutMs, session.page.waitForURL(/^chrome-error:/));
    return "failed";
  }
}

/** Clicks what was found. Among several things that lie in an element, none is hit by chance. */
export function clickOn({ element, isContainer }: FoundTarget): Promise<boolean> {
  return isContainer ? clickItself(element) : click({ element });
}

/** Puts a text into a field. */
export async function fill(field: Handle, text: string): Promise<boolean> {
  const filled = field.fill(text, { timeout: typeTimeoutMs }).then(() => true);
  return (await attempt(typeTimeoutMs + 500, filled)) ?? false;
}

/** Presses Enter in a field. */
export async function pressEnter(field: Handle): Promise<boolean> {
  const pressed = field.press("Enter", { timeout: typeTimeoutMs }).then(() => true);
  return (await attempt(typeTimeoutMs + 500, pressed)) ?? false;
}
