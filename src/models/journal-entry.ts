import { createHash } from "node:crypto";
import { z } from "zod";
import { ModelChoice } from "../domain/model.ts";
import type { Message } from "./provider.ts";

/** What a provider answered, as it is kept before anybody uses it. */
export const JournalEntry = z.strictObject({
  by: ModelChoice,
  outcome: z.enum(["ok", "refusal", "truncated"]),
  /** A completion's text, or a turn of a conversation; `null` for what is no answer. */
  value: z.json(),
  detail: z.string(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** Everything that a model is shown, whichever model it is. */
export interface Prompt {
  readonly system: string;
  /** The question, or the conversation so far. */
  readonly said: string | readonly Message[];
  /** What the answer must look like, or the tools. */
  readonly form: unknown;
}

/** sha256 of a prompt, hex: equal prompts ask the same. */
export function promptHash(prompt: Prompt): string {
  return createHash("sha256")
    .update(JSON.stringify([prompt.system, prompt.said, prompt.form]))
    .digest("hex");
}

/**
 * The name under which an answer is journalled in its batch: the same agent, under the same spec,
 * asking the same of the same record at the same step, has asked it already.
 */
export function journalKey(of: {
  readonly spec: string;
  readonly prompt: string;
  readonly n: number;
  readonly step: string;
}): string {
  return createHash("sha256")
    .update(JSON.stringify([of.spec, of.prompt, of.n, of.step]))
    .digest("base64url");
}
