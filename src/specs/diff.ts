import type { SpecDescription } from "./describe.ts";
import { canonicalJson } from "./hash.ts";

/** One difference between two descriptions; `undefined` where there was or is nothing. */
export interface SpecChange {
  /** Where: `handoff.agents.discoverer.constraints.timeoutMs`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What changed between two versions of a workflow's contract, in the order of its sections. */
export function diffSpecs(before: SpecDescription, after: SpecDescription): SpecChange[] {
  return changes(before, after, "");
}

/** The changes as lines: what was added, removed or set to something else. */
export function formatChanges(found: readonly SpecChange[]): string {
  const show = (value: unknown) => canonicalJson(value ?? null);
  return found
    .map(({ path, before, after }) => {
      if (before === undefined) return `+ ${path}: ${show(after)}`;
      if (after === undefined) return `- ${path}: ${show(before)}`;
      return `~ ${path}: ${show(before)} → ${show(after)}`;
    })
    .join("\n");
}

function changes(before: unknown, after: unknown, path: string): SpecChange[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  const a = parts(before);
  const b = parts(after);
  if (a === undefined || b === undefined) return [{ path, before, after }];
  const keys = new Set([...a.keys(), ...b.keys()]);
  const within = [...keys].flatMap((key) =>
    changes(a.get(key), b.get(key), path ? `${path}.${key}` : key),
  );
  // The same parts in another order: that counts, for agents and column aliases.
  return within.length > 0 ? within : [{ path, before, after }];
}

/** What a value is made of: fields by name, agents by theirs, texts and redlines by what they say. */
function parts(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item, i) => [label(item, i), item]));
  if (typeof value === "object" && value !== null) return new Map(Object.entries(value));
  return undefined;
}

function label(item: unknown, index: number): string {
  if (typeof item === "string") return item;
  if (typeof item === "object" && item !== null) {
    if ("name" in item && typeof item.name === "string") return item.name;
    if ("never" in item && typeof item.never === "string") return `"${item.never}"`;
  }
  return String(index);
}
