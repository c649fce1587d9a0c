import type { LedgerEntry } from "../../src/money/ledger-entry.ts";
import type { AssayRecord } from "../../src/records/record.ts";
import type { ServedCall } from "../model-server/request-log.ts";

interface Talks {
  readonly problems: readonly string[];
  readonly continued: number;
  readonly restarts: number;
}

/**
 * Looks at every conversation as the model server saw it: each request says all that the one before
 * it said, and never less, however often the worker behind it was killed; one that was left is not
 * taken up again, and one that was begun anew had a reason that the ledger shows.
 */
export function checkConversations({
  records,
  served,
  ledger,
  rowOf,
}: {
  readonly records: readonly AssayRecord[];
  readonly served: readonly ServedCall[];
  readonly ledger: readonly LedgerEntry[];
  readonly rowOf: (company: number) => number | undefined;
}): Talks {
  const byRow = new Map<number, ServedCall[]>();
  for (const call of served) {
    if (call.kind !== "converse" || call.about === null) continue;
    const n = rowOf(Number(call.about)) ?? -1;
    byRow.set(n, [...(byRow.get(n) ?? []), call]);
  }
  const problems: string[] = [];
  let continued = 0;
  let restarts = 0;
  for (const [n, calls] of byRow) {
    const record = records[n];
    const own = ledger.filter(({ record: id, tier }) => id === record?.id && tier === "browser");
    const failed = own.some(({ outcome }) => !["ok", "lost", "cancelled"].includes(outcome));
    const told = follow(calls);
    restarts += told.begun - 1;
    problems.push(...told.problems.map((problem) => `row ${n}: ${problem}`));
    if (told.begun > 1 && !failed) problems.push(`row ${n} began anew without a reason`);
    problems.push(...checkSteps(own).map((problem) => `row ${n}: ${problem}`));
    if (record && told.problems.length === 0 && wentOn(record, calls)) continued += 1;
  }
  return { problems, continued, restarts };
}

/** Follows the requests of one record in their order. */
function follow(calls: readonly ServedCall[]): { problems: string[]; begun: number } {
  const problems: string[] = [];
  const begun = new Set<string>();
  let last: ServedCall | undefined;
  for (const call of calls) {
    const [first = ""] = call.said;
    const isSame = last?.said[0] === first;
    if (!isSame && begun.has(first)) problems.push(`request ${call.n} is back in an old one`);
    begun.add(first);
    if (last && isSame && !last.said.every((said, i) => said === call.said[i])) {
      const [had, has] = [last.said.length, call.said.length];
      problems.push(`request ${call.n} says ${has} messages otherwise than ${last.n} its ${had}`);
    }
    last = call;
  }
  return { problems, begun: begun.size };
}

/** Steps only go up, and each is answered once. */
function checkSteps(own: readonly LedgerEntry[]): string[] {
  let last = "";
  return own.flatMap(({ step, outcome, call }) => {
    const [, conversation = "", turn = ""] = /^turn-(\d+)-(\d+)$/.exec(step) ?? [];
    const place = `${conversation.padStart(4, "0")} ${turn.padStart(4, "0")}`;
    const isBack =
      place < last ||
      (place === last &&
        outcome === "ok" &&
        own.some((other) => other.call !== call && other.step === step && other.outcome === "ok"));
    last = place;
    return isBack ? [`${call} is at ${step} again`] : [];
  });
}

/** Whether a lease was lost between two requests of the same conversation. */
function wentOn({ transitions }: AssayRecord, calls: readonly ServedCall[]): boolean {
  const [from, to] = [calls[0]?.at ?? 0, calls.at(-1)?.at ?? 0];
  return transitions.some(
    ({ event, reason, at, tier }) =>
      tier === "browser" && isLoss(event, reason) && at > from && at < to,
  );
}

/** How often a visit lost its worker: each time it may read back one turn, the last, and no more. */
export function lostVisits(records: readonly AssayRecord[]): number {
  return records
    .flatMap(({ transitions }) => transitions)
    .filter(({ event, reason, tier }) => isLoss(event, reason) && tier === "browser").length;
}

const isLoss = (event: string, reason: string | null) =>
  event === "released" && reason === "agent_error";
