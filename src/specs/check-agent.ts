import type { Note } from "./check-note.ts";
import { checkRedlines, checkText } from "./check-redlines.ts";
import { checkInputs, checkOutputs } from "./check-schema.ts";
import type { AgentSpec } from "./kit.ts";

/** The least that each limit may be, and what it counts. */
const least = {
  timeoutMs: [1_000, "milliseconds an attempt may take"],
  attempts: [1, "attempts on this tier"],
  cooldownMs: [0, "milliseconds before the next attempt"],
  maxPages: [1, "pages an attempt may fetch"],
} as const satisfies Record<keyof AgentSpec["constraints"], readonly [number, string]>;

/** The sections of one agent by themselves; how agents fit together is the handoff's check. */
export function checkAgent(agent: AgentSpec, note: Note): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(agent.name)) {
    note("name", `"${agent.name}" is no name for logs and hashes`, "use kebab-case: discoverer");
  }
  checkText("role", agent.role, note);
  checkInputs("inputs", agent.inputs, note);
  checkOutputs("outputs", agent.outputs, note);
  for (const [name, [min, what]] of Object.entries(least)) {
    const value = agent.constraints[name as keyof typeof least];
    if (!Number.isInteger(value) || value < min) {
      note(
        `constraints.${name}`,
        `${value} is out of range`,
        `give ${what}: a whole number, ${min} or more`,
      );
    }
  }
  checkRedlines("redlines", agent.redlines, note);
}
