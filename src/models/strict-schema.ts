import { z } from "zod";
import type { ProviderName } from "../domain/model.ts";
import type { StrictSchema } from "./provider.ts";
import { checkCounts } from "./strict-limits.ts";
import { strictNode } from "./strict-node.ts";
import { SchemaNotStrict } from "./schema-not-strict.ts";

/** One Zod schema in the strict form of each provider. */
export type StrictForms = Readonly<Record<ProviderName, StrictSchema>>;

const made = new WeakMap<z.ZodType, StrictForms>();
const goodName = /^[\w-]{1,64}$/;

/**
 * The strict forms of a schema. Throws `SchemaNotStrict` where a provider could not keep to it.
 * Limits that a provider doesn't know (lengths, patterns, most numbers) stand in the descriptions
 * as a hint only: what counts in the end is the parse with the Zod schema itself.
 */
export function strictSchema(name: string, schema: z.ZodType): StrictForms {
  if (!goodName.test(name)) {
    throw new SchemaNotStrict(
      name,
      "is no name for providers",
      "use 1 to 64 letters, digits, _ or -",
    );
  }
  const known = made.get(schema);
  if (known) return known;
  const json = jsonOf(name, schema);
  if (json["type"] !== "object") {
    throw new SchemaNotStrict(name, "is not an object", "put it in a field of a z.strictObject");
  }
  const forms = {
    openai: strictNode(json, { provider: "openai", at: name, inside: [], root: json }),
    anthropic: strictNode(json, { provider: "anthropic", at: name, inside: [], root: json }),
  };
  checkCounts([{ name, forms }]);
  made.set(schema, forms);
  return forms;
}

/**
 * Checks at start-up what will travel together in one request: one answer's schema, or all tools
 * of a conversation, which share some of a provider's limits.
 */
export function checkStrict(
  schemas: readonly { readonly name: string; readonly schema: z.ZodType }[],
): void {
  checkCounts(schemas.map(({ name, schema }) => ({ name, forms: strictSchema(name, schema) })));
}

/** As the parser takes it in, for that is what a model writes. */
function jsonOf(name: string, schema: z.ZodType): StrictSchema {
  try {
    return z.toJSONSchema(schema, { io: "input" }) as StrictSchema;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SchemaNotStrict(name, `has no JSON form: ${why}`, "use plain JSON types", {
      cause: error,
    });
  }
}
