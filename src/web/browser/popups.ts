import type { BrowserContext, Page, Request } from "playwright";
import type { NetworkLog } from "./network-log.ts";
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
export function catchPopups(context: BrowserContext, page: Page, network: NetworkLog): PopupCatcher {
  let isExpected = false;
  let noted = 0;
  let found: string | undefined;
  let waiting: Promise<void> | undefined;

  const remember = (url: string): void => {
    if (!/^https?:/.test(url) || noted >= maxNoted) return;
    noted += 1;
    network.addPopup(url, page.url());
    if (isExpected) found ??= url;
  };

  context.on("request", (request) => {
    if (isForNewWindow(request, page)) remember(request.url());
  });
  context.on("page", (popup) => {
    if (popup === page) return;
    const sayUrl = isExpected && !found && !waiting ? attempt(urlTimeoutMs, popup.waitForURL(/^https?:/)) : undefined;
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
      await waiting;
      isExpected = false;
      return found;
    },
  };
}

function isForNewWindow(request: Request, page: Page): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().page() !== page;
  } catch {
    return true; // its window is not known to the driver yet
  }
}
