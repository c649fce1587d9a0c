import { createHash } from "node:crypto";
import type { TokenUsage } from "../../src/domain/model.ts";

/** How one prompt's tokens were read. */
export type InputUsage = Pick<TokenUsage, "input" | "cacheRead" | "cacheWrite" | "cacheWriteLong">;

/** What of a prompt is kept, and how providers differ in it. */
export interface CachePolicy {
  /** Shorter prompts are never kept. */
  readonly leastTokens: number;
  /** What is newly kept is counted as written; else it is kept for nothing. */
  readonly write: "cacheWrite" | "cacheWriteLong" | null;
}

/** Remembers prompts by key and model; a prompt that begins like an earlier one reads that part from the cache. */
export interface PromptCache {
  count(
    owner: string,
    segments: readonly { readonly text: string; readonly tokens: number }[],
    policy: CachePolicy | null,
  ): InputUsage;
}

export function createPromptCache(): PromptCache {
  const kept = new Set<string>();
  return {
    count(owner, segments, policy) {
      const usage = { input: 0, cacheRead: 0, cacheWrite: 0, cacheWriteLong: 0 };
      const total = segments.reduce((sum, { tokens }) => sum + tokens, 0);
      if (!policy || total < policy.leastTokens) return { ...usage, input: total };
      const hash = createHash("sha256").update(owner);
      let passed = 0;
      for (const { text, tokens } of segments) {
        hash.update(`\0${text.length}\0`).update(text);
        passed += tokens;
        const prefix = hash.copy().digest("hex");
        if (kept.has(prefix) && passed >= policy.leastTokens) usage.cacheRead = passed;
        kept.add(prefix);
      }
      usage[policy.write ?? "input"] = total - usage.cacheRead;
      return usage;
    },
  };
}
