import { underTimeLimit } from "../platform/time-limit.ts";
import type { AttemptReport } from "./agent.ts";
import type { AttemptDeps, AttemptTask } from "./attempt.ts";
import { bytesOf, judgeClaim } from "./judge-claim.ts";
import type { Observed } from "./observe.ts";
import type { OpenedTools } from "./opened.ts";
import { refetchClaim, type Refetched } from "./refetch.ts";

/** What the verifier may take to fetch a model's claim anew: a few renders. */
const longestMs = 90_000;

/**
 * What a model's claim cites is fetched once more, by the verifier; what code claims of its own is
 * not. A claim that does not even stand on the agent's own bytes costs no fetch.
 */
export async function secondLook(
  report: AttemptReport,
  task: AttemptTask,
  { openVerifier }: OpenedTools,
  { store }: AttemptDeps,
): Promise<Observed> {
  const { outcome } = report;
  if (outcome.kind !== "claimed" || report.origin !== "model") return { report, rejections: [] };
  const { claim } = outcome;
  const find = await bytesOf(claim, report.snapshots, store);
  const before = judgeClaim(claim, { ...task, isAdvised: true }, find);
  if (!before.confirmed) return { report, rejections: before.rejections };
  if (openVerifier === undefined)
    return { report, rejections: [{ kind: "not_refetched", detail: "no way to fetch it anew" }] };
  const plan = task.workflow.refetchPlan;
  const again = await inTime(task.controller.signal, (signal) => {
    const { web, renderer, replay } = openVerifier(signal);
    const goAgain = report.trails && replay?.(report.trails);
    return refetchClaim(claim, find, {
      web,
      renderer,
      signal,
      ...(plan ? { plan } : {}),
      ...(goAgain ? { replay: goAgain } : {}),
    });
  });
  switch (again.kind) {
    case "rejected":
      return { report, rejections: again.rejections };
    case "postponed": {
      const { retryAt, detail } = again;
      const waiting = { kind: "postponed", retryAt, detail } as const;
      return { report: { ...report, outcome: waiting }, rejections: [] };
    }
    case "refetched": {
      const snapshots = [...report.snapshots, ...again.snapshots];
      const seen = { kind: "claimed", claim: again.claim } as const;
      return { report: { ...report, outcome: seen, snapshots }, rejections: [] };
    }
  }
}

/** A second look that takes too long has not seen it; only the attempt's own end ends the attempt. */
async function inTime(
  signal: AbortSignal,
  look: (signal: AbortSignal) => Promise<Refetched>,
): Promise<Refetched> {
  let isLate = false;
  const late = () => {
    isLate = true;
    return "late";
  };
  try {
    return await underTimeLimit(signal, { ms: longestMs, reason: late }, look);
  } catch (error) {
    if (!isLate || signal.aborted) throw error;
    const detail = `could not be fetched anew within ${longestMs / 1_000} s`;
    return { kind: "rejected", rejections: [{ kind: "not_refetched", detail }] };
  }
}
