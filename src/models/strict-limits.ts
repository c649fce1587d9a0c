import type { ProviderName } from "../domain/model.ts";
import type { StrictSchema } from "./provider.ts";
import { SchemaNotStrict } from "./schema-not-strict.ts";

/** What providers count in the schemas of one request. */
interface Counts {
  schemas: number;
  properties: number;
  /** Characters of names and enum words. */
  chars: number;
  enumWords: number;
  /** Places that may be of several types; `string or null` is one. */
  unions: number;
  /** The most words of one enum, and their characters. */
  longestEnum: number;
  longestEnumChars: number;
  nesting: number;
}

interface Limit {
  readonly provider: ProviderName;
  readonly what: keyof Counts;
  readonly most: number;
  readonly said: string;
  readonly cure: string;
}

const limits: readonly Limit[] = [
  {
    provider: "openai",
    what: "properties",
    most: 5_000,
    said: "fields",
    cure: "ask for less at once",
  },
  {
    provider: "openai",
    what: "nesting",
    most: 10,
    said: "levels of objects",
    cure: "make it flatter",
  },
  {
    provider: "openai",
    what: "chars",
    most: 120_000,
    said: "characters of names and enum words",
    cure: "use a string and look it up",
  },
  {
    provider: "openai",
    what: "enumWords",
    most: 1_000,
    said: "enum words",
    cure: "use a string and look it up",
  },
  {
    provider: "openai",
    what: "longestEnumChars",
    most: 15_000,
    said: "characters in a long enum",
    cure: "use a string and look it up",
  },
  { provider: "anthropic", what: "schemas", most: 20, said: "tools", cure: "offer fewer at once" },
  {
    provider: "anthropic",
    what: "unions",
    most: 16,
    said: "nullable or several-typed fields",
    cure: "use an empty string or list in place of null",
  },
  // Measured, not documented: about 160 words compile and 240 don't.
  {
    provider: "anthropic",
    what: "longestEnum",
    most: 150,
    said: "words in one enum",
    cure: "use a string and look it up",
  },
];

/** Throws `SchemaNotStrict` when the schemas of one request are more than a provider compiles. */
export function checkCounts(
  schemas: readonly {
    readonly name: string;
    readonly forms: Readonly<Record<ProviderName, StrictSchema>>;
  }[],
): void {
  const place = schemas.map(({ name }) => name).join(" + ");
  for (const { provider, what, most, said, cure } of limits) {
    const count = countOf(schemas.map(({ forms }) => forms[provider]))[what];
    if (count > most) {
      throw new SchemaNotStrict(
        place,
        `has ${count} ${said}, at most ${most} for ${provider}`,
        cure,
      );
    }
  }
}

function countOf(schemas: readonly StrictSchema[]): Counts {
  const counts: Counts = {
    schemas: schemas.length,
    properties: 0,
    chars: 0,
    enumWords: 0,
    unions: 0,
    longestEnum: 0,
    longestEnumChars: 0,
    nesting: 0,
  };
  for (const schema of schemas) add(schema, 0, counts);
  return counts;
}

function add(schema: StrictSchema, depth: number, counts: Counts): void {
  const { anyOf, enum: words, items, properties } = schema;
  if (Array.isArray(words)) {
    const chars = words.map(String).join("").length;
    counts.enumWords += words.length;
    counts.chars += chars;
    counts.longestEnum = Math.max(counts.longestEnum, words.length);
    if (words.length > 250) counts.longestEnumChars = Math.max(counts.longestEnumChars, chars);
  }
  if (Array.isArray(anyOf)) {
    counts.unions += 1;
    for (const each of anyOf as readonly StrictSchema[]) add(each, depth, counts);
  }
  if (items !== undefined) add(items as StrictSchema, depth, counts);
  if (properties === undefined) return;
  counts.nesting = Math.max(counts.nesting, depth + 1);
  for (const [name, each] of Object.entries(properties as Readonly<Record<string, StrictSchema>>)) {
    counts.properties += 1;
    counts.chars += name.length;
    add(each, depth + 1, counts);
  }
}
