import type { StrictSchema } from "./provider.ts";

/**
 * The same value with the words of its enums written as the schema writes them. A provider may
 * keep a word and change its case, which the exact parse after it would refuse. Returns the value
 * itself when nothing differs.
 */
export function withEnumCase(value: unknown, schema: StrictSchema): unknown {
  if (typeof value === "string") return wordOf(value, schema);
  const { items, properties } = schema as { items?: StrictSchema; properties?: object };
  if (Array.isArray(value)) {
    const form = items ?? branchOf(schema, "array")?.["items"];
    const fitted = value.map((each) => withEnumCase(each, (form ?? {}) as StrictSchema));
    return fitted.some((each, index) => each !== value[index]) ? fitted : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const forms = properties ? [properties] : objectBranches(schema);
  let isChanged = false;
  const fitted = Object.entries(value).map(([name, each]): [string, unknown] => {
    const form = forms.find((one) => Object.hasOwn(one, name)) as
      | Readonly<Record<string, StrictSchema>>
      | undefined;
    const next = form?.[name] ? withEnumCase(each, form[name]) : each;
    isChanged ||= next !== each;
    return [name, next];
  });
  return isChanged ? Object.fromEntries(fitted) : value;
}

function wordOf(value: string, schema: StrictSchema): string {
  const words = wordsOf(schema);
  if (words.includes(value)) return value;
  return words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value;
}

function wordsOf(schema: StrictSchema): string[] {
  const listed = Array.isArray(schema["enum"]) ? schema["enum"] : [schema["const"]];
  const own = listed.filter((word) => typeof word === "string");
  return [...own, ...branchesOf(schema).flatMap(wordsOf)];
}

function branchesOf(schema: StrictSchema): readonly StrictSchema[] {
  return Array.isArray(schema["anyOf"]) ? schema["anyOf"] : [];
}

function branchOf(schema: StrictSchema, type: string): StrictSchema | undefined {
  return branchesOf(schema).find((branch) => branch["type"] === type);
}

function objectBranches(schema: StrictSchema): object[] {
  return branchesOf(schema).flatMap(({ properties }) =>
    typeof properties === "object" && properties !== null ? [properties] : [],
  );
}
