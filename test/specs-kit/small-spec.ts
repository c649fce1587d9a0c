import { z } from "zod";
import {
  type AgentSpec,
  defineAgent,
  defineOrchestrator,
  type OrchestratorSpec,
} from "../../src/specs/kit.ts";

const Input = z.strictObject({ domain: z.string(), company: z.string().nullable() });
const Output = z.strictObject({ colour: z.string(), shade: z.string().nullable() });

const agent = (name: string, tier: AgentSpec["tier"], unproven: AgentSpec["handoff"]["unproven"]) =>
  defineAgent({
    name,
    tier,
    role: "Finds the colour.",
    inputs: Input,
    outputs: Output,
    constraints: { timeoutMs: 10_000, attempts: 1, cooldownMs: 0, maxPages: 3 },
    redlines: [{ never: "answers without having looked", check: "verifier" }],
    handoff: { answered: "verify", unproven },
  });

/** A spec without a fault, to be broken one place at a time. */
export const sound: OrchestratorSpec = defineOrchestrator({
  workflow: "site-colour",
  title: "Site colour",
  role: "Finds out which colour a company's site has.",
  inputs: Input,
  columns: { domain: ["website"], company: ["name"] },
  outputs: Output,
  constraints: { startsAt: "http", attempts: 4, deadlineMs: 60_000, maxUsdPerRecord: 0 },
  redlines: [{ never: "never asks a closed page", check: "robots" }],
  handoff: {
    agents: [
      agent("looker", "http", "classifier"),
      agent("reader", "classifier", "browser"),
      agent("painter", "browser", "close"),
    ],
    shortcuts: { blocked: "browser" },
  },
});

/** The sound spec with its first agent changed. */
export function withFirstAgent(change: Partial<AgentSpec>): OrchestratorSpec {
  const [first, ...others] = sound.handoff.agents;
  if (first === undefined) throw new Error("the sound spec has agents");
  return { ...sound, handoff: { ...sound.handoff, agents: [{ ...first, ...change }, ...others] } };
}
