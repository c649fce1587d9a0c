import { z } from "zod";
import type { AgentSpec, OrchestratorSpec, Redline } from "./kit.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** An agent's contract as plain JSON: what is shown, compared and hashed. */
export interface AgentDescription {
  readonly name: string;
  readonly tier: AgentSpec["tier"];
  readonly role: string;
  readonly inputs: JsonSchema;
  readonly outputs: JsonSchema;
  readonly constraints: AgentSpec["constraints"];
  readonly redlines: readonly Redline[];
  readonly handoff: AgentSpec["handoff"];
}

/** A workflow's contract and its agents' as plain JSON. */
export interface SpecDescription {
  readonly workflow: string;
  readonly title: string;
  readonly role: string;
  readonly inputs: JsonSchema;
  readonly columns: OrchestratorSpec["columns"];
  readonly outputs: JsonSchema;
  readonly constraints: OrchestratorSpec["constraints"];
  readonly redlines: readonly Redline[];
  readonly handoff: {
    readonly agents: readonly AgentDescription[];
    readonly shortcuts: OrchestratorSpec["handoff"]["shortcuts"];
  };
}

/** Describes a workflow. The spec must have passed `checkSpec`. */
export function describeSpec(spec: OrchestratorSpec): SpecDescription {
  const { workflow, title, role, inputs, columns, outputs, constraints, redlines, handoff } = spec;
  return {
    workflow,
    title,
    role,
    inputs: inputSchema(inputs),
    columns,
    outputs: outputSchema(outputs),
    constraints,
    redlines,
    handoff: { agents: handoff.agents.map(describeAgent), shortcuts: handoff.shortcuts },
  };
}

export function describeAgent(spec: AgentSpec): AgentDescription {
  const { name, tier, role, inputs, outputs, constraints, redlines, handoff } = spec;
  return {
    name,
    tier,
    role,
    inputs: inputSchema(inputs),
    outputs: outputSchema(outputs),
    constraints,
    redlines,
    handoff,
  };
}

/** What may come in, before anything is transformed. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input" });
}

/** What must come out. Throws when the schema can't be said in JSON Schema (a transform, a `Date`). */
export function outputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "output" });
}
