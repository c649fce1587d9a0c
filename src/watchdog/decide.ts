import type { NoticeDraft } from "../notices/notices.ts";
import type { Action } from "./actions.ts";
import type { Facts } from "./facts.ts";
import { judgeBatch } from "./judge-batch.ts";
import { judgeFailures, manyBatches } from "./judge-failures.ts";
import { judgeRepairs } from "./judge-repairs.ts";
import { judgeSurroundings } from "./judge-surroundings.ts";
import type { Memory } from "./memory.ts";
import type { WatchdogSettings } from "./settings.ts";

/**
 * The watchdog's whole judgement, from what it sees to what it does:
 * progress and nothing stuck: nothing · rows lost, or work that stands still: resume · rows held too
 * long: release them · what only a person can decide: a notice, and its end when it is over.
 */
export function decide(
  facts: Facts,
  memory: Memory,
  settings: WatchdogSettings,
): { actions: Action[]; memory: Memory } {
  const repairs = judgeRepairs(facts, memory, settings);
  const failures = judgeFailures(facts, memory);
  const surroundings = judgeSurroundings(facts, memory, settings);
  const told = [
    ...facts.batches.flatMap((batch) => judgeBatch(batch, settings)),
    ...failures.notices,
    ...surroundings.notices,
    ...repairs.notices,
  ];
  const lasts = lastingAlarms(memory, failures.lasting);
  const standing = [...told, ...lasts].map(({ cause, subject }) => ({ cause, subject }));
  const names = new Set(standing.map(nameOf));
  const over = memory.standing.filter((one) => !names.has(nameOf(one)));
  return {
    actions: [
      ...repairs.actions,
      ...over.map(({ cause, subject }) => ({ kind: "resolve", cause, subject }) as const),
      ...told.map((notice) => ({ kind: "raise", notice }) as const),
    ],
    memory: {
      ...memory,
      lastTickAt: facts.now,
      series: failures.series,
      standing,
      repairs: repairs.repairs,
      withoutWorker: surroundings.withoutWorker,
      stalled: [...repairs.stalled],
    },
  };
}

/** Alarms about failures end some time after the last failure that was too many. */
function lastingAlarms({ standing }: Memory, lasting: readonly string[]): Memory["standing"] {
  const batches = new Set(lasting);
  return standing.filter(
    ({ cause, subject }) =>
      cause === "failure_spike" &&
      (batches.has(subject) || (subject === manyBatches && batches.size > 0)),
  );
}

function nameOf({ cause, subject }: Pick<NoticeDraft, "cause" | "subject">): string {
  return `${cause} ${subject}`;
}
