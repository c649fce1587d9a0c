import type { PageSession } from "./page-session.ts";
import { within } from "./within.ts";

const answerTimeoutMs = 2_000;

/** Navigates to a URL. A page that is still loading when the time is up is a page all the same. */
export async function goTo(
  { page, documents }: PageSession,
  url: string,
  timeoutMs: number,
): Promise<void> {
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
    await within(answerTimeoutMs, "the page hangs", page.evaluate("1"));
  }
}
