import type { BrowserContext, Frame, Page, Response } from "playwright";
import type { SnapshotMeta } from "../../domain/snapshot.ts";
import { keptHeaders, type RawHeaders } from "../headers.ts";
import { attempt } from "./within.ts";

type Hop = SnapshotMeta["redirects"][number];

/** How the document of one frame came to be there. */
export interface DocumentOrigin {
  readonly status: number;
  readonly headers: SnapshotMeta["headers"];
  /** Every step from the first URL: HTTP redirects, and scripts that moved on (status 200). */
  readonly redirects: readonly Hop[];
}

export interface DocumentLog {
  originOf(frame: Frame): Promise<DocumentOrigin>;
  /** How many documents the main frame has had: it rises with every navigation. */
  generation(): number;
  /** Whether the main frame's journey has brought an answer yet. */
  hasResponse(): boolean;
  /** Forgets the steps so far: what follows is a new journey. Returns how to take that back, when the page stayed. */
  startJourney(): () => void;
}

const headersTimeoutMs = 2_000;
const maxHops = 30;

/** Starts to record which responses became the documents of a page's frames. */
export function recordDocuments(context: BrowserContext, page: Page): DocumentLog {
  let responses = new Map<Frame, Response[]>();
  const committed = new Set<string>();
  let generation = 0;

  context.on("response", (response) => {
    if (!response.request().isNavigationRequest()) return;
    const frame = frameOf(response);
    if (!frame) return;
    const known = responses.get(frame) ?? [];
    if (known.length < maxHops) known.push(response);
    responses.set(frame, known);
  });
  page.on("framenavigated", (frame) => {
    committed.add(withoutHash(frame.url()));
  });
  page.on("domcontentloaded", () => {
    generation += 1;
  });

  return {
    async originOf(frame) {
      // A response that neither redirected nor was shown (a 204, a download) is no step of the way.
      const steps = (responses.get(frame) ?? []).filter(
        (step) => isRedirect(step) || committed.has(withoutHash(step.url())),
      );
      const last = steps.at(-1);
      const redirects = steps.slice(1).flatMap((step, index) => hop(steps[index], step));
      if (!last) return { status: 200, headers: [], redirects };
      const headers = await attempt(headersTimeoutMs, last.headersArray());
      return { status: last.status(), headers: keptHeaders(byName(headers ?? [])), redirects };
    },
    generation: () => generation,
    hasResponse: () => responses.has(page.mainFrame()),
    startJourney() {
      const before = { responses, committed: [...committed] };
      responses = new Map();
      committed.clear();
      return () => {
        const main = before.responses.get(page.mainFrame());
        responses = new Map([...before.responses, ...responses]);
        if (main) responses.set(page.mainFrame(), main);
        for (const url of before.committed) committed.add(url);
      };
    },
  };
}

function hop(from: Response | undefined, to: Response): Hop[] {
  return from ? [{ status: from.status(), from: from.url(), to: to.url() }] : [];
}

function isRedirect(response: Response): boolean {
  return response.status() >= 300 && response.status() < 400;
}

function frameOf(response: Response): Frame | undefined {
  try {
    return response.frame();
  } catch {
    return undefined; // the first document of a new window
  }
}

function byName(headers: readonly { name: string; value: string }[]): RawHeaders {
  const grouped: Record<string, string[]> = {};
  for (const { name, value } of headers) (grouped[name.toLowerCase()] ??= []).push(value);
  return grouped;
}

function withoutHash(url: string): string {
  return url.replace(/#.*$/, "");
}
