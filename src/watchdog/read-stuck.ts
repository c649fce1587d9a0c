import type { Redis } from "ioredis";
import { type Tier, tierNumber, tiers } from "../domain/tier.ts";
import { parseAttempts } from "../records/claim.ts";
import { batchKeys } from "../records/keys.ts";
import type { OrchestratorSpec } from "../specs/kit.ts";
import type { StuckRow } from "./facts.ts";

/** What is known of the workflows here. */
export type Contracts = ReadonlyMap<string, { readonly spec: OrchestratorSpec }>;

/** Of a workflow that is not loaded here. */
const unknownTimeMs = 900_000;
const unknownAttempts = 6;

/** How long an attempt may take: what its spec grants, and some grace to write down what it found. */
export function allowedMs(spec: OrchestratorSpec | undefined, tier: Tier, graceMs: number): number {
  const constraints = spec?.handoff.agents.find((agent) => agent.tier === tier)?.constraints;
  if (!constraints) return unknownTimeMs + graceMs;
  return constraints.timeoutMs + (constraints.model?.timeoutMs ?? 0) + graceMs;
}

/** Rows held longer than they may be, of at most `max` that a batch has in hand. */
export async function readStuck(
  redis: Redis,
  batch: string,
  of: { spec: OrchestratorSpec | undefined; graceMs: number; now: number; max: number },
): Promise<StuckRow[]> {
  const keys = batchKeys(batch);
  const names = await redis.zrange(keys.held, "0", `${of.max - 1}`);
  const rows = await Promise.all(
    names.map((n) => redis.hmget(keys.row(Number(n)), "s", "t", "f", "at", "a")),
  );
  const stuck: StuckRow[] = [];
  for (const [i, [state, number, fence, at, tried]] of rows.entries()) {
    const tier = tiers.find((one) => tierNumber(one) === Number(number));
    if (state !== "in_progress" || !tier) continue;
    const heldSince = Number(at ?? of.now);
    if (of.now - heldSince <= allowedMs(of.spec, tier, of.graceMs)) continue;
    const attempts = Object.values(parseAttempts(tried ?? undefined));
    stuck.push({
      n: Number(names[i]),
      tier,
      fence: Number(fence ?? 0),
      heldSince,
      attempts: attempts.reduce((sum, count) => sum + count, 0),
      mostAttempts: of.spec?.constraints.attempts ?? unknownAttempts,
    });
  }
  return stuck;
}
