import type { RejectionKind } from "../domain/evidence.ts";
import type { StopReason } from "../domain/model.ts";
import type { Reason } from "../domain/reason.ts";
import type { Tallies } from "../records/tallies.ts";
import type { RedlineCheck } from "../specs/kit.ts";
import type { FetchFailureKind } from "../web/web.ts";
import type { AttemptReport } from "./agent.ts";
import type { Judged } from "./decide.ts";
import type { Observed } from "./observe.ts";

/** The check that stands behind each objection, to a claim of code's and to one of a model's. */
export const checkOfRejection = {
  snapshot_missing: { code: "verifier", model: "verifier" },
  snapshot_altered: { code: "verifier", model: "verifier" },
  match_not_found: { code: "verifier", model: "quote" },
  wrong_channel: { code: "verifier", model: "quote" },
  not_own_page: { code: "verifier", model: "verifier" },
  signature_mismatch: { code: "verifier", model: "verifier" },
  tenant_not_alive: { code: "verifier", model: "verifier" },
  wrong_company: { code: "verifier", model: "verifier" },
  third_party_only: { code: "verifier", model: "verifier" },
  value_without_evidence: { code: "verifier", model: "verifier" },
  unknown_value: { code: "verifier", model: "catalogue" },
  ending_not_proven: { code: "verifier", model: "verifier" },
  not_refetched: { code: "refetch", model: "refetch" },
  schema_mismatch: { code: "schema", model: "schema" },
} as const satisfies Record<RejectionKind, Record<"code" | "model", RedlineCheck>>;

/** Fetches that a check kept from happening. */
export const checkOfFailure = {
  egress_denied: "egress",
  robots_denied: "robots",
  rate_limited: "politeness",
} as const satisfies Partial<Record<FetchFailureKind, RedlineCheck>>;

/** Work that the money or token limits ended. */
const budgetStops: ReadonlySet<StopReason> = new Set(["tokens", "record_budget", "batch_budget"]);
const budgetReasons: ReadonlySet<Reason> = new Set<Reason>(["record_budget", "batch_ceiling"]);

/**
 * Checks that no attempt can count: they hold by construction (`browser`: every context is fresh),
 * or refuse the write itself, which ends in an error and not in a count (`settle`).
 */
export const neverCounted: readonly RedlineCheck[] = ["browser", "settle"];

/**
 * What an attempt adds to its batch's counts: each check, objection and stop that it met, once.
 * Nothing of it comes from a page or a model: all names are of closed lists.
 */
export function talliesOf(observed: Observed, judged: Judged): Tallies {
  const report = "report" in observed ? observed.report : undefined;
  const verdict = "verdict" in judged ? judged.verdict : undefined;
  if (report === undefined) return {};
  const rejections = new Set(
    verdict && !verdict.confirmed ? verdict.rejections.map(({ kind }) => kind) : [],
  );
  const author = report.origin === "model" ? "model" : "code";
  const redlines = new Set<RedlineCheck>([
    ...[...rejections].map((kind) => checkOfRejection[kind][author]),
    ...report.looked.flatMap(({ answer }) => failedCheck(answer)),
    ...(report.fired ?? []),
    ...(wasOutOfBudget(report) ? (["budget"] as const) : []),
  ]);
  return { redlines: [...redlines], rejections: [...rejections], stop: report.stop };
}

function failedCheck(answer: number | string): readonly RedlineCheck[] {
  const isCheck = (kind: number | string): kind is keyof typeof checkOfFailure =>
    Object.hasOwn(checkOfFailure, kind);
  return isCheck(answer) ? [checkOfFailure[answer]] : [];
}

function wasOutOfBudget({ stop, outcome }: AttemptReport): boolean {
  if (stop !== undefined && budgetStops.has(stop)) return true;
  return outcome.kind === "unproven" && budgetReasons.has(outcome.reason);
}
