import type { NanoDollars } from "../domain/money.ts";
import type { Spender } from "../money/ledger-entry.ts";
import type { Claimed } from "../records/claim.ts";
import type { AgentSpec } from "../specs/kit.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Renderer, Web } from "../web/web.ts";
import type { Trail } from "./browse/trails.ts";
import type { AgentTools } from "./agent.ts";

/** The attempt that tools are opened for. */
export interface ToolUser {
  readonly claimed: Claimed;
  readonly agent: AgentSpec;
  readonly spender: Spender;
  /** What all models together may cost for this record. */
  readonly maxRecordNano: NanoDollars;
}

export interface ToolLimits {
  readonly signal: AbortSignal;
  /** Epoch ms for all work without models, and for work with them. */
  readonly deadline: number;
  readonly modelDeadline: number;
  readonly maxPages: number;
}

/** What one attempt may use, and what the engine needs to know of its use. */
export interface OpenedTools {
  readonly tools: AgentTools;
  /** The verifier's own way out: nothing that the agent fetched is remembered there. */
  readonly openVerifier?: (signal: AbortSignal) => {
    readonly web: Web;
    readonly renderer: Renderer | undefined;
    /** Goes a browsing agent's ways again, without its model. */
    readonly replay: ((trails: readonly Trail[]) => () => Promise<readonly Snapshot[]>) | undefined;
  };
  /** What models cost so far. */
  readonly spentNano?: () => NanoDollars;
  /** When no model call is out any more. */
  readonly idle?: () => Promise<void>;
  /** Pages fetched and milliseconds of browser so far. */
  readonly used?: () => { readonly fetches: number; readonly browserMs: number };
}

export type OpenTools = (user: ToolUser, limits: ToolLimits) => OpenedTools;
