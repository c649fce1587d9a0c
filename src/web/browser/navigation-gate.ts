import type { BrowserContext, Page } from "playwright";
import { failureOf } from "../fetch-failure.ts";
import type { FetchFailure } from "../web.ts";

/**
 * Leave to navigate to a URL: robots.txt allows it and it is this host's turn. `done` ends the
 * turn, and says what the host answered, if it did.
 */
export type Permit = (
  url: string,
  signal: AbortSignal,
) => Promise<
  { readonly ok: true; readonly done: (status?: number) => Promise<void> } | FetchFailure
>;

/** Holds every navigation of the main frame until it is permitted, however it came about. */
export interface NavigationGate {
  /** Whether one is waiting for leave just now. */
  isHeld(): boolean;
  /** The URL that the main frame last set out for. */
  lastUrl(): string | undefined;
  /** Why the last one was refused. */
  refusal(): FetchFailure | undefined;
  /** Ends the turn in hand: the page is loaded, or we leave it. */
  release(): Promise<void>;
}

export interface GateRules {
  readonly permit: (url: string) => ReturnType<Permit>;
  /** Refuse navigations that send data, those of frames too. */
  readonly isReadOnly?: boolean;
}

/**
 * Redirects, scripts, refresh tags and clicks all pass here before a request is sent. Only
 * documents are intercepted: interception of everything would halve the speed.
 */
export async function gateNavigations(
  context: BrowserContext,
  page: Page,
  rules: GateRules,
): Promise<NavigationGate> {
  const session = await context.newCDPSession(page);
  const { frameTree } = await session.send("Page.getFrameTree");
  let held = 0;
  let lastUrl: string | undefined;
  let refusal: FetchFailure | undefined;
  let status: number | undefined;
  let turn: ((status?: number) => Promise<void>) | undefined;

  page.on("response", (response) => {
    if (response.request().isNavigationRequest() && response.frame() === page.mainFrame())
      status = response.status();
  });

  const release = async (): Promise<void> => {
    const done = turn;
    turn = undefined;
    await done?.(status);
    status = undefined;
  };

  const ask = async (url: string): Promise<boolean> => {
    lastUrl = url;
    refusal = undefined;
    held += 1;
    try {
      await release(); // the same host may be asked again
      const answer = await rules.permit(url);
      if (answer.ok) turn = answer.done;
      else refusal = answer;
      return answer.ok;
    } finally {
      held -= 1;
    }
  };

  const isForm = (method: string): boolean =>
    rules.isReadOnly === true && method !== "GET" && method !== "HEAD";

  const judge = async (requestId: string, sent: Sent, isMain: boolean): Promise<void> => {
    const isRefused = isForm(sent.method);
    if (isRefused && isMain) refusal = formRefusal(sent.url);
    const isPermitted = !isRefused && (isMain ? await ask(sent.url) : true);
    if (isPermitted) await session.send("Fetch.continueRequest", { requestId });
    // "Aborted" leaves the page that is shown as it is, so that a visit can go on there.
    else await session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
  };

  session.on("Fetch.requestPaused", ({ requestId, request, frameId }) => {
    // The page may be closed meanwhile; then there is nobody left to tell.
    judge(requestId, request, frameId === frameTree.frame.id).catch(() => undefined);
  });
  let unpackedBytes = 0;
  session.on("Network.dataReceived", ({ dataLength }) => {
    unpackedBytes += dataLength;
    if (unpackedBytes <= maxUnpackedBytes) return;
    unpackedBytes = 0;
    session.send("Page.stopLoading").catch(() => undefined); // closed already
  });
  await session.send("Fetch.enable", {
    patterns: [{ resourceType: "Document", requestStage: "Request" }],
  });
  await session.send("Network.enable");
  await session.send("Network.setBlockedURLs", { urls: [...uselessFiles] });

  return { isHeld: () => held > 0, lastUrl: () => lastUrl, refusal: () => refusal, release };
}

interface Sent {
  readonly url: string;
  readonly method: string;
}

function formRefusal(url: string): FetchFailure {
  return failureOf(url, { kind: "egress_denied", detail: "forms that send data are not sent" });
}

/** What a page may load after unpacking: the guard sees only what comes over the wire. */
const maxUnpackedBytes = 50_000_000;

/** Fonts, sound and film: bytes without evidence. */
const uselessFiles = [
  "woff",
  "woff2",
  "ttf",
  "otf",
  "mp4",
  "webm",
  "mp3",
  "m4a",
  "ogg",
  "mov",
  "avi",
].map((ending) => `*.${ending}*`);
