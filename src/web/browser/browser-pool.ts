import type { Browser } from "playwright";
import type { RunningBrowser } from "./launch.ts";

export interface PoolDeps {
  readonly launch: () => Promise<RunningBrowser>;
  readonly maxPages: number;
  readonly maxAgeMs: number;
}

/** One browser, lent for one page. */
export interface Lease {
  readonly browser: Browser;
  /** `healthy: false` means the page hung: the browser takes no further page. */
  release(healthy: boolean): void;
}

export interface BrowserPool {
  lease(): Promise<Lease>;
  close(): Promise<void>;
}

interface Member {
  readonly running: RunningBrowser;
  readonly bornAt: number;
  pages: number;
  open: number;
  isRetired: boolean;
}

/**
 * Lends one browser to all pages at once and replaces it after `maxPages`, `maxAgeMs`, a hang or a
 * crash. A browser that is replaced ends when the last page in it is done.
 */
export function createBrowserPool(deps: PoolDeps): BrowserPool {
  let current: Promise<Member> | undefined;
  const members = new Set<Member>();
  const closing = new Set<Promise<void>>();

  const launch = async (): Promise<Member> => {
    const running = await deps.launch();
    const member: Member = {
      running,
      bornAt: Date.now(),
      pages: 0,
      open: 0,
      isRetired: !running.browser.isConnected(),
    };
    members.add(member);
    running.browser.on("disconnected", () => retire(member));
    return member;
  };

  const retire = (member: Member): void => {
    member.isRetired = true;
    if (member.open > 0 || !members.delete(member)) return;
    const closed = member.running.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  /** The browser in use, or a new one, with one more page counted in. */
  const enter = async (launchesLeft = 3): Promise<Member> => {
    current ??= launch();
    const launched = current;
    const forget = (): void => {
      if (current === launched) current = undefined;
    };
    const member = await launched.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (!member.isRetired && !isWornOut(member, deps)) {
      member.pages += 1;
      member.open += 1;
      return member;
    }
    forget();
    retire(member);
    if (launchesLeft === 0)
      throw new Error("Chromium ends as soon as it is started; run `assay doctor`");
    return await enter(launchesLeft - 1);
  };

  return {
    async lease() {
      const member = await enter();
      let isReleased = false;
      return {
        browser: member.running.browser,
        release(healthy) {
          if (isReleased) return;
          isReleased = true;
          member.open -= 1;
          if (!healthy || member.isRetired) retire(member);
        },
      };
    },
    async close() {
      await current?.catch(() => undefined); // a launch that failed has nothing to close
      for (const member of members) {
        member.open = 0;
        retire(member);
      }
      await Promise.all(closing);
    },
  };
}

function isWornOut({ pages, bornAt }: Member, { maxPages, maxAgeMs }: PoolDeps): boolean {
  return pages > 0 && (pages >= maxPages || Date.now() - bornAt >= maxAgeMs);
}
