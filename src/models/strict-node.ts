import type { ProviderName } from "../domain/model.ts";
import type { StrictSchema } from "./provider.ts";
import { SchemaNotStrict } from "./schema-not-strict.ts";

interface Place {
  readonly provider: ProviderName;
  readonly at: string;
  /** The definitions that this place lies in, to find one that contains itself. */
  readonly inside: readonly string[];
  readonly root: StrictSchema;
}

/** String formats that both providers keep to; others become a hint. */
const formats = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
]);
/** Limits that OpenAI keeps to. Patterns are no such: its dialect takes few of those that Zod writes. */
const openaiLimits = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
];
const hints = [...openaiLimits, "minLength", "maxLength", "pattern", "format"];
/** Words about a schema that bind nobody. */
const remarks = [
  "$schema",
  "$defs",
  "id",
  "title",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "contentEncoding",
];
const forms = [
  "type",
  "const",
  "enum",
  "anyOf",
  "oneOf",
  "items",
  "properties",
  "required",
  "additionalProperties",
  "description",
];
const known = new Set([...hints, ...remarks, ...forms]);

const cures: Readonly<Record<string, string>> = {
  allOf: "write one z.strictObject in place of an intersection",
  not: "say what it is, not what it isn't",
  prefixItems: "use a z.strictObject with named fields in place of a tuple",
  propertyNames: "use an array of objects with a name and a value in place of a record",
  patternProperties: "use an array of objects with a name and a value in place of a record",
};

/** A node of a JSON Schema as a provider's strict mode takes it. */
export function strictNode(node: StrictSchema, place: Place): StrictSchema {
  const refuse = (problem: string, cure: string): never => {
    throw new SchemaNotStrict(place.at, problem, cure);
  };
  if (typeof node["$ref"] === "string") return strictNode(...follow(node["$ref"], place));
  const strange = Object.keys(node).find((word) => !known.has(word));
  if (strange !== undefined) refuse(`uses "${strange}"`, cures[strange] ?? "use plain JSON types");
  const choices = choicesOf(node);
  const text = describe(node, place.provider);
  const common = text ? { description: text } : {};
  if (choices) return { ...common, anyOf: choices.map((each) => strictNode(each, place)) };
  if ("const" in node || "enum" in node) {
    const { type, enum: words, const: word } = node;
    return { ...(type !== undefined && { type }), ...common, enum: words ?? [word] };
  }
  switch (node["type"]) {
    case "object":
      return { ...common, ...strictObject(node, place) };
    case "array": {
      const items = node["items"];
      if (!isNode(items)) return refuse("has items of any type", "say which JSON type they are");
      return {
        type: "array",
        ...common,
        items: strictNode(items, { ...place, at: `${place.at}[]` }),
        ...limits(node, place.provider),
      };
    }
    case "string": {
      const { format } = node;
      return { type: "string", ...common, ...(isFormat(format) && { format }) };
    }
    case "number":
    case "integer":
      return { type: node["type"], ...common, ...limits(node, place.provider) };
    case "boolean":
    case "null":
      return { type: node["type"], ...common };
    default:
      return refuse("accepts anything", "say which JSON type it is");
  }
}

/** The forms that a value may take, where it may take several. */
function choicesOf(node: StrictSchema): readonly StrictSchema[] | undefined {
  const choices = node["anyOf"] ?? node["oneOf"];
  if (Array.isArray(choices)) return choices;
  const { type } = node;
  if (!Array.isArray(type)) return undefined;
  const limited = { ...node, description: undefined };
  return type.map((each: string) =>
    each === "null" ? { type: each } : { ...limited, type: each },
  );
}

function strictObject(node: StrictSchema, place: Place): StrictSchema {
  if (node["additionalProperties"] !== false) {
    const problem = "takes fields that it doesn't name";
    throw new SchemaNotStrict(
      place.at,
      problem,
      "use z.strictObject, not z.object, z.looseObject or z.record",
    );
  }
  const given = isNode(node["properties"]) ? node["properties"] : {};
  const required = Array.isArray(node["required"]) ? node["required"] : [];
  const entries = Object.entries(given).map(([name, value]): [string, StrictSchema] => {
    const at = `${place.at}.${name}`;
    if (!required.includes(name)) {
      throw new SchemaNotStrict(
        at,
        "may be left out",
        "use .nullable() in place of .optional() or .default()",
      );
    }
    return [name, strictNode(value as StrictSchema, { ...place, at })];
  });
  return {
    type: "object",
    properties: Object.fromEntries(entries),
    required: entries.map(([name]) => name),
    additionalProperties: false,
  };
}

/** Definitions are written out where they are used; one that contains itself would never end. */
function follow(reference: string, place: Place): [StrictSchema, Place] {
  const target: unknown = reference
    .slice(2)
    .split("/")
    .filter(Boolean)
    .reduce<unknown>((node, step) => (isNode(node) ? node[step] : undefined), place.root);
  if (place.inside.includes(reference) || reference === "#" || !isNode(target)) {
    throw new SchemaNotStrict(
      place.at,
      "contains itself",
      "write out as many levels as are needed",
    );
  }
  return [target, { ...place, inside: [...place.inside, reference] }];
}

/** The limits that a provider keeps to. */
function limits(node: StrictSchema, provider: ProviderName): StrictSchema {
  return Object.fromEntries(
    Object.entries(node).filter(([word, value]) => isKept(word, value, provider)),
  );
}

function isKept(word: string, value: unknown, provider: ProviderName): boolean {
  if (!openaiLimits.includes(word) || isUnbounded(value)) return false;
  return provider === "openai" || (word === "minItems" && (value === 0 || value === 1));
}

/** Zod writes the ends of safe integers as limits. */
function isUnbounded(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) === Number.MAX_SAFE_INTEGER;
}

function isFormat(format: unknown): boolean {
  return typeof format === "string" && formats.has(format);
}

/** The node's own description, and as a hint the limits that the provider doesn't keep to. */
function describe(node: StrictSchema, provider: ProviderName): string {
  if (choicesOf(node)) return typeof node["description"] === "string" ? node["description"] : "";
  const left = hints.flatMap((word) => {
    const value = node[word];
    // A format says in a word what its pattern says in a line.
    const isTold = word === "format" ? isFormat(value) : word === "pattern" && "format" in node;
    if (value === undefined || isTold || isUnbounded(value) || isKept(word, value, provider))
      return [];
    return [`${word} ${JSON.stringify(value)}`];
  });
  const own = typeof node["description"] === "string" ? node["description"] : "";
  return [own, left.length > 0 ? `(${left.join(", ")})` : ""].filter(Boolean).join(" ");
}

function isNode(value: unknown): value is StrictSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
