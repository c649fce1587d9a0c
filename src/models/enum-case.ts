import type { StrictSchema } from "./provider.ts";

/**
 * The same value with the words of its enums written as the schema writes them. A provider may
 * keep a word and change its case, which the exact parse after it would refuse. Returns the value
 * itself when nothing differs.
 */
export function withEnumCase(value: unknown, schema: StrictSchema): unknown {
  const forms = formsOf(schema);
  if (typeof value === "string") return wordOf(value, forms);
  if (Array.isArray(value)) {
    const items = anyOf(forms.flatMap((form) => (isSchema(form["items"]) ? [form["items"]] : [])));
    const fitted = value.map((each) => withEnumCase(each, items));
    return fitted.some((each, index) => each !== value[index]) ? fitted : value;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const fitted = entries.map(([name, each]) => withEnumCase(each, anyOf(fieldsOf(forms, name))));
  return fitted.some((each, index) => each !== entries[index]?.[1])
    ? Object.fromEntries(entries.map(([name], index) => [name, fitted[index]]))
    : value;
}

function wordOf(value: string, forms: readonly StrictSchema[]): string {
  const words = forms.flatMap(({ enum: some }) => (Array.isArray(some) ? some : []));
  if (words.includes(value)) return value;
  const same = (word: unknown) =>
    typeof word === "string" && word.toLowerCase() === value.toLowerCase();
  return words.find(same) ?? value;
}

/** The forms that a value may take: one, or those of a union. */
function formsOf(schema: StrictSchema): readonly StrictSchema[] {
  const choices = schema["anyOf"];
  return Array.isArray(choices) ? choices.filter(isSchema).flatMap(formsOf) : [schema];
}

function anyOf(choices: readonly StrictSchema[]): StrictSchema {
  return { anyOf: choices };
}

function fieldsOf(forms: readonly StrictSchema[], name: string): StrictSchema[] {
  return forms.flatMap(({ properties }) => {
    const field = isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : null;
    return isSchema(field) ? [field] : [];
  });
}

function isSchema(value: unknown): value is StrictSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
