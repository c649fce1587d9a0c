import type { Page } from "playwright";
import type { NetworkLog } from "./network-log.ts";
import type { PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

export interface SettleDeps {
  readonly page: Page;
  readonly network: NetworkLog;
  /** Whether a navigation waits for its turn: that time is not the page's. */
  readonly isHeld: () => boolean;
  /** Whether what the caller waits for has been seen. */
  readonly isFound: () => boolean;
}

const quietMs = 400;
const pollMs = 50;
/** How long a page may go on moving without loading anything. */
const restlessMs = 3_000;
/** How long it may go on loading what can change it. */
const loadingMs = 8_000;

/** Waits until the page neither changes nor loads, or has had its time, or what is wanted was seen. */
export async function settle({ page, network, isHeld, isFound }: SettleDeps): Promise<void> {
  let spentMs = 0;
  let isStill = false;
  let last = Date.now();
  const watch = { isOver: false };
  void watchDom(page, watch, (still) => (isStill = still));
  try {
    while (!isFound()) {
      await pause(pollMs);
      const now = Date.now();
      if (!isHeld()) spentMs += now - last;
      last = now;
      const isLoading = network.pending() > 0 || isHeld();
      const isQuiet = now - network.lastActivityAt() >= quietMs;
      if (isStill && isQuiet && !isLoading) return;
      if (spentMs >= (isLoading ? loadingMs : restlessMs)) return;
    }
  } finally {
    watch.isOver = true;
  }
}

/** Asks the page again and again whether it held still; a navigation in between only costs one answer. */
async function watchDom(
  page: Page,
  watch: { isOver: boolean },
  tell: (still: boolean) => void,
): Promise<void> {
  while (!watch.isOver && !page.isClosed()) {
    const still = await attempt(quietMs * 4, page.evaluate(heldStill, quietMs));
    tell(still === true);
    if (still !== true) await pause(pollMs);
  }
}

/** Runs in the page: whether nothing in it changed for so long. */
function heldStill(forMs: number): Promise<boolean> {
  const { MutationObserver, document } = globalThis as unknown as PageWindow;
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => finish(false));
    const timer = setTimeout(() => finish(true), forMs);
    const finish = (still: boolean): void => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(still);
    };
    // Attributes are left out: carousels never hold theirs still.
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
