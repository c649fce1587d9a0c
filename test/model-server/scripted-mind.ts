import type { ProviderName } from "../../src/domain/model.ts";
import type { Ask, Mind, Reply } from "./ask.ts";

/** One rule of a mind that is written as data, so that it can be sent to another process. */
export interface Rule {
  readonly provider?: ProviderName;
  readonly model?: string;
  /** Stands in what users and tools said. */
  readonly says?: string;
  /** Stands in the standing instructions. */
  readonly instructs?: string;
  /** A tool that is on offer. */
  readonly tool?: string;
  /** A property of the schema that the answer must have. */
  readonly asksFor?: string;
  /** How many turns the model has had. */
  readonly turn?: number;
  readonly reply: Reply;
}

/** Answers by the first rule that fits, else the least that the schema allows. */
export function scriptedMind(rules: readonly Rule[]): Mind {
  return (ask) => rules.find((rule) => fits(rule, ask))?.reply ?? leastMind(ask);
}

/** Says the least that the schema allows: nulls, empty lists, first words; with tools, `give_up` where there is one. */
export const leastMind: Mind = ({ schema, tools }) => {
  if (schema) return { json: leastOf(schema) };
  const tool = tools.find(({ name }) => name === "give_up") ?? tools[0];
  return tool
    ? { toolCall: { name: tool.name, input: leastOf(tool.schema) } }
    : { text: "Nothing." };
};

function fits({ provider, model, says, instructs, tool, asksFor, turn }: Rule, ask: Ask): boolean {
  const properties = ask.schema?.["properties"] as object | undefined;
  return (
    (provider === undefined || provider === ask.provider) &&
    (model === undefined || model === ask.model) &&
    (says === undefined || ask.text.includes(says)) &&
    (instructs === undefined || ask.system.includes(instructs)) &&
    (tool === undefined || ask.tools.some(({ name }) => name === tool)) &&
    (asksFor === undefined || (properties !== undefined && asksFor in properties)) &&
    (turn === undefined || turn === turnsOf(ask))
  );
}

/** How many turns the model has had in this conversation. */
export function turnsOf(ask: Ask): number {
  let turns = 0;
  let previous = "";
  for (const { role } of ask.messages) {
    if (role === "assistant" && previous !== "assistant") turns += 1;
    previous = role;
  }
  return turns;
}

type Schema = Readonly<Record<string, unknown>>;

/** The smallest value of a strict schema. */
function leastOf(schema: Schema): unknown {
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const types = [schema["type"]].flat();
  const choices = Array.isArray(schema["anyOf"]) ? (schema["anyOf"] as readonly Schema[]) : [];
  if (types.includes("null") || choices.some(({ type }) => type === "null")) return null;
  if (choices[0]) return leastOf(choices[0]);
  switch (types[0]) {
    case "object": {
      const properties = (schema["properties"] ?? {}) as Readonly<Record<string, Schema>>;
      return Object.fromEntries(
        Object.entries(properties).map(([name, value]) => [name, leastOf(value)]),
      );
    }
    case "array":
      return Number(schema["minItems"] ?? 0) > 0
        ? [leastOf((schema["items"] ?? {}) as Schema)]
        : [];
    case "string":
      return "";
    case "integer":
    case "number":
      return Math.max(0, Number(schema["minimum"] ?? 0));
    default:
      return false;
  }
}
