import { inSpan } from "../platform/tracing.ts";
import { recordId, runId } from "../records/keys.ts";
import type { Settlement } from "../records/settle.ts";
import type { AttemptReport } from "./agent.ts";
import type { AttemptTask } from "./attempt.ts";
import type { Judged } from "./decide.ts";
import type { Observed } from "./observe.ts";

/** What an attempt's span tells from the start: names of ours, nothing of the record's content. */
export function spanOf({ claimed, workflow }: AttemptTask) {
  return {
    "assay.run": runId(claimed),
    "assay.record": recordId(claimed.batch, claimed.n),
    "assay.batch": claimed.batch,
    "assay.workflow": workflow.spec.workflow,
    "assay.tier": claimed.tier,
    "assay.attempt": claimed.attempts[claimed.tier],
  };
}

/** What it tells at the end. */
export function spanEnd({ settlement, reply }: { settlement: Settlement; reply: string }) {
  return {
    "assay.event": settlement.event,
    "assay.reply": reply,
    ...("reason" in settlement ? { "assay.reason": settlement.reason } : {}),
    ...("to" in settlement ? { "assay.to": settlement.to } : {}),
  };
}

/** The agent's own work. */
export function agentSpan(name: string, work: () => Promise<AttemptReport>) {
  const attributes = { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name };
  return inSpan("agent", { attributes }, async (note) => {
    const report = await work();
    note({
      "assay.outcome": report.outcome.kind,
      "assay.pages": report.looked.length,
      ...(report.stop ? { "assay.stop": report.stop } : {}),
    });
    return report;
  });
}

/** The verifier fetches anew what a model's claim cites; nothing else is fetched twice. */
export function refetchSpan({ outcome, origin }: AttemptReport, work: () => Promise<Observed>) {
  if (outcome.kind !== "claimed" || origin !== "model") return work();
  return inSpan("verify.refetch", {}, async (note) => {
    const observed = await work();
    if ("rejections" in observed)
      note({ "assay.rejections": observed.rejections.map(({ kind }) => kind) });
    return observed;
  });
}

/** The verifier's word on a claim. */
export function verifySpan(observed: Observed, work: () => Promise<Judged>): Promise<Judged> {
  if (!("report" in observed) || observed.report.outcome.kind !== "claimed") return work();
  return inSpan("verify", {}, async (note) => {
    const judged = await work();
    const verdict = "verdict" in judged ? judged.verdict : undefined;
    if (verdict) note({ "assay.confirmed": verdict.confirmed });
    if (verdict && !verdict.confirmed)
      note({ "assay.rejections": verdict.rejections.map(({ kind }) => kind) });
    return judged;
  });
}
