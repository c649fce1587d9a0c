import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, redlines } from "./contract.ts";

/** Tier 3: the careers page as a visitor's browser builds it. */
export const investigator = defineAgent({
  name: "investigator",
  tier: "browser",
  role: "Renders the careers page, clicks what leads to the openings, and reads the frames and requests that come of it.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: { timeoutMs: 90_000, attempts: 1, cooldownMs: 60_000, maxPages: 10 },
  redlines: [
    ...redlines,
    { never: "carries anything from one record's browser to the next", check: "browser" },
    { never: "solves a captcha or logs in", check: "browser" },
  ],
  handoff: { answered: "verify", unproven: "close" },
});
