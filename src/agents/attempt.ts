import type { Redis } from "ioredis";
import type { Evidence } from "../domain/evidence.ts";
import type { Handoff, StepNote } from "../domain/handoff.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { Tier } from "../domain/tier.ts";
import { withMemory, type SnapshotStore } from "../evidence/snapshot-store.ts";
import { verify } from "../evidence/verify.ts";
import type { Claimed } from "../records/claim.ts";
import type { Cold } from "../records/cold.ts";
import { recordId } from "../records/keys.ts";
import { settleRow, type Settlement } from "../records/settle.ts";
import type { AgentTools, AttemptReport } from "./agent.ts";
import { decide, type Judged } from "./decide.ts";
import type { Interruption } from "./lease-keeper.ts";
import type { Workflow } from "./workflow.ts";

export interface AttemptDeps {
  readonly redis: Redis;
  readonly store: SnapshotStore;
  /** Opens what one attempt may use; `close` frees it. */
  readonly openTools: (
    claimed: Claimed,
    limits: { signal: AbortSignal; deadline: number; maxPages: number },
  ) => AgentTools;
  readonly now: () => number;
  readonly onBug: (error: unknown, record: string) => void;
}

export interface AttemptTask {
  readonly claimed: Claimed;
  readonly workflow: Workflow;
  readonly input: Record<string, unknown>;
  readonly maxTier: Tier;
  /** Ends the work on this row; aborted with an `Interruption` as reason. */
  readonly controller: AbortController;
}

/** One attempt, start to end: observe, verify, decide, settle. Every tier of every workflow runs this. */
export async function attempt(
  task: AttemptTask,
  deps: AttemptDeps,
): Promise<{ settlement: Settlement; reply: "settled" | "done" | "stale" }> {
  const { claimed, workflow } = task;
  const agent = workflow.agents[claimed.tier];
  const started = deps.now();
  const observed = await observe(task, deps);
  const judged = await judge(observed, task, deps);
  const settlement = decide(
    judged,
    {
      tier: claimed.tier,
      maxTier: task.maxTier,
      attempts: claimed.attempts,
      postponements: claimed.postponements,
      workedMs: claimed.workedMs + deps.now() - started,
      now: deps.now(),
    },
    {
      agent: agent.spec.constraints,
      workflow: workflow.spec.constraints,
      shortcuts: workflow.spec.handoff.shortcuts,
    },
  );
  const cold = write(task, { observed, judged, settlement }, deps.now());
  if ("report" in observed) await keep(observed.report, cold, settlement, deps.store);
  const reply = await settleRow(deps.redis, claimed, settlement, { cold, costNano: 0 });
  return { settlement, reply };
}

type Observed =
  | { readonly report: AttemptReport }
  | { readonly failed: "agent_error" | "deadline" }
  | {
      readonly stopped: "draining";
    };

/** Never throws: what an agent throws is an outcome like any other. */
async function observe(task: AttemptTask, deps: AttemptDeps): Promise<Observed> {
  const { claimed, workflow, controller } = task;
  const { signal } = controller;
  const { spec, run } = workflow.agents[claimed.tier];
  const { maxPages } = spec.constraints;
  // Never less than a moment, so that a row at its limit still ends through its agent.
  const leftMs = Math.max(workflow.spec.constraints.deadlineMs - claimed.workedMs, 1_000);
  const timeoutMs = Math.min(spec.constraints.timeoutMs, leftMs);
  const deadline = deps.now() + timeoutMs;
  // Not AbortSignal.timeout: its timer would outlive a short attempt, thousands of times over.
  const timer = setTimeout(() => controller.abort("deadline" satisfies Interruption), timeoutMs);
  try {
    const tools = deps.openTools(claimed, { signal, deadline, maxPages });
    const report = await Promise.race([run(handoff(task, deadline), tools), rejected(signal)]);
    return { report };
  } catch (error) {
    if (signal.aborted)
      return signal.reason === "deadline" ? { failed: "deadline" } : { stopped: "draining" };
    deps.onBug(error, recordId(claimed.batch, claimed.n));
    return { failed: "agent_error" };
  } finally {
    clearTimeout(timer);
  }
}

