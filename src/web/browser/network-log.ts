import type { BrowserContext, Frame, Page, Request } from "playwright";

/** Everything that a page asked for, and whether it is still asking. */
export interface NetworkLog {
  /** One line per request: `METHOD type status url initiating-page-url`; status 0 means no answer. */
  text(): string;
  /** Writes down a new window that a page wanted. */
  addPopup(url: string, opener: string): void;
  /** Epoch ms of the last request that began or ended. */
  lastActivityAt(): number;
  /** Requests in flight that can still change the page. */
  pending(): number;
  /** Calls back with the URL of each request from now on; returns how to stop. */
  watch(seen: (url: string) => void): () => void;
}

interface Line {
  readonly method: string;
  readonly type: string;
  status: number;
  readonly url: string;
  readonly from: string;
}

const maxLines = 2_000;
const maxUrlChars = 2_000;
const longestMs = 10_000;
const mattering = new Set(["document", "script", "xhr", "fetch"]);

/** Starts to record a context's requests, those of its frames, workers and popups included. */
export function recordNetwork(context: BrowserContext, page: Page): NetworkLog {
  const lines: Line[] = [];
  const byRequest = new WeakMap<Request, Line>();
  /** When each began: of a request whose frame is torn down, the driver may never tell the end. */
  const inFlight = new Map<Request, number>();
  const watchers = new Set<(url: string) => void>();
  let activeAt = Date.now();

  const add = (line: Line): void => {
    for (const seen of watchers) seen(line.url);
    if (lines.length < maxLines) lines.push(line);
  };

  context.on("request", (request) => {
    const url = request.url();
    if (!/^https?:/.test(url)) return; // data: and blob: URLs are not the network
    activeAt = Date.now();
    const line: Line = {
      method: request.method(),
      type: request.resourceType(),
      status: 0,
      url: url.slice(0, maxUrlChars),
      from: initiatorOf(request, page).slice(0, maxUrlChars),
    };
    byRequest.set(request, line);
    if (mattering.has(line.type) && !isForNewWindow(request, page)) inFlight.set(request, activeAt);
    add(line);
  });
  context.on("response", (response) => {
    const line = byRequest.get(response.request());
    if (line) line.status = response.status();
  });
  const ended = (request: Request): void => {
    activeAt = Date.now();
    inFlight.delete(request);
  };
  context.on("requestfinished", ended);
  context.on("requestfailed", ended);
  // Of a frame that changes its process, the driver may not tell when the document ended.
  page.on("framenavigated", (frame) => {
    for (const request of inFlight.keys()) if (isDocumentOf(request, frame)) ended(request);
  });
  page.on("websocket", (socket) => {
    const line = {
      method: "GET",
      type: "websocket",
      status: 101,
      url: socket.url(),
      from: page.url(),
    };
    socket.once("socketerror", () => (line.status = 0));
    add(line);
  });

  return {
    text: () =>
      lines
        .map(
          ({ method, type, status, url, from }) => `${method} ${type} ${status} ${url} ${from}\n`,
        )
        .join(""),
    addPopup: (url, from) =>
      add({ method: "GET", type: "popup", status: 0, url: url.slice(0, maxUrlChars), from }),
    lastActivityAt: () => activeAt,
    pending: () => [...inFlight.values()].filter((begun) => Date.now() - begun < longestMs).length,
    watch(seen) {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
  };
}

/** Whether a request is the first of a window that the page opened. */
export function isForNewWindow(request: Request, page: Page): boolean {
  if (!request.isNavigationRequest()) return false;
  try {
    return request.frame().page() !== page;
  } catch {
    return true; // its window is not known to the driver yet
  }
}

function isDocumentOf(request: Request, frame: Frame): boolean {
  return request.isNavigationRequest() && request.frame() === frame;
}

/** The page on which a request began; `-` for the first one, and for new windows. */
function initiatorOf(request: Request, page: Page): string {
  try {
    const frame = request.frame();
    const from = request.isNavigationRequest()
      ? (frame.parentFrame()?.url() ?? frame.url())
      : frame.url();
    return /^https?:/.test(from) ? from : outerUrl(frame.parentFrame()?.url());
  } catch {
    // A worker's request, or a new window's first: neither has a frame.
    return request.isNavigationRequest() ? "-" : outerUrl(page.url());
  }
}

/** Frames without an address of their own (`about:srcdoc`) act for the page around them. */
function outerUrl(url: string | undefined): string {
  return url !== undefined && /^https?:/.test(url) ? url : "-";
}
