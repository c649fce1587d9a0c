import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, redlines } from "./contract.ts";

/** Tier 1: what links, embeds, redirects and the vendors' public endpoints prove. */
export const discoverer = defineAgent({
  name: "discoverer",
  tier: "http",
  role: "Follows the home page to the careers page and its openings, and asks the vendor it leads to whose board that is.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: { timeoutMs: 60_000, attempts: 2, cooldownMs: 60_000, maxPages: 8 },
  redlines: [
    ...redlines,
    { never: "sends a request faster than the host's pause allows", check: "politeness" },
  ],
  handoff: { answered: "verify", unproven: "classifier" },
});
