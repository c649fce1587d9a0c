import type { BudgetLimit, StopReason } from "../../domain/model.ts";
import type { ModelAccess } from "../../models/access.ts";
import type { ModelLimits } from "../../specs/kit.ts";
import type { AllowedRanges } from "../../web/address-policy.ts";
import type { BrowserSession, BrowserSessions } from "../../web/browser-session.ts";
import type { RunLog } from "../run-log.ts";
import type { Approvals } from "./approvals.ts";
import type { BrowseDocument, BrowseTask } from "./browse-task.ts";
import type { BrowseState } from "./browse-state.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { Reach } from "./reach.ts";
import type { RiskRuleId } from "./risk-rules.ts";

/** What the loop works with. */
export interface BrowseDeps {
  readonly model: {
    readonly access: Pick<ModelAccess, "converse">;
    readonly limits: ModelLimits;
    /** Epoch ms. */
    readonly deadline: number;
  };
  readonly sessions: BrowserSessions;
  readonly checkpoints: Checkpoints | undefined;
  readonly approvals: Approvals | undefined;
  /** Risk rules that ask a person instead of refusing. */
  readonly asks: ReadonlySet<RiskRuleId>;
  readonly allowed: AllowedRanges;
  readonly log?: RunLog | undefined;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

/** How a run ended. */
export type BrowseEnd<R> =
  | { readonly kind: "accepted"; readonly result: R; readonly stop: StopReason }
  | {
      readonly kind: "stopped";
      readonly stop: StopReason;
      readonly detail: string;
      /** The limit that was reached, when it was one of money or tokens. */
      readonly limit?: BudgetLimit;
    }
  /** Come back at `retryAt`: the state is kept, and goes on from where it is. */
  | {
      readonly kind: "postponed";
      readonly by: "models" | "approval";
      readonly retryAt: number;
      readonly detail: string;
    };

/** The end, with what was noted on the way there. */
export interface Ended<R> {
  readonly end: BrowseEnd<R>;
  /** Absent: nothing was added to the state before. */
  readonly state?: BrowseState;
}

/** One step further, or the end. */
export type Moved<R> = { readonly state: BrowseState } | Ended<R>;

/** What a run holds beside its state: all of it can be had anew. */
export interface Run<S, R> {
  readonly task: BrowseTask<S, R>;
  readonly deps: BrowseDeps;
  readonly session: BrowserSession;
  readonly reach: Reach;
  /** The documents whose bytes are at hand, by id. */
  readonly documents: Map<string, BrowseDocument>;
  /** The address last opened by name, and how many requests were older. */
  opened: string;
  olderLines: number;
  /** The state is another worker's, and the page that it speaks of is not open yet. */
  isAway: boolean;
  /** The page was opened anew and looks different: refs of the last view mean nothing. */
  isStale: boolean;
}

/** The end of a run without an answer. */
export function stopped(stop: StopReason, detail: string): Ended<never> {
  return { end: { kind: "stopped", stop, detail } };
}
