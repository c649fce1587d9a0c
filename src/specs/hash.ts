import { createHash } from "node:crypto";
import { describeAgent, describeSpec } from "./describe.ts";
import type { OrchestratorSpec } from "./kit.ts";

/**
 * The content hash of each agent's spec under its name, and of the whole workflow under the
 * workflow's. The workflow's covers its agents and `data`: whatever else decides its answers
 * (signatures, catalogues). Code is not covered: a transform's body has no content to hash.
 */
export function hashSpecs(
  spec: OrchestratorSpec,
  data: Readonly<Record<string, unknown>> = {},
): Record<string, string> {
  const agents = spec.handoff.agents.map((agent) => [
    agent.name,
    contentHash(describeAgent(agent)),
  ]);
  const workflow = contentHash({ spec: describeSpec(spec), data });
  return Object.fromEntries([...agents, [spec.workflow, workflow]]);
}

/** sha256, hex, of a value's canonical JSON: equal content gives equal hashes, whatever the order of keys. */
export function contentHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}

/** JSON with sorted keys and no spaces; patterns by their source and flags, sets and maps as lists. */
export function canonicalJson(value: unknown, path = "$"): string {
  if (value === null || typeof value === "string" || typeof value === "boolean")
    return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return list(value, path);
  if (value instanceof RegExp)
    return canonicalJson({ flags: value.flags, pattern: value.source }, path);
  if (value instanceof Set || value instanceof Map) return list([...value], path);
  if (isPlain(value)) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item, `${path}.${key}`)}`);
    return `{${entries.join(",")}}`;
  }
  throw new NotHashable(path, typeof value);
}

function list(items: readonly unknown[], path: string): string {
  return `[${items.map((item, i) => canonicalJson(item ?? null, `${path}[${i}]`)).join(",")}]`;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A spec's data holds something without content of its own (a function, a class). Make it plain data. */
export class NotHashable extends Error {
  override readonly name = "NotHashable";

  constructor(path: string, kind: string) {
    super(`${path} is a ${kind}, which has no content to hash; make it plain data`);
  }
}
