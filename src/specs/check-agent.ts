import type { Note } from "./check-note.ts";
import { checkModelRedlines } from "./check-model-redlines.ts";
import { checkRedlines, checkText } from "./check-redlines.ts";
import { checkInputs, checkOutputs } from "./check-schema.ts";
import type { AgentSpec, ModelLimits } from "./kit.ts";

/** The least that each limit may be, and what it counts. */
const least = {
  timeoutMs: [1_000, "milliseconds an attempt may take"],
  attempts: [1, "attempts on this tier"],
  cooldownMs: [0, "milliseconds before the next attempt"],
  maxPages: [1, "pages an attempt may fetch"],
} as const satisfies Record<
  Exclude<keyof AgentSpec["constraints"], "model">,
  readonly [number, string]
>;

const leastOfModel = {
  maxOutputTokens: [16, "tokens that one call may write"],
  callTimeoutMs: [1_000, "milliseconds that one call may take"],
  timeoutMs: [1_000, "milliseconds that an attempt may spend with models"],
  maxCalls: [1, "calls of one attempt"],
  maxTokensPerRecord: [1_000, "tokens that the agent may use on one record"],
  maxPromptTokens: [500, "tokens of page text in one call"],
} as const satisfies Record<
  Exclude<keyof ModelLimits, "chain" | "maxUsdPerRun">,
  readonly [number, string]
>;

/** The sections of one agent by themselves; how agents fit together is the handoff's check. */
export function checkAgent(agent: AgentSpec, note: Note): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(agent.name)) {
    note("name", `"${agent.name}" is no name for logs and hashes`, "use kebab-case: discoverer");
  }
  checkText("role", agent.role, note);
  checkInputs("inputs", agent.inputs, note);
  checkOutputs("outputs", agent.outputs, note);
  checkNumbers("constraints", agent.constraints, least, note);
  const { model } = agent.constraints;
  if (model) {
    checkNumbers("constraints.model", model, leastOfModel, note);
    if (model.maxUsdPerRun !== null && !(model.maxUsdPerRun > 0)) {
      note(
        "constraints.model.maxUsdPerRun",
        `${model.maxUsdPerRun} is no ceiling`,
        "use more than 0 dollars, or null for the batch's ceiling alone",
      );
    }
  }
  checkRedlines("redlines", agent.redlines, note);
  checkModelRedlines(agent, note);
}

function checkNumbers<Name extends string>(
  path: string,
  values: Readonly<Record<NoInfer<Name>, number>>,
  limits: Readonly<Record<Name, readonly [number, string]>>,
  note: Note,
): void {
  for (const [name, [min, what]] of Object.entries(limits) as [Name, readonly [number, string]][]) {
    const value = values[name];
    if (!Number.isInteger(value) || value < min) {
      note(
        `${path}.${name}`,
        `${value} is out of range`,
        `give ${what}: a whole number, ${min} or more`,
      );
    }
  }
}
