import type { Handoff } from "../domain/handoff.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { withMemory } from "../evidence/snapshot-store.ts";
import type { Rejection } from "../evidence/workflow-rule.ts";
import { RowLost } from "../models/chain.ts";
import { recordId } from "../records/keys.ts";
import type { AttemptReport } from "./agent.ts";
import type { AttemptDeps, AttemptTask } from "./attempt.ts";
import type { Interruption } from "./lease-keeper.ts";
import { withMemory as remembering } from "./memory-facts.ts";
import type { OpenedTools } from "./opened.ts";
import { refetchClaim } from "./refetch.ts";

/** What came of letting the agent work. */
export type Observed =
  | {
      readonly report: AttemptReport;
      /** The verifier fetched a model's claim anew, and did not find it. */
      readonly rejections: readonly Rejection[];
    }
  | { readonly failed: "agent_error" | "deadline" }
  | { readonly stopped: "draining" };

/** What the agent used, whether it ended well or not. */
export interface Use {
  readonly spentNano: number;
  readonly fetches: number;
  readonly browserMs: number;
}

/** What the verifier may take to fetch a model's claim anew. */
const refetchMs = 45_000;

/** Lets the agent work under its limits. Never throws: what an agent throws is an outcome like any other. */
export async function observe(
  task: AttemptTask,
  deps: AttemptDeps,
): Promise<{ readonly observed: Observed; readonly use: Use }> {
  const { claimed, workflow, controller } = task;
  const { signal } = controller;
  const { spec, run: agent } = workflow.agents[claimed.tier];
  const run = deps.memory
    ? remembering(agent, workflow.spec.workflow, deps.memory, task.maxTier)
    : agent;
  const { timeoutMs, maxPages, model } = spec.constraints;
  // Never less than a moment, so that a row at its limit still ends through its agent.
  const leftMs = Math.max(workflow.spec.constraints.deadlineMs - claimed.workedMs, 1_000);
  const deadline = deps.now() + Math.min(timeoutMs, leftMs);
  const modelDeadline = deps.now() + Math.min(timeoutMs + (model?.timeoutMs ?? 0), leftMs);
  let opened: OpenedTools | undefined;
  // Not AbortSignal.timeout: its timer would outlive a short attempt, thousands of times over.
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = () => controller.abort("deadline" satisfies Interruption);
  try {
    opened = deps.openTools(userOf(task), { signal, deadline, modelDeadline, maxPages });
    const until = opened.tools.model ? modelDeadline : deadline;
    timer = setTimeout(outOfTime, until - deps.now());
    const working = run(handoff(task, deadline), opened.tools);
    const report = await Promise.race([working, rejected(signal)]);
    clearTimeout(timer);
    timer = setTimeout(outOfTime, refetchMs);
    const observed = await Promise.race([
      seenAgain(report, opened, deps, signal),
      rejected(signal),
    ]);
    return { observed, use: useOf(opened) };
  } catch (error) {
    return { observed: failureOf(error, task, deps), use: useOf(opened) };
  } finally {
    clearTimeout(timer);
  }
}

function userOf({ claimed, workflow, maxRecordNano }: AttemptTask) {
  const agent = workflow.agents[claimed.tier].spec;
  return {
    claimed,
    workflow: workflow.spec.workflow,
    agent,
    specHash: workflow.hashes[agent.name] ?? "",
    maxRecordNano,
  };
}

/** What a model's claim cites is fetched once more, by the verifier; code's own claims are not. */
async function seenAgain(
  report: AttemptReport,
  { openVerifier }: OpenedTools,
  { store }: AttemptDeps,
  signal: AbortSignal,
): Promise<Observed> {
  const { outcome } = report;
  if (outcome.kind !== "claimed" || report.origin !== "model") return { report, rejections: [] };
  if (openVerifier === undefined)
    return { report, rejections: [{ kind: "not_refetched", detail: "no way to fetch it anew" }] };
  const find = await withMemory(report.snapshots, store, outcome.claim.evidence);
  const again = await refetchClaim(outcome.claim, find, { ...openVerifier(), signal });
  switch (again.kind) {
    case "rejected":
      return { report, rejections: again.rejections };
    case "postponed": {
      const { retryAt, detail } = again;
      return {
        report: { ...report, outcome: { kind: "postponed", retryAt, detail } },
        rejections: [],
      };
    }
    case "refetched": {
      const snapshots: Snapshot[] = [...report.snapshots, ...again.snapshots];
      const claimedAgain = { kind: "claimed", claim: again.claim } as const;
      return { report: { ...report, outcome: claimedAgain, snapshots }, rejections: [] };
    }
  }
}

function failureOf(
  error: unknown,
  { claimed, controller }: AttemptTask,
  deps: AttemptDeps,
): Observed {
  const { signal } = controller;
  if (signal.aborted)
    return signal.reason === "deadline" ? { failed: "deadline" } : { stopped: "draining" };
  // Nothing that is written for a lost row counts; the settle script will say so.
  if (error instanceof RowLost) return { stopped: "draining" };
  deps.onBug(error, recordId(claimed.batch, claimed.n));
  return { failed: "agent_error" };
}

/** An agent that doesn't listen to its signal must not hold the row. */
function rejected(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function useOf(opened: OpenedTools | undefined): Use {
  const { fetches, browserMs } = opened?.used?.() ?? { fetches: 0, browserMs: 0 };
  return { spentNano: opened?.spentNano?.() ?? 0, fetches, browserMs };
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
