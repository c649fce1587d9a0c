import type { TokenUsage } from "../../src/domain/model.ts";
import type { Ask, RawReply, Reply } from "./ask.ts";
import type { CachePolicy } from "./prompt-cache.ts";

/** A request that was understood. */
export interface Asked {
  readonly ask: Ask;
  /** All that is read, in the order in which providers cache it. */
  readonly segments: readonly string[];
  readonly caching: CachePolicy | null;
  /** Binds the model's thoughts to what came before them. */
  readonly thought: string;
}

/** What a mind says, when it is an answer at all. */
export type Answer = Exclude<
  Reply,
  { readonly status: number } | { readonly stall: unknown } | { readonly reset: unknown } | RawReply
>;

/** One provider's way of asking and answering. */
export interface Wire {
  readonly path: string;
  /** Throws `BadRequest` for what the provider would refuse. */
  read(body: Body, from: { readonly n: number; readonly key: string }): Asked;
  answer(
    asked: Asked,
    answer: Answer,
    count: { usage: TokenUsage; isCut: boolean },
    id: string,
  ): unknown;
}

export type Body = Readonly<Record<string, unknown>>;

/** The provider would refuse this request with a 400. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** What an answer says, as text: what its tokens are counted on. */
export function saidBy(answer: Answer): string {
  if ("json" in answer) return JSON.stringify(answer.json);
  if ("refuse" in answer) return answer.refuse;
  if ("truncate" in answer) return answer.truncate;
  return (
    (answer.text ?? "") +
    callsOf(answer)
      .map((call) => call.name + JSON.stringify(call.input))
      .join("")
  );
}

/** The tool calls of an answer. */
export function callsOf(answer: Answer) {
  if ("toolCall" in answer) return [answer.toolCall];
  return "toolCalls" in answer ? answer.toolCalls : [];
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list of objects, or a refusal. */
export function bodiesOf(value: unknown, name: string): readonly Body[] {
  if (!Array.isArray(value) || !value.every(isBody))
    throw new BadRequest(`${name}: Input should be a valid list`);
  return value;
}

export function textOf(value: unknown, name: string): string {
  if (typeof value !== "string") throw new BadRequest(`${name}: Input should be a valid string`);
  return value;
}

/** A text, or nothing of what is none. */
export function words(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Half a character breaks the provider's JSON reader. */
export function checkWellFormed(value: unknown): void {
  if (typeof value === "string" && !wellFormed(value)) {
    throw new BadRequest("The request body is not valid JSON: no low surrogate in string");
  }
  if (typeof value === "object" && value !== null) Object.values(value).forEach(checkWellFormed);
}

function wellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
