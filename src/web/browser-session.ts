import type { Snapshot } from "../domain/snapshot.ts";
import type { FetchFailure } from "./web.ts";

/** What a page looks like to somebody who can't see: what a browsing agent works with. */
export interface PageView {
  readonly url: string;
  readonly title: string;
  /** HTTP status of the document, 0 when unknown. */
  readonly status: number;
  /** The accessible tree, `[ref=e12]` on what can be used; capped, cut between lines. */
  readonly tree: string;
  readonly isCut: boolean;
}

/** An action that did not happen: a fixed phrase without anything from the page in it. */
export interface ActionFailure {
  readonly ok: false;
  readonly kind: "stale_ref" | "not_usable" | "timeout" | "navigation" | "no_page" | "budget";
  readonly detail: string;
  /** With `stale_ref`: the page as it stands, its refs in force. */
  readonly view?: PageView;
}

export type ActionResult = { readonly ok: true; readonly view: PageView } | ActionFailure;

/** What is behind a ref of the last view, for the risk rules. */
export interface RefTarget {
  readonly tag: string;
  readonly type: string | null;
  readonly role: string | null;
  readonly name: string;
  readonly href: string | null;
  /** The form it would send, if it would send one. */
  readonly form: {
    readonly method: string;
    readonly action: string;
    readonly hasPassword: boolean;
    readonly isSearch: boolean;
  } | null;
  readonly isDownload: boolean;
}

/** One page in a fresh context, driven step by step, under the same policy as every fetch. */
export interface BrowserSession {
  open(url: string): Promise<ActionResult | FetchFailure>;
  click(ref: string): Promise<ActionResult>;
  /** Types into a field and presses Enter when told to. */
  type(ref: string, text: string, submit: boolean): Promise<ActionResult>;
  scroll(direction: "up" | "down"): Promise<ActionResult>;
  /** `undefined` when the last view has no such ref. */
  target(ref: string): Promise<RefTarget | undefined>;
  /** Hosts and addresses of what the page loads and links: frames, scripts, forms, links, requests. */
  signals(): Promise<string>;
  /** The documents as they stand (main frame first) and the requests so far, as evidence. */
  capture(): Promise<{
    readonly frames: readonly { readonly snapshot: Snapshot; readonly parent: string | null }[];
    readonly network: Snapshot;
  }>;
  /** Seconds that the page was open: what browser time is priced by. */
  seconds(): number;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Pages that may be opened, by address or by click. */
  readonly maxPages?: number;
  /** Addresses worth naming first and whole among the signals. */
  readonly isTelling?: (url: string) => boolean;
}

export interface BrowserSessions {
  /** Opens nothing yet; the first `open` does. Closed by itself when `signal` is aborted. */
  start(signal: AbortSignal, options?: SessionOptions): Promise<BrowserSession>;
}
