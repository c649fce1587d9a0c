import { defineAgent } from "../../src/specs/kit.ts";
import { AtsInput, AtsOutput, redlines } from "./contract.ts";

/** Tier 2: everything else that can be read without a browser. */
export const classifier = defineAgent({
  name: "classifier",
  tier: "classifier",
  role: "Reads further pages, single jobs, the site's own scripts, its sitemap and the DNS of its careers hosts, and settles between rivals.",
  inputs: AtsInput,
  outputs: AtsOutput,
  constraints: { timeoutMs: 90_000, attempts: 1, cooldownMs: 60_000, maxPages: 20 },
  redlines: [
    ...redlines,
    { never: "chooses between two systems that stand on equal ground", check: "verifier" },
  ],
  handoff: { answered: "verify", unproven: "browser" },
});
