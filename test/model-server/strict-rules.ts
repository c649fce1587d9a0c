import type { ProviderName } from "../../src/domain/model.ts";
import { BadRequest, type Body, isBody } from "./wire.ts";

const unknownToAll = [
  "allOf",
  "not",
  "dependentRequired",
  "if",
  "then",
  "else",
  "patternProperties",
  "prefixItems",
];
const unknownTo: Readonly<Record<ProviderName, readonly string[]>> = {
  openai: [...unknownToAll, "oneOf", "propertyNames", "minLength", "maxLength", "uniqueItems"],
  anthropic: [
    ...unknownToAll,
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
  ],
};
const formats = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);
const limits = {
  nesting: 10,
  properties: 5_000,
  enumValues: 1_000,
  tools: 20,
  optional: 24,
  unions: 16,
};

interface Seen {
  properties: number;
  enumValues: number;
  optional: number;
  unions: number;
}

/** Refuses what a provider's strict mode refuses; written apart from the product's own check, so that each tests the other. */
export function checkStrictSchemas(
  provider: ProviderName,
  schemas: readonly Body[],
  tools: number,
): void {
  const seen: Seen = { properties: 0, enumValues: 0, optional: 0, unions: 0 };
  for (const schema of schemas) {
    if (schema["type"] !== "object")
      throw new BadRequest("Invalid schema: schema must be a JSON Schema of 'type: \"object\"'");
    walk(schema, { provider, seen, at: "()", depth: 1 });
  }
  const isTooMuch =
    provider === "openai"
      ? seen.properties > limits.properties || seen.enumValues > limits.enumValues
      : tools > limits.tools || seen.optional > limits.optional || seen.unions > limits.unions;
  if (isTooMuch) throw new BadRequest("Schema is too complex for compilation");
}

interface Place {
  readonly provider: ProviderName;
  readonly seen: Seen;
  readonly at: string;
  readonly depth: number;
}

function walk(schema: unknown, place: Place): void {
  const { provider, seen, at } = place;
  if (!isBody(schema)) return refuse(at, "schema must be an object");
  checkWords(schema, provider, at);
  if (Array.isArray(schema["enum"])) seen.enumValues += schema["enum"].length;
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (choices !== undefined || Array.isArray(schema["type"])) seen.unions += 1;
  const types = new Set([schema["type"]].flat());
  if (types.has("object")) walkObject(schema, place);
  if (types.has("array")) walk(schema["items"], { ...place, at: `${at}[]` });
  if (Array.isArray(choices))
    choices.forEach((each, index) => walk(each, { ...place, at: `${at}|${index}` }));
  for (const [name, value] of Object.entries(isBody(schema["$defs"]) ? schema["$defs"] : {}))
    walk(value, { ...place, at: `#${name}` });
}

function checkWords(schema: Body, provider: ProviderName, at: string): void {
  if (Object.keys(schema).length === 0) refuse(at, "schema must have a 'type' key");
  const bad = unknownTo[provider].find((word) => word in schema);
  if (bad !== undefined) refuse(at, `'${bad}' is not permitted`);
  const { format } = schema;
  const isKnown = formats.has(String(format)) && !(provider === "openai" && format === "uri");
  if (format !== undefined && !isKnown)
    refuse(at, `${JSON.stringify(format)} is not a valid format`);
  if (provider === "anthropic" && Number(schema["minItems"] ?? 0) > 1)
    refuse(at, "'minItems' must be 0 or 1");
}

function walkObject(schema: Body, { provider, seen, at, depth }: Place): void {
  if (depth > limits.nesting) refuse(at, `nesting of more than ${limits.nesting} levels`);
  if (schema["additionalProperties"] !== false)
    refuse(at, "'additionalProperties' is required to be supplied and to be false");
  const properties = isBody(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const missing = Object.keys(properties).filter((name) => !required.includes(name));
  if (provider === "openai" && missing.length > 0)
    refuse(at, `'required' must include every key in properties. Missing '${missing[0]}'`);
  seen.optional += missing.length;
  seen.properties += Object.keys(properties).length;
  for (const [name, value] of Object.entries(properties))
    walk(value, { provider, seen, at: `${at}.${name}`, depth: depth + 1 });
}

function refuse(at: string, what: string): never {
  throw new BadRequest(`Invalid schema: In context=${at}, ${what}`);
}
