import type { AgentDescription, JsonSchema, SpecDescription } from "./describe.ts";
import { type Redline, redlineChecks } from "./kit.ts";

/** A workflow's contract as Markdown, in its six sections, for people. */
export function renderSpec(spec: SpecDescription): string {
  const { constraints, handoff } = spec;
  const shortcuts = Object.entries(handoff.shortcuts).map(
    ([reason, tier]) => `${reason} → ${tier}`,
  );
  return [
    `# ${spec.title} (\`${spec.workflow}\`)`,
    spec.role,
    "## Inputs",
    fields(spec.inputs),
    ...Object.entries(spec.columns).map(
      ([field, aliases]) => `- \`${field}\` is read from: ${aliases.join(", ")}`,
    ),
    "## Outputs",
    fields(spec.outputs),
    "## Constraints",
    limits({ ...constraints }),
    "## Redlines",
    redlines(spec.redlines),
    "## Handoff",
    handoff.agents.map(({ name, tier }) => `${name} (${tier})`).join(" → "),
    ...(shortcuts.length > 0 ? [`Shortcuts: ${shortcuts.join(", ")}`] : []),
    ...handoff.agents.map(renderAgent),
    "",
  ].join("\n\n");
}

function renderAgent(agent: AgentDescription): string {
  return [
    `# Agent ${agent.name} (tier ${agent.tier})`,
    agent.role,
    "## Inputs",
    fields(agent.inputs),
    "## Outputs",
    fields(agent.outputs),
    "## Constraints",
    limits({ ...agent.constraints }),
    "## Redlines",
    redlines(agent.redlines),
    "## Handoff",
    `answered → ${agent.handoff.answered}, unproven → ${agent.handoff.unproven}`,
  ].join("\n\n");
}

/** The fields of a schema and their types, one a line. */
export function fields(schema: JsonSchema): string {
  const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties)
    .map(([name, property]) => `- \`${name}\`: ${typeName(property)}`)
    .join("\n");
}

function typeName(schema: JsonSchema): string {
  const { type, anyOf, items } = schema as { type?: unknown; anyOf?: unknown; items?: unknown };
  if (Array.isArray(schema["enum"]))
    return schema["enum"].map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(anyOf)) return anyOf.map((one: JsonSchema) => typeName(one)).join(" or ");
  if (type === "array") return `list of ${typeName((items ?? {}) as JsonSchema)}`;
  if (Array.isArray(type)) return type.join(" or ");
  return typeof type === "string" ? type : "anything";
}

function limits(constraints: Readonly<Record<string, unknown>>): string {
  return Object.entries(constraints)
    .map(([name, value]) => `- ${name}: ${String(value)}`)
    .join("\n");
}

/** Redlines with what sees to each, one a line. */
export function redlines(lines: readonly Redline[]): string {
  return lines
    .map(({ never, check }) => `- never ${never.replace(/^never /i, "")} (${redlineChecks[check]})`)
    .join("\n");
}
