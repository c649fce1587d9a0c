import type { Handoff } from "../domain/handoff.ts";
import type { Rejection } from "../evidence/workflow-rule.ts";
import type { Spender } from "../money/ledger-entry.ts";
import { RowLost } from "../models/chain.ts";
import { recordId, runId } from "../records/keys.ts";
import type { AttemptReport } from "./agent.ts";
import type { AttemptDeps, AttemptTask } from "./attempt.ts";
import type { Interruption } from "./lease-keeper.ts";
import { withMemory } from "./memory-facts.ts";
import type { OpenedTools, ToolUser } from "./opened.ts";
import { runLog } from "./run-log.ts";
import { secondLook } from "./second-look.ts";
import { agentSpan, refetchSpan } from "./spans.ts";

/** What came of letting the agent work. */
export type Observed =
  | {
      readonly report: AttemptReport;
      /** The verifier refused a model's claim, on the agent's bytes or on its own. */
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

export const nothingUsed: Use = { spentNano: 0, fetches: 0, browserMs: 0 };

/** Lets the agent work under its limits. Never throws: what an agent throws is an outcome like any other. */
export async function observe(
  task: AttemptTask,
  spender: Spender,
  deps: AttemptDeps,
): Promise<{ readonly observed: Observed; readonly use: Use }> {
  const { claimed, workflow, controller } = task;
  const { signal } = controller;
  const { spec, run: agent } = workflow.agents[claimed.tier];
  const run = deps.memory
    ? withMemory(agent, workflow.spec.workflow, deps.memory, task.maxTier)
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
    opened = deps.openTools(userOf(task, spender), { signal, deadline, modelDeadline, maxPages });
    const until = opened.tools.model ? modelDeadline : deadline;
    timer = setTimeout(outOfTime, until - deps.now());
    const log = deps.log && runLog(deps.log, { run: runId(claimed), tier: claimed.tier });
    const tools = log ? { ...opened.tools, log } : opened.tools;
    const interrupted = rejected(signal);
    interrupted.catch(() => undefined); // an agent that throws at once leaves nobody to hear it
    const report = await agentSpan(spec.name, () =>
      Promise.race([run(handoff(task, deadline), tools), interrupted]),
    );
    clearTimeout(timer);
    const opening = opened;
    const observed = await refetchSpan(report, () =>
      Promise.race([secondLook(report, task, opening, deps), interrupted]),
    );
    return { observed, use: useOf(opened) };
  } catch (error) {
    const observed = failureOf(error, task, deps);
    // A call that was cut short is booked before the row is let go, or nobody could.
    await opened?.idle?.();
    return { observed, use: useOf(opened) };
  } finally {
    clearTimeout(timer);
  }
}

function userOf({ claimed, workflow, maxRecordNano }: AttemptTask, spender: Spender): ToolUser {
  return { claimed, agent: workflow.agents[claimed.tier].spec, spender, maxRecordNano };
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
  deps.onBug(error, recordId(claimed.batch, claimed.n), runId(claimed));
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
  const spentNano = opened?.spentNano?.() ?? nothingUsed.spentNano;
  return { ...nothingUsed, ...opened?.used?.(), spentNano };
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
