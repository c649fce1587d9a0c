import type { z } from "zod";
import type { Note } from "./check-note.ts";
import { inputSchema, type JsonSchema, outputSchema } from "./describe.ts";

/** Checks an input schema and returns its fields. */
export function checkInputs(path: string, schema: z.ZodType, note: Note): readonly string[] {
  const json = convert(path, () => inputSchema(schema), note);
  if (json) checkObject(path, json, note, { isOutput: false });
  return json ? Object.keys(propertiesOf(json)) : [];
}

/** Checks an output schema: what a model is asked for and what a results file shows. */
export function checkOutputs(path: string, schema: z.ZodType, note: Note): void {
  if (convert(path, () => outputSchema(schema), note) === undefined) return;
  // As an input, because only there a schema that drops unknown fields shows that it takes them.
  checkObject(path, inputSchema(schema), note, { isOutput: true });
}

function convert(path: string, toJson: () => JsonSchema, note: Note): JsonSchema | undefined {
  try {
    return toJson();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    note(
      path,
      `can't be written as JSON Schema: ${why}`,
      "use plain JSON types; no transforms, dates or functions",
    );
    return undefined;
  }
}

interface Side {
  readonly isOutput: boolean;
}

/** The section itself must be an object with fields. */
function checkObject(path: string, json: JsonSchema, note: Note, side: Side): void {
  if (json["type"] !== "object" || Object.keys(propertiesOf(json)).length === 0) {
    note(path, "is not an object with fields", "use z.strictObject({ … }) with at least one field");
    return;
  }
  checkNode(path, json, note, side);
}

function checkNode(path: string, json: JsonSchema, note: Note, side: Side): void {
  if (json["type"] === "object") {
    checkStrict(path, json, note);
    for (const [name, property] of Object.entries(propertiesOf(json))) {
      checkNode(`${path}.${name}`, property, note, side);
    }
  }
  if (side.isOutput && saysNothing(json)) {
    note(path, "accepts anything", "say which JSON type it is");
  }
  const { items, anyOf, allOf, oneOf } = json as Record<string, unknown>;
  if (isSchema(items)) checkNode(`${path}[]`, items, note, side);
  for (const options of [anyOf, allOf, oneOf]) {
    if (Array.isArray(options)) {
      for (const option of options.filter(isSchema)) checkNode(path, option, note, side);
    }
  }
}

function checkStrict(path: string, json: JsonSchema, note: Note): void {
  if (json["additionalProperties"] !== false) {
    note(
      path,
      "takes fields that it doesn't name",
      "use z.strictObject, not z.object, z.looseObject or z.record",
    );
  }
  const required = Array.isArray(json["required"]) ? json["required"] : [];
  for (const name of Object.keys(propertiesOf(json))) {
    if (!required.includes(name)) {
      note(
        `${path}.${name}`,
        "may be left out",
        "use .nullable() instead of .optional() or .default()",
      );
    }
  }
}

function propertiesOf(json: JsonSchema): Record<string, JsonSchema> {
  const properties = json["properties"];
  return isSchema(properties) ? (properties as Record<string, JsonSchema>) : {};
}

function saysNothing(json: JsonSchema): boolean {
  const telling = ["type", "enum", "const", "anyOf", "allOf", "oneOf", "$ref"];
  return !telling.some((word) => word in json);
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
