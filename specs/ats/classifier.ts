import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, modelRedlines, redlines } from "./contract.ts";

/** Tier 2: everything else that can be read without a browser. */
export const classifier = defineAgent({
  name: "classifier",
  tier: "classifier",
  role: "Reads further pages, single jobs, the site's own scripts, its sitemap and the DNS of its careers hosts, and settles between rivals.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: {
    timeoutMs: 90_000,
    attempts: 1,
    cooldownMs: 60_000,
    maxPages: 20,
    model: {
      chain: [
        { provider: "openai", model: "gpt-6.1-terra", effort: "low" },
        { provider: "anthropic", model: "claude-sonnet-5-5", effort: "low" },
      ],
      maxOutputTokens: 3_000,
      callTimeoutMs: 60_000,
      timeoutMs: 120_000,
      maxCalls: 2,
      maxTokensPerRecord: 200_000,
      maxPromptTokens: 12_000,
      maxUsdPerRun: null,
    },
  },
  redlines: [
    ...redlines,
    ...modelRedlines,
    { never: "chooses between two systems that stand on equal ground", check: "verifier" },
  ],
  handoff: { answered: "verify", unproven: "browser" },
});
