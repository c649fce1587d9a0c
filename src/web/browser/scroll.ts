import type { Page } from "playwright";
import type { PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

const maxScreens = 12;
const perScreenMs = 80;

/** Scrolls through the page, so that what loads on sight is loaded, and back to its top. */
export async function scrollThrough(page: Page): Promise<void> {
  await attempt(maxScreens * perScreenMs * 3, page.evaluate(scroll, { maxScreens, perScreenMs }));
}

/** Runs in the page. */
async function scroll(arg: { maxScreens: number; perScreenMs: number }): Promise<void> {
  const page = globalThis as unknown as PageWindow;
  for (let screen = 1; screen <= arg.maxScreens; screen += 1) {
    const y = screen * page.innerHeight;
    page.scrollTo(0, y);
    await new Promise((resolve) => setTimeout(resolve, arg.perScreenMs));
    if (y >= (page.document.documentElement?.scrollHeight ?? 0)) break;
  }
  page.scrollTo(0, 0);
}