/** An agent that doesn't listen to its signal must not hold the row. */
function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function handoff({ claimed, workflow, input }: AttemptTask, deadline: number): Handoff {
  const { timeoutMs, maxPages } = workflow.agents[claimed.tier].spec.constraints;
  return {
    task: {
      workflow: workflow.spec.workflow,
      batch: claimed.batch,
      record: recordId(claimed.batch, claimed.n),
      tier: claimed.tier,
      attempt: claimed.attempts[claimed.tier],
    },
    context: { input: input as Handoff["context"]["input"], notes: claimed.cold.notes },
    constraints: { timeoutMs, maxPages },
    deadline,
  };
}

async function judge(
  observed: Observed,
  { input, workflow }: AttemptTask,
  { store }: AttemptDeps,
): Promise<Judged> {
  if (!("report" in observed)) return observed;
  const { outcome, snapshots } = observed.report;
  if (outcome.kind !== "claimed") return { outcome, verdict: undefined };
  const { claim } = outcome;
  const find = await withMemory(snapshots, store, claim.evidence);
  const verdict = verify(
    claim,
    { input: input as Handoff["context"]["input"] },
    find,
    workflow.rule,
  );
  return { outcome, verdict };
}

interface AttemptEnd {
  readonly observed: Observed;
  readonly judged: Judged;
  readonly settlement: Settlement;
}

/** The row's cold parts after this attempt: the answer if there is one, the proof, and a note. */
function write(
  { claimed, workflow }: AttemptTask,
  { observed, judged, settlement }: AttemptEnd,
  now: number,
): Cold {
  const verdict = "outcome" in judged ? judged.verdict : undefined;
  const note: StepNote = {
    tier: claimed.tier,
    agent: workflow.agents[claimed.tier].spec.name,
    attempt: claimed.attempts[claimed.tier],
    ...("report" in observed
      ? said(observed.report, settlement)
      : { why: whyNot(observed), looked: [], findings: null }),
    rejections: verdict && !verdict.confirmed ? verdict.rejections : [],
  };
  const claim =
    "outcome" in judged && judged.outcome.kind === "claimed" && verdict?.confirmed
      ? judged.outcome.claim
      : undefined;
  return {
    output: claim?.kind === "answer" ? claim.output : null,
    evidence: claim?.evidence ?? [],
    verifiedAt: claim ? new Date(now).toISOString() : null,
    notes: "stopped" in judged ? claimed.cold.notes : [...claimed.cold.notes, note],
    invalid: null,
  };
}

/** Findings serve the next attempt; a row that ended has none, so they are not kept. */
function said(report: AttemptReport, settlement: Settlement) {
  const isEnd = settlement.event === "answered" || settlement.event === "closed";
  return {
    why: report.why.slice(0, 1_000),
    looked: [...report.looked],
    findings: isEnd ? null : (report.findings as StepNote["findings"]),
  };
}

function whyNot(observed: Exclude<Observed, { report: AttemptReport }>): string {
  if ("stopped" in observed) return "the worker stopped";
  return observed.failed === "deadline"
    ? "ran out of time"
    : "the agent failed; see the worker's log";
}

/** Stores the snapshots that the row points at: the proof of an ended row, all of one that goes on. */
async function keep(
  report: AttemptReport,
  { evidence }: { evidence: readonly Evidence[] },
  settlement: Settlement,
  store: SnapshotStore,
): Promise<void> {
  const cited = new Set(evidence.map(({ snapshot }) => snapshot));
  const isEnd = settlement.event === "answered" || settlement.event === "closed";
  const wanted: Snapshot[] = isEnd
    ? report.snapshots.filter(({ hash }) => cited.has(hash))
    : [...report.snapshots];
  await Promise.all(wanted.map((snapshot) => store.put(snapshot)));
}
