import type { StepNote } from "../domain/handoff.ts";
import type { Cold } from "../records/cold.ts";
import type { Settlement } from "../records/settle.ts";
import type { AttemptReport } from "./agent.ts";
import type { AttemptTask } from "./attempt.ts";
import type { Judged } from "./decide.ts";
import type { Observed } from "./observe.ts";

interface AttemptEnd {
  readonly observed: Observed;
  readonly judged: Judged;
  readonly settlement: Settlement;
}

/** The row's cold parts after this attempt: the answer if there is one, the proof, and a note. */
export function coldAfter(
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
    ...(report.stop === undefined ? {} : { stop: report.stop }),
  };
}

function whyNot(observed: Exclude<Observed, { report: AttemptReport }>): string {
  if ("stopped" in observed) return "the worker stopped";
  return observed.failed === "deadline"
    ? "ran out of time"
    : "the agent failed; see the worker's log";
}
