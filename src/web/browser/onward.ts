import type { Page } from "playwright";
import type { PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

const askTimeoutMs = 1_500;
/** A refresh after longer than this is for those who read on. */
const longestRefreshMs = 6_000;
/** A page without anything on it may be waiting for its own script to leave. */
const barePatienceMs = 2_000;
const graceMs = 1_000;
const mostSteps = 4;

/** Stays with a page that is about to leave, by a refresh or a script, until it has left. */
export async function awaitOnward(page: Page, rest: () => Promise<void>): Promise<void> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const patienceMs = await attempt(
      askTimeoutMs,
      page.evaluate(patienceFor, { longestRefreshMs, barePatienceMs, graceMs }),
    );
    if (patienceMs === undefined || patienceMs === 0) return;
    const left = await attempt(
      patienceMs + graceMs,
      page.waitForEvent("framenavigated", {
        predicate: (frame) => frame === page.mainFrame(),
        timeout: patienceMs,
      }),
    );
    if (left === undefined) return;
    await rest();
  }
}

/** Runs in the page: how long it is worth waiting for it to leave; 0 when it looks like staying. */
function patienceFor(limits: {
  longestRefreshMs: number;
  barePatienceMs: number;
  graceMs: number;
}): number {
  const { document } = globalThis as unknown as PageWindow;
  for (const meta of document.querySelectorAll("meta[http-equiv]")) {
    if (!/^\s*refresh\s*$/i.test(meta.getAttribute("http-equiv") ?? "")) continue;
    const [, seconds = ""] =
      /^\s*(\d{0,4}(?:\.\d+)?)\s*[;,]\s*(?:url\s*=)?\s*\S/i.exec(
        meta.getAttribute("content") ?? "",
      ) ?? [];
    const delayMs = seconds === "" ? Number.POSITIVE_INFINITY : Number(seconds) * 1_000;
    if (delayMs <= limits.longestRefreshMs) return delayMs + limits.graceMs;
  }
  const text = (document.body?.innerText ?? "").trim();
  const isBare =
    text.length < 120 &&
    [...document.querySelectorAll("a[href],iframe,button,form,img")].length === 0;
  return isBare && [...document.querySelectorAll("script")].length > 0 ? limits.barePatienceMs : 0;
}
