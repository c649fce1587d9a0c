import type { z } from "zod";
import type { Snapshot } from "../../domain/snapshot.ts";
import type { RedlineCheck } from "../../specs/kit.ts";

/** What a page showed at one moment: its documents, and what it asked of others since it was opened. */
export interface Captured {
  readonly frames: readonly { readonly snapshot: Snapshot; readonly parent: string | null }[];
  readonly network: Snapshot;
  /** The address that was last opened by its name; clicks lead on from there. */
  readonly opened: string;
  /** Lines of `network` that are older than that: what earlier pages asked for. */
  readonly olderLines: number;
}

/** What a workflow makes of a page. */
export interface LookedAt<R> {
  /** What it recognised, in its own words (`greenhouse/acme`): news of them is progress. */
  readonly signals: readonly string[];
  /** The pages seen so far prove the answer without a model's word. */
  readonly proven: R | undefined;
}

/** A document that a submission may quote. */
export interface BrowseDocument {
  readonly id: string;
  readonly kind: "page" | "frame" | "requests";
  readonly url: string;
  readonly snapshot: Snapshot;
}

/** What a workflow says of a submission. */
export type Judgement<R> =
  | { readonly kind: "accepted"; readonly result: R }
  /** `detail` goes back to the model: fixed words, nothing from a page. */
  | {
      readonly kind: "refused";
      readonly detail: string;
      /** The redline that it broke, if it broke one. */
      readonly check: RedlineCheck | null;
    };

/** One workflow's use of the loop: what is asked, what may be visited, and what counts as an answer. */
export interface BrowseTask<S, R> {
  /** Names the task in checkpoints. */
  readonly name: string;
  /** Standing instructions. Holds nothing that differs between records, and nothing from a page. */
  readonly system: string;
  /** What is asked about this record, in plain words. */
  readonly question: string;
  /** What is known of it so far; comes from pages, so it is shown as such. */
  readonly known: string;
  /** Strict; evidence fields first, documents by their ids. */
  readonly submission: z.ZodType<S>;
  /** Where to begin: the first that answers is shown with the question. */
  readonly startUrls: readonly string[];
  /** Whether an address is the record's own, as far as is known by now. */
  readonly isOwn: (url: string) => boolean;
  /** Whether an address off the own sites may be opened. */
  readonly reaches: (url: string) => boolean;
  /** Addresses that are named first among a page's signals. */
  readonly isTelling: (url: string) => boolean;
  /** Takes in what a page showed. Called after everything that can have changed the page. */
  readonly look: (captured: Captured) => Promise<LookedAt<R>>;
  /** The workflow's own word on a submission. */
  readonly judge: (
    submission: S,
    documentOf: (id: string) => BrowseDocument | undefined,
  ) => Promise<Judgement<R>>;
}
