import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, modelRedlines, redlines } from "./contract.ts";

/** Tier 3: the careers page as a visitor's browser builds it. */
export const investigator = defineAgent({
  name: "investigator",
  tier: "browser",
  role: "Renders the careers page, clicks what leads to the openings, and reads the frames and requests that come of it.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: {
    timeoutMs: 90_000,
    attempts: 1,
    cooldownMs: 60_000,
    maxPages: 20,
    model: {
      chain: [
        { provider: "anthropic", model: "claude-opus-5-5", effort: "medium" },
        { provider: "openai", model: "gpt-6.1-sol", effort: "medium" },
      ],
      maxOutputTokens: 4_000,
      callTimeoutMs: 90_000,
      timeoutMs: 300_000,
      maxCalls: 14,
      maxTokensPerRecord: 2_000_000,
      maxPromptTokens: 60_000,
      maxUsdPerRun: null,
    },
  },
  redlines: [
    ...redlines,
    ...modelRedlines,
    { never: "sends a form, logs in, downloads or buys", check: "tools" },
    { never: "carries anything from one record's browser to the next", check: "browser" },
    { never: "solves a captcha", check: "browser" },
  ],
  handoff: { answered: "verify", unproven: "close" },
});
