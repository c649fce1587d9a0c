import type { BrowserContext, Page } from "playwright";
import { isForNewWindow, type NetworkLog } from "./network-log.ts";
import { attempt } from "./within.ts";

/** Closes every new window, and remembers where the one that a click opened wanted to go. */
export interface PopupCatcher {
  /** From here on, a new window is our click's doing. */
  expect(): void;
  /** Where the click's new window wanted to go. Nothing is expected any more. */
  take(): Promise<string | undefined>;
}

const urlTimeoutMs = 1_000;
const maxNoted = 20;

/** Starts to close new windows. A page may try to open dozens; only an expected one gets time to say its URL. */
export function catchPopups(
  context: BrowserContext,
  page: Page,
  network: NetworkLog,
): PopupCatcher {
  let isExpected = false;
  const noted = new Set<string>();
  let found: string | undefined;
  let waiting: Promise<void> | undefined;

  const remember = (url: string): void => {
    if (!/^https?:/.test(url)) return;
    if (isExpected) found ??= url;
    if (noted.has(url) || noted.size >= maxNoted) return;
    noted.add(url);
    network.addPopup(url, page.url());
  };

  context.on("request", (request) => {
    // Where a form was sent is no address to open.
    if (isForNewWindow(request, page) && request.method() === "GET") remember(request.url());
  });
  context.on("page", (popup) => {
    if (popup === page) return;
    const sayUrl =
      isExpected && !found && !waiting
        ? attempt(urlTimeoutMs, popup.waitForURL(/^https?:/))
        : undefined;
    const closed = Promise.resolve(sayUrl)
      .then(() => remember(popup.url()))
      .then(() => popup.close())
      .catch(() => undefined); // it closed itself
    if (sayUrl) waiting = closed;
  });

  return {
    expect() {
      isExpected = true;
      found = undefined;
      waiting = undefined;
    },
    async take() {
      if (waiting) await attempt(urlTimeoutMs * 2, waiting);
      isExpected = false;
      return found;
    },
  };
}
