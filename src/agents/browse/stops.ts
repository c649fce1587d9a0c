import type { StopReason } from "../../domain/model.ts";
import type { ModelLimits } from "../../specs/kit.ts";
import type { BrowseState } from "./browse-state.ts";

const mostIdleSteps = 3;
const mostErrorsInARow = 3;
const mostRejections = 2;
/** A call is made once, warned about once, and the third time is the end. */
const mostRepeats = 3;
/** Time that one more step needs to be worth starting. */
const leastMs = 5_000;

/** The time it is, and the time that is left to. */
export interface Clock {
  readonly now: number;
  /** Epoch ms. */
  readonly deadline: number;
}

/** Why nothing more may be done, if so: a pure function of what is saved, and the clock. */
export function stopDue(
  state: BrowseState,
  { deadline, now }: Clock,
): { stop: StopReason; detail: string } | undefined {
  if (now > deadline - leastMs) return { stop: "time", detail: "the time for models is over" };
  if (state.rejections >= mostRejections)
    return { stop: "rejected_twice", detail: `${mostRejections} submissions were refused` };
  if (state.made.some(({ times }) => times >= mostRepeats))
    return { stop: "repeated_call", detail: "one call was repeated on an unchanged page" };
  if (state.errorsInARow >= mostErrorsInARow)
    return { stop: "tool_errors", detail: `${mostErrorsInARow} calls in a row failed` };
  if (state.idleSteps >= mostIdleSteps)
    return { stop: "no_progress", detail: "step after step brought nothing new" };
  return undefined;
}

/** The part of the tightest budget that is used, 0 to 1. */
export function budgetUsed(
  { step, tokens }: BrowseState,
  limits: ModelLimits,
  { now, deadline }: Clock,
): number {
  return Math.max(
    step / limits.maxCalls,
    tokens / limits.maxTokensPerRecord,
    1 - (deadline - now) / limits.timeoutMs,
  );
}

/** Closes a turn whose calls are all answered: counts it as progress or not. */
export function countTurn(state: BrowseState): BrowseState {
  const { hasActed, hasChanged, hasNews } = state.turn;
  const idleSteps = hasNews ? 0 : state.idleSteps + (hasActed ? (hasChanged ? 0.5 : 1) : 0);
  return { ...state, idleSteps };
}
