import type { Browser, BrowserContext, Page } from "playwright";
import { type DocumentLog, recordDocuments } from "./document-log.ts";
import { gateNavigations, type NavigationGate, type Permit } from "./navigation-gate.ts";
import { type NetworkLog, recordNetwork } from "./network-log.ts";
import { catchPopups, type PopupCatcher } from "./popups.ts";
import { within } from "./within.ts";

/** One page in a context of its own, with everything recorded and every way out guarded. */
export interface PageSession {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly network: NetworkLog;
  readonly documents: DocumentLog;
  readonly gate: NavigationGate;
  readonly popups: PopupCatcher;
}

export interface PageSessionDeps {
  readonly browser: Browser;
  readonly guardUrl: string;
  readonly userAgent: string;
  readonly permit: (url: string) => ReturnType<Permit>;
  /** Refuse every navigation that sends data, in frames and new windows too. */
  readonly isReadOnly?: boolean;
}

/** Opens a fresh context and page. Dialogs have no listener, so the driver dismisses them at once. */
export async function openPage(
  deps: PageSessionDeps,
  opened: (context: BrowserContext) => void,
): Promise<PageSession> {
  const context = await deps.browser.newContext({
    proxy: { server: deps.guardUrl },
    userAgent: userAgent(deps.userAgent, deps.browser.version()),
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
    serviceWorkers: "block",
    acceptDownloads: false,
    permissions: [],
  });
  opened(context);
  await context.addInitScript(prepareWindow);
  if (deps.isReadOnly) await refuseForms(context);
  const page = await context.newPage();
  const network = recordNetwork(context, page);
  const documents = recordDocuments(context, page);
  const popups = catchPopups(context, page, network);
  const gate = await gateNavigations(context, page, deps);
  return { context, page, network, documents, gate, popups };
}

/**
 * Closes a context. One that does not close hides a hung page, and where none was ever given the
 * browser itself may hang: `false`, and the browser has to go.
 */
export async function closeContext(context: BrowserContext | undefined): Promise<boolean> {
  if (!context) return false;
  try {
    await within(closeTimeoutMs, "closing the page", context.close());
    return true;
  } catch {
    return false;
  }
}

const closeTimeoutMs = 5_000;

/** Rejects when the page crashes. */
export async function crashOf({ page }: Pick<PageSession, "page">): Promise<never> {
  return await new Promise((_, reject) =>
    page.once("crash", () => reject(new Error("the page crashed"))),
  );
}

/** The gate sees the page alone; a new window could be opened by a form that posts. */
async function refuseForms(context: BrowserContext): Promise<void> {
  await context.route("**/*", async (route, request) => {
    const isForm = request.isNavigationRequest() && !/^(?:GET|HEAD)$/.test(request.method());
    await (isForm ? route.abort("aborted") : route.continue()).catch(() => undefined); // closed already
  });
}

/** Says what renders and who asks: sites serve the page of the browser that it really is. */
function userAgent(own: string, version: string): string {
  const [major = "0"] = version.split(".");
  return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36 ${own}`;
}

/**
 * Runs first in every frame: shadow roots open up for the snapshot, a script gets a few new windows
 * and no more (the headless shell blocks none), and WebRTC is gone (a second lock).
 */
function prepareWindow(): void {
  const page = globalThis as unknown as {
    Element: { prototype: { attachShadow: (init: object) => unknown } };
    open: (...args: unknown[]) => unknown;
    RTCPeerConnection?: unknown;
    webkitRTCPeerConnection?: unknown;
  };
  const attach = page.Element.prototype.attachShadow;
  page.Element.prototype.attachShadow = function attachShadow(init) {
    return attach.call(this, { ...init, mode: "open" });
  };
  const { open } = page;
  let windowsLeft = 3;
  page.open = (...args) => {
    windowsLeft -= 1;
    return windowsLeft < 0 ? null : open.apply(page, args);
  };
  delete page.RTCPeerConnection;
  delete page.webkitRTCPeerConnection;
}
