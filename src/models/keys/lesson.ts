import type { CallOutcome } from "../../domain/model.ts";

/** What the end of a call teaches about its key. */
export interface Lesson {
  /** What is shut: the key, the key for this model, or this model for every key. */
  readonly shuts: "key" | "pair" | "model" | null;
  /** For how long: up the ladder, its first rung only, a short rest, an hour, until a person comes. */
  readonly rest: "ladder" | "first" | "short" | "hour" | "person" | null;
  /** The key was accepted and the model did its work, whatever the answer was worth. */
  readonly works: boolean;
}

const works: Lesson = { shuts: null, rest: null, works: true };
/** A call that we ended, or that was never made, shows nothing; if it was the probe, the next call is. */
const nothing: Lesson = { shuts: null, rest: null, works: false };
const passing: Lesson = { shuts: "pair", rest: "first", works: false };

/** Every outcome and its lesson. */
export const lessons = {
  ok: works,
  refusal: works,
  truncated: works,
  invalid: works,
  rejected: works,
  cancelled: nothing,
  lost: nothing,
  rate_limited: { shuts: "pair", rest: "ladder", works: false },
  unreachable: passing,
  timeout: passing,
  overloaded: { shuts: "model", rest: "short", works: false },
  unknown_model: { shuts: "pair", rest: "hour", works: false },
  billing: { shuts: "key", rest: "hour", works: false },
  auth: { shuts: "key", rest: "person", works: false },
} as const satisfies Record<CallOutcome, Lesson>;

const shortMs = [10_000, 30_000, 60_000];
const hourMs = 3_600_000;

/** The windows of a rest, first to last; a short rest is never longer than the ladder's first rung. */
export function rungsOf(
  rest: NonNullable<Lesson["rest"]>,
  ladderMs: readonly number[],
): readonly (number | "never")[] {
  const [firstMs = hourMs] = ladderMs;
  switch (rest) {
    case "ladder":
      return ladderMs;
    case "first":
      return [firstMs];
    case "short":
      return shortMs.map((ms) => Math.min(ms, firstMs));
    case "hour":
      return [hourMs];
    case "person":
      return ["never"];
  }
}
