import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

export const root = new URL("../../", import.meta.url);

/** Anything that YAML can say, with anchors and merge keys resolved. */
export type Yaml = string | number | boolean | null | readonly Yaml[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: Yaml | undefined;
}

/** Every document of a YAML text; a text with an error is refused. */
export function parseYaml(source: string): YamlMap[] {
  return parseAllDocuments(source, { merge: true }).map((document) => {
    const [error] = document.errors;
    if (error) throw error;
    return document.toJS({ maxAliasCount: -1 }) as YamlMap;
  });
}

/** A file of the checkout. */
export const readRootFile = (path: string) => readFileSync(new URL(path, root), "utf8");

/** What lies at the end of a path of keys and indices; `undefined` when the path breaks off. */
export function at(value: Yaml | undefined, ...path: (string | number)[]): Yaml | undefined {
  let here = value;
  for (const step of path) {
    if (Array.isArray(here)) here = (here as readonly Yaml[])[Number(step)];
    else if (isMap(here)) here = here[step];
    else return undefined;
  }
  return here;
}

/** A scalar as text; nothing and what is no scalar is the empty text. */
export function text(value: Yaml | undefined): string {
  return value === undefined || value === null || typeof value === "object" ? "" : String(value);
}

/** A list of scalars as texts; nothing is an empty list. */
export function strings(value: Yaml | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Yaml[]).map(text) : [];
}

export function isMap(value: Yaml | undefined): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of a map, as pairs. */
export function members(value: Yaml | undefined): [string, Yaml][] {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [[key, member] as [string, Yaml]],
  );
}
