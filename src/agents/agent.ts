import type { Claim } from "../domain/evidence.ts";
import type { Escalation, Handoff, Look } from "../domain/handoff.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { StopReason } from "../domain/model.ts";
import type { HostMemory, MemoryScope } from "../memory/memory.ts";
import type { ModelAccess } from "../models/access.ts";
import type { ModelLimits, RedlineCheck } from "../specs/kit.ts";
import type { AllowedRanges } from "../web/address-policy.ts";
import type { BrowserSessions } from "../web/browser-session.ts";
import type { Renderer, Web } from "../web/web.ts";
import type { Approvals } from "./browse/approvals.ts";
import type { Checkpoints } from "./browse/checkpoints.ts";
import type { RiskRuleId } from "./browse/risk-rules.ts";
import type { Trail } from "./browse/trails.ts";
import type { RunLog } from "./run-log.ts";

/** What an agent may use. Nothing else reaches the outside. */
export interface AgentTools {
  readonly web: Web;
  /** Only on the browser tier. */
  readonly renderer: Renderer | undefined;
  /** A snapshot that an earlier attempt on this record stored, if it is still there. */
  readonly recall: (hash: string) => Promise<Snapshot | undefined>;
  /** The models that the agent's spec allows, when a key for one is configured. */
  readonly model?: {
    readonly access: ModelAccess;
    readonly limits: ModelLimits;
    /** Epoch ms at which work with models must be over; the handoff's deadline is for all other work. */
    readonly deadline: number;
  };
  /** Only on the browser tier: pages that an agent drives itself. */
  readonly sessions?: BrowserSessions;
  /** Where a browsing agent leaves its steps, so that another worker can go on from there. */
  readonly checkpoints?: Checkpoints;
  /** The operator's word on driven pages: risk rules that ask a person, private ranges that may be visited. */
  readonly browsing?: {
    readonly asks: ReadonlySet<RiskRuleId>;
    readonly allowed: AllowedRanges;
  };
  /** Where tool calls wait that a person must allow. */
  readonly approvals?: Approvals;
  /** What this workflow, and Assay as a whole, learnt about hosts on other records. */
  readonly memory?: MemoryScope;
  /** Writes the attempt's run id on every line. */
  readonly log?: RunLog;
  readonly signal: AbortSignal;
}

/** What became of one attempt, in the agent's own words. */
export type Outcome =
  | { readonly kind: "claimed"; readonly claim: Claim }
  /** Nothing proven here: go up a rung, or close with this reason at the top. */
  | ({ readonly kind: "unproven" } & Escalation)
  /** The outside asked for patience: the same tier again, no attempt lost. */
  | {
      readonly kind: "postponed";
      readonly retryAt: number;
      readonly detail: string;
      /** Who asked: a host (when absent), or the model providers. */
      readonly by?: "host" | "models" | "approval";
    };

export interface AttemptReport {
  readonly outcome: Outcome;
  /** One sentence for the person or agent that continues from here. */
  readonly why: string;
  readonly looked: readonly Look[];
  /** JSON for the next tier's handoff. */
  readonly findings: unknown;
  /** Snapshots that evidence or findings point at: stored with the row. */
  readonly snapshots: readonly Snapshot[];
  /** `model`: a model's word led to the claim, so the verifier fetches everything anew. */
  readonly origin?: "model";
  /** How a model came to its pages: what shows only after clicks can be fetched anew by going there again. */
  readonly trails?: readonly Trail[];
  /** Why the work with a model ended, when one was asked. */
  readonly stop?: StopReason;
  /** Redline checks that refused something on the way: counted, by check. */
  readonly fired?: readonly RedlineCheck[];
  /** What this attempt learnt about hosts, for other records. */
  readonly learnt?: readonly { readonly host: string; readonly facts: HostMemory }[];
}

/**
 * One agent's work on one record. It throws only for bugs and for its own abort signal;
 * whatever the outside world does is an outcome.
 */
export type Agent = (handoff: Handoff, tools: AgentTools) => Promise<AttemptReport>;
