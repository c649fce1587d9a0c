import type { RunningBrowser } from "./launch.ts";

/** What can happen to a browser: it started, or it ended without being told to. */
export type BrowserEvent = "launched" | "crashed";

/** Tells of a browser's start, and of its end when nobody asked for it. */
export function watchBrowser(
  running: RunningBrowser,
  tell: ((event: BrowserEvent) => void) | undefined,
): RunningBrowser {
  let isClosing = false;
  tell?.("launched");
  running.browser.on("disconnected", () => {
    if (!isClosing) tell?.("crashed");
  });
  return {
    browser: running.browser,
    close() {
      isClosing = true;
      return running.close();
    },
  };
}
