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
  openai: [...unknownToAll, "oneOf", "propertyNames"],
  anthropic: [
    ...unknownToAll,
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
    ...["minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties"],
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

/** Refuses what a provider's strict mode refuses; written apart from the product's own check, so that each tests the other. */
export function checkStrictSchemas(
  provider: ProviderName,
  schemas: readonly Body[],
  tools: number,
): void {
  if (provider === "anthropic" && tools > limits.tools) {
    throw new BadRequest(`Too many strict tools: ${tools}, at most ${limits.tools}`);
  }
  const seen = { properties: 0, enumValues: 0, optional: 0, unions: 0 };

  const walk = (schema: unknown, at: string, depth: number): void => {
    const refuse = (what: string): never => {
      throw new BadRequest(`Invalid schema: In context=${at}, ${what}`);
    };
    if (!isBody(schema)) return refuse("schema must be an object");
    if (Object.keys(schema).length === 0) refuse("schema must have a 'type' key");
    const bad = unknownTo[provider].find((word) => word in schema);
    if (bad !== undefined) refuse(`'${bad}' is not permitted`);
    if (typeof schema["format"] === "string" && !formats.has(schema["format"]))
      refuse(`format '${schema["format"]}' is not supported`);
    if (provider === "anthropic" && Number(schema["minItems"] ?? 0) > 1)
      refuse("'minItems' must be 0 or 1");
    if (Array.isArray(schema["enum"])) seen.enumValues += schema["enum"].length;
    const choices = schema["anyOf"] ?? schema["oneOf"];
    if (choices !== undefined || Array.isArray(schema["type"])) seen.unions += 1;
    const types = [schema["type"]].flat();
    if (types.includes("object")) {
      if (depth > limits.nesting) refuse(`nesting of more than ${limits.nesting} levels`);
      if (schema["additionalProperties"] !== false)
        refuse("'additionalProperties' is required to be supplied and to be false");
      const properties = isBody(schema["properties"]) ? schema["properties"] : {};
      const required = Array.isArray(schema["required"]) ? schema["required"] : [];
      const missing = Object.keys(properties).filter((name) => !required.includes(name));
      if (provider === "openai" && missing.length > 0)
        refuse(`'required' must include every key in properties. Missing '${missing[0]}'`);
      seen.optional += missing.length;
      seen.properties += Object.keys(properties).length;
      for (const [name, value] of Object.entries(properties))
        walk(value, `${at}.${name}`, depth + 1);
    }
    if (types.includes("array")) walk(schema["items"], `${at}[]`, depth);
    if (Array.isArray(choices))
      choices.forEach((each, index) => walk(each, `${at}|${index}`, depth));
    for (const [name, value] of Object.entries(isBody(schema["$defs"]) ? schema["$defs"] : {}))
      walk(value, `#${name}`, depth);
  };

  for (const schema of schemas) {
    if (schema["type"] !== "object")
      throw new BadRequest("Invalid schema: schema must be a JSON Schema of 'type: \"object\"'");
    walk(schema, "()", 1);
  }
  if (provider === "openai" && seen.properties > limits.properties)
    throw new BadRequest("Too many properties");
  if (provider === "openai" && seen.enumValues > limits.enumValues)
    throw new BadRequest("Too many enum values");
  if (
    provider === "anthropic" &&
    (seen.optional > limits.optional || seen.unions > limits.unions)
  ) {
    throw new BadRequest("Schema is too complex for compilation");
  }
}
