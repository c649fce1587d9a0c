import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import { ModelChoice } from "../domain/model.ts";

const CachedAnswer = z.strictObject({ by: ModelChoice, text: z.string() });
export type CachedAnswer = z.infer<typeof CachedAnswer>;

/** Answers that later batches may use again: the same spec was asked the same about the same pages. */
export interface AnswerCache {
  find(spec: string, prompt: string): Promise<CachedAnswer | undefined>;
  keep(spec: string, prompt: string, answer: CachedAnswer): Promise<void>;
}

const dayMs = 86_400_000;

/**
 * Keeps answers in Redis for `days` (0: never). The prompt's hash covers the record's input and the
 * pages shown; what comes back is verified like a fresh answer.
 */
export function createAnswerCache(redis: Redis, days: number): AnswerCache {
  const nameOf = (spec: string, prompt: string) =>
    `assay:answers:${createHash("sha256").update(`${spec} ${prompt}`).digest("base64url")}`;
  return {
    async find(spec, prompt) {
      if (days === 0) return undefined;
      const kept = await redis.get(nameOf(spec, prompt));
      if (kept === null) return undefined;
      // Written by another version of Assay: no answer is better than a misread one.
      const parsed = CachedAnswer.safeParse(JSON.parse(kept));
      return parsed.success ? parsed.data : undefined;
    },
    async keep(spec, prompt, answer) {
      if (days === 0) return;
      await redis.set(nameOf(spec, prompt), JSON.stringify(answer), "PX", days * dayMs);
    },
  };
}
