import type { Claim } from "../domain/evidence.ts";
import type { Escalation, Handoff, Look } from "../domain/handoff.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Renderer, Web } from "../web/web.ts";

/** What an agent may use. Nothing else reaches the outside. */
export interface AgentTools {
  readonly web: Web;
  /** Only on the browser tier. */
  readonly renderer: Renderer | undefined;
  /** A snapshot that an earlier attempt on this record stored, if it is still there. */
  readonly recall: (hash: string) => Promise<Snapshot | undefined>;
  readonly signal: AbortSignal;
}

/** What became of one attempt, in the agent's own words. */
export type Outcome =
  | { readonly kind: "claimed"; readonly claim: Claim }
  /** Nothing proven here: go up a rung, or close with this reason at the top. */
  | ({ readonly kind: "unproven" } & Escalation)
  /** The outside asked for patience: the same tier again, no attempt lost. */
  | { readonly kind: "postponed"; readonly retryAt: number; readonly detail: string };

export interface AttemptReport {
  readonly outcome: Outcome;
  /** One sentence for the person or agent that continues from here. */
  readonly why: string;
  readonly looked: readonly Look[];
  /** JSON for the next tier's handoff. */
  readonly findings: unknown;
  /** Snapshots that evidence or findings point at: stored with the row. */
  readonly snapshots: readonly Snapshot[];
}

/**
 * One agent's work on one record. It throws only for bugs and for its own abort signal;
 * whatever the outside world does is an outcome.
 */
export type Agent = (handoff: Handoff, tools: AgentTools) => Promise<AttemptReport>;
