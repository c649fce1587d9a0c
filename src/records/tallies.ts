import type { Redis } from "ioredis";
import { type RejectionKind, rejectionKinds } from "../domain/evidence.ts";
import { type StopReason, stopReasons } from "../domain/model.ts";
import { type RedlineCheck, redlineChecks } from "../specs/kit.ts";
import { batchKeys } from "./keys.ts";

/** What one attempt adds to its batch's counts; every name is of a closed list. */
export interface Tallies {
  /** Checks that refused something. */
  readonly redlines?: readonly RedlineCheck[];
  /** What the verifier held against the claim. */
  readonly rejections?: readonly RejectionKind[];
  /** Why the work with a model ended. */
  readonly stop?: StopReason | undefined;
}

/** What all attempts of a batch added up to; what never happened is not named. */
export interface TallyCounts {
  readonly redlines: Partial<Record<RedlineCheck, number>>;
  readonly rejections: Partial<Record<RejectionKind, number>>;
  readonly stops: Partial<Record<StopReason, number>>;
}

/** `name=by;…` for the settle script. */
export function packTallies({ redlines = [], rejections = [], stop }: Tallies): string {
  // Most attempts add nothing.
  if (redlines.length === 0 && rejections.length === 0 && stop === undefined) return "";
  const counts = new Map<string, number>();
  const names = [
    ...redlines.map((check) => `redline:${check}`),
    ...rejections.map((kind) => `rejection:${kind}`),
    ...(stop === undefined ? [] : [`stop:${stop}`]),
  ];
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, by]) => `${name}=${by};`).join("");
}

export async function readTallies(redis: Redis, batch: string): Promise<TallyCounts> {
  return parseTallies(await redis.hgetall(batchKeys(batch).counters));
}

/** Reads them out of the counters' hash, from wherever it came. */
export function parseTallies(fields: Readonly<Record<string, string>>): TallyCounts {
  const counted = <Name extends string>(prefix: string, names: readonly Name[]) =>
    Object.fromEntries(
      names
        .map((name) => [name, Number(fields[`${prefix}:${name}`] ?? 0)] as const)
        .filter(([, count]) => count > 0),
    ) as Partial<Record<Name, number>>;
  return {
    redlines: counted("redline", Object.keys(redlineChecks) as RedlineCheck[]),
    rejections: counted("rejection", rejectionKinds),
    stops: counted("stop", stopReasons),
  };
}
