import { type Reason, reasons } from "../domain/reason.ts";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import type { Note } from "./check-note.ts";
import type { AgentSpec, OrchestratorSpec } from "./kit.ts";

/** One agent for each tier, cheapest first, and every response leads somewhere that exists. */
export function checkHandoff(
  { workflow, constraints, handoff }: OrchestratorSpec,
  note: Note,
): void {
  const { agents, shortcuts } = handoff;
  checkNames(workflow, agents, note);
  checkOrder(agents, note);
  const staffed = new Set(agents.map(({ tier }) => tier));
  if (!staffed.has(constraints.startsAt)) {
    note(
      "constraints.startsAt",
      `no agent works on ${constraints.startsAt}`,
      "start on a tier that has one",
    );
  }
  for (const [i, agent] of agents.entries()) checkNext(agent, agents[i + 1]?.tier, note);
  for (const [reason, tier] of Object.entries(shortcuts) as [Reason, Tier][]) {
    if (!staffed.has(tier)) {
      note(
        `handoff.shortcuts.${reason}`,
        `no agent works on ${tier}`,
        "lead to a tier that has one",
      );
    }
    if (!Object.hasOwn(reasons, reason)) {
      note(
        `handoff.shortcuts.${reason}`,
        "is no reason",
        `use one of: ${Object.keys(reasons).join(", ")}`,
      );
    } else if (reasons[reason].hopeless) {
      note(
        `handoff.shortcuts.${reason}`,
        "no tier can mend this reason",
        "remove it: such a row ends at once",
      );
    }
  }
}

function checkNames(workflow: string, agents: readonly AgentSpec[], note: Note): void {
  const seen = new Set([workflow]);
  for (const { name } of agents) {
    if (seen.has(name)) {
      note(
        `handoff.agents.${name}`,
        "the name is taken",
        "give each agent a name of its own, unlike the workflow's",
      );
    }
    seen.add(name);
  }
}

function checkOrder(agents: readonly AgentSpec[], note: Note): void {
  const found = agents.map(({ tier }) => tier).join(", ");
  if (found !== tiers.join(", ")) {
    note(
      "handoff.agents",
      `they work on ${found || "no tier"}`,
      `give one for each tier, in order: ${tiers.join(", ")}`,
    );
  }
}

/** An agent that proved nothing hands up: to the next agent's tier, or closes at the top. */
function checkNext({ name, tier, handoff }: AgentSpec, next: Tier | undefined, note: Note): void {
  const { unproven } = handoff;
  const path = `handoff.agents.${name}.handoff.unproven`;
  if (next === undefined) {
    if (unproven !== "close") note(path, `there is nobody above it to go to`, 'use "close"');
  } else if (unproven === "close") {
    note(path, `closes rows that ${next} could still answer`, `use "${next}"`);
  } else if (tierNumber(unproven) <= tierNumber(tier)) {
    note(path, `${unproven} is not above ${tier}`, `use "${next}"`);
  }
}
