import type { ElementHandle, Frame, Page } from "playwright";
import type { PageElement, PageRoot, PageWindow } from "./page-dom.ts";
import { attempt } from "./within.ts";

/** A visible link or button whose text is worth a click. */
export interface Clickable {
  readonly frame: Frame;
  readonly element: ElementHandle;
  /** The same link or button has the same key when it is met again. */
  readonly key: string;
  /** Whether the page has more of them. */
  readonly hasMore: boolean;
}

const findTimeoutMs = 2_000;
const clickTimeoutMs = 1_500;

/** The first clickable, in reading order, main frame first, that was not clicked yet. */
export async function findClickable(
  page: Page,
  text: RegExp,
  clicked: ReadonlySet<string>,
): Promise<Clickable | undefined> {
  const arg = {
    source: text.source,
    flags: text.flags.replace(/[gy]/g, ""),
    clicked: [...clicked],
  };
  for (const frame of page.frames()) {
    const handle = await attempt(findTimeoutMs, frame.evaluateHandle(firstMatch, arg));
    const [element, key, count] = await Promise.all([
      handle && attempt(findTimeoutMs, handle.getProperty("element")),
      handle &&
        attempt(
          findTimeoutMs,
          handle.evaluate(({ key: its }) => its),
        ),
      handle &&
        attempt(
          findTimeoutMs,
          handle.evaluate(({ count: its }) => its),
        ),
    ]);
    const found = element?.asElement();
    if (found && key) return { frame, element: found, key, hasMore: (count ?? 0) > 1 };
  }
  return undefined;
}

/**
 * Clicks like a person; where something lies on top, the element itself is told that it was clicked.
 * Says whether either came about.
 */
export async function click({ element }: Pick<Clickable, "element">): Promise<boolean> {
  // In this tab, please: a new one would start loading before we can say no.
  await attempt(clickTimeoutMs, element.evaluate(stayInTab));
  const done = await attempt(
    clickTimeoutMs + 500,
    element.click({ timeout: clickTimeoutMs }).then(() => true),
  );
  return done ?? (await clickItself(element));
}

/** Tells the element, and nothing that lies in it or on it, that it was clicked. */
export async function clickItself(element: ElementHandle): Promise<boolean> {
  const told = element.evaluate((node) => {
    (node as unknown as PageElement).click();
    return true;
  });
  return (await attempt(clickTimeoutMs, told)) ?? false;
}

/** Runs in the page. */
function stayInTab(node: unknown): void {
  (node as PageElement).closest("a")?.setAttribute("target", "_self");
}

/** Runs in the page: the first visible match that was not clicked, and how many there are. */
function firstMatch(arg: { source: string; flags: string; clicked: readonly string[] }) {
  const { document, location } = globalThis as unknown as PageWindow;
  const wanted = new RegExp(arg.source, arg.flags);
  const roots: PageRoot[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  }
  const textOf = (element: PageElement): string => {
    const shown = element.innerText || element.value || "";
    const label =
      shown || element.getAttribute("aria-label") || element.getAttribute("title") || "";
    return label.replace(/\s+/g, " ").trim();
  };
  const isWorthIt = (element: PageElement): boolean => {
    const href = element.closest("a")?.getAttribute("href") ?? "";
    if (
      /^(?:mailto|tel|sms|file|data|blob):/i.test(href) ||
      element.getAttribute("download") !== null
    )
      return false;
    if (element.disabled || element.form?.method === "post") return false;
    // A link to where we are would only load it again.
    if (href && !href.includes("#") && element.closest("a")?.href === location.href) return false;
    const { width, height } = element.getBoundingClientRect();
    return (
      width > 0 &&
      height > 0 &&
      element.checkVisibility({ visibilityProperty: true, opacityProperty: false })
    );
  };
  let first: PageElement | null = null;
  let key = "";
  let count = 0;
  const kinds =
    "a[href],button,summary,[role=button],[role=link],[role=tab],[role=menuitem],[onclick],input[type=button],input[type=submit]";
  for (const root of roots) {
    for (const element of root.querySelectorAll(kinds)) {
      const text = textOf(element);
      if (text.length === 0 || text.length > 160 || !wanted.test(text)) continue;
      const its = `${text.toLowerCase()} ${element.closest("a")?.href ?? ""}`;
      if (its === key || arg.clicked.includes(its) || !isWorthIt(element)) continue;
      count += 1;
      if (first) continue;
      first = element;
      key = its;
    }
  }
  return { element: first, key, count };
}
