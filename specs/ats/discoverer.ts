import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, modelRedlines, redlines } from "./contract.ts";

/** Tier 1: what links, embeds, redirects and the vendors' public endpoints prove. */
export const discoverer = defineAgent({
  name: "discoverer",
  tier: "http",
  role: "Follows the home page to the careers page and its openings, and asks the vendor it leads to whose board that is.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: {
    timeoutMs: 60_000,
    attempts: 2,
    cooldownMs: 60_000,
    maxPages: 8,
    model: {
      chain: [
        { provider: "openai", model: "gpt-6-luna", effort: "low" },
        { provider: "anthropic", model: "claude-haiku-5-5", effort: "low" },
      ],
      maxOutputTokens: 1_500,
      callTimeoutMs: 30_000,
      timeoutMs: 60_000,
      maxCalls: 1,
      maxTokensPerRecord: 60_000,
      maxPromptTokens: 4_000,
      maxUsdPerRun: null,
    },
  },
  redlines: [
    ...redlines,
    ...modelRedlines,
    { never: "sends a request faster than the host's pause allows", check: "politeness" },
  ],
  handoff: { answered: "verify", unproven: "classifier" },
});
