import type { PageSession } from "./page-session.ts";
import { attempt, within } from "./within.ts";

const answerTimeoutMs = 2_000;

/** Navigates to a URL. A page that is still loading when the time is up is a page all the same. */
export async function goTo(
  session: PageSession,
  url: string,
  timeoutMs: number,
  triesLeft = 1,
): Promise<void> {
  const { page, documents } = session;
  const before = documents.generation();
  const stay = documents.startJourney();
  try {
    await page.goto(url, { waitUntil: "domcontentloaded", timeout: timeoutMs });
  } catch (error) {
    const hasBegun = documents.hasResponse() && /^https?:/.test(page.url());
    const isSlow = error instanceof Error && error.name === "TimeoutError" && hasBegun;
    const hasMovedOn =
      documents.generation() > before && /interrupted by another navigation/.test(String(error));
    if (!isSlow && !hasMovedOn) {
      if (documents.generation() === before) stay();
      throw error;
    }
    if (hasMovedOn) {
      await attempt(answerTimeoutMs, page.waitForLoadState("domcontentloaded"));
      // The error page of the last navigation came late, and took the place of this one.
      if (triesLeft > 0 && page.url().startsWith("chrome-error:"))
        return await goTo(session, url, timeoutMs, triesLeft - 1);
    }
    await within(answerTimeoutMs, "the page hangs", page.evaluate("1"));
  }
}
