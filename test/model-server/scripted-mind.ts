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
export function leastOf(schema: Schema, root: Schema = schema): unknown {
  if (typeof schema["$ref"] === "string") {
    const name = schema["$ref"].split("/").pop() ?? "";
    return leastOf((root["$defs"] as Readonly<Record<string, Schema>>)[name] ?? {}, root);
  }
  if ("const" in schema) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) {
    const all = choices as readonly Schema[];
    return all.some(({ type }) => type === "null") ? null : leastOf(all[0] ?? {}, root);
  }
  const types = [schema["type"]].flat();
  if (types.includes("null")) return null;
  switch (types[0]) {
    case "object":
      return Object.fromEntries(
        Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, Schema>>).map(
          ([name, value]) => [name, leastOf(value, root)],
        ),
      );
    case "array":
      return Number(schema["minItems"] ?? 0) > 0
        ? [leastOf((schema["items"] ?? {}) as Schema, root)]
        : [];
    case "string":
      return schema["format"] === "uri" ? "https://nothing.example/" : "";
    case "integer":
    case "number":
      return Math.max(0, Number(schema["minimum"] ?? 0));
    default:
      return false;
  }
}
