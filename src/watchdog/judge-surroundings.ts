import { type Tier, tiers } from "../domain/tier.ts";
import { lockNotice } from "../models/keys/tell.ts";
import type { NoticeDraft } from "../notices/notices.ts";
import type { Facts, RedisFacts } from "./facts.ts";
import type { Memory } from "./memory.ts";
import type { WatchdogSettings } from "./settings.ts";

/** What a person must know of what all batches share: workers, keys, Redis, schedules. */
export function judgeSurroundings(
  facts: Facts,
  memory: Memory,
  settings: WatchdogSettings,
): { notices: NoticeDraft[]; withoutWorker: Memory["withoutWorker"] } {
  const withoutWorker: Record<string, number> = {};
  const notices: NoticeDraft[] = [];
  for (const tier of tiers) {
    const { waiting, workers } = facts.tiers[tier];
    if (waiting === 0 || workers.length > 0) continue;
    const looks = (memory.withoutWorker[tier] ?? 0) + 1;
    withoutWorker[tier] = looks;
    if (looks >= settings.looksWithoutWorker) notices.push(noWorker(tier, facts, looks));
  }
  notices.push(...lockedKeys(facts), ...redisTrouble(facts.redis, settings));
  for (const { id, lastFireAt, expected, produced } of facts.schedules) {
    if (produced !== false) continue;
    const since = lastFireAt === null ? "" : ` at ${new Date(lastFireAt).toISOString()}`;
    const text = `Schedule ${id} fired${since} and did not produce what it should: ${expected}.`;
    notices.push({ cause: "output_missing", subject: id, text });
  }
  return { notices, withoutWorker };
}

function noWorker(tier: Tier, { tiers: all }: Facts, looks: number): NoticeDraft {
  const { waiting } = all[tier];
  return {
    cause: "no_worker",
    subject: tier,
    text: `${waiting} rows wait on the ${tier} tier and no worker of it lives.`,
    did: `Looked ${looks} times and sent again what was lost; the rows go on as soon as a worker is there.`,
    facts: { waiting },
  };
}

function lockedKeys({ keys }: Facts): NoticeDraft[] {
  return keys.flatMap(({ alias, model, status, reason }) => {
    if (status !== "disabled" || reason === null) return [];
    return lockNotice(model === null ? alias : `${alias} ${model}`, reason) ?? [];
  });
}

function redisTrouble(redis: RedisFacts, { memoryShare }: WatchdogSettings): NoticeDraft[] {
  const { usedBytes, maxBytes, policy } = redis;
  const trouble = (subject: string, text: string): NoticeDraft => ({
    cause: "redis_trouble",
    subject,
    text,
  });
  const notices: NoticeDraft[] = [];
  if (!redis.isWritable)
    notices.push(trouble("writes", `Redis refuses to write: ${redis.refusal}`));
  if (maxBytes > 0 && usedBytes >= memoryShare * maxBytes) {
    const share = Math.round((usedBytes / maxBytes) * 100);
    notices.push(
      trouble("memory", `Redis uses ${share} % of its ${megabytes(maxBytes)} of memory.`),
    );
  }
  if (maxBytes > 0 && policy !== "noeviction" && policy !== "")
    notices.push(
      trouble(
        "eviction",
        `Redis drops keys when its memory is full (maxmemory-policy ${policy}): rows could vanish.`,
      ),
    );
  if (!redis.isAofOk)
    notices.push(
      trouble("append-only file", "Redis could not write its append-only file; see its log."),
    );
  if (redis.role !== "master" && redis.role !== "")
    notices.push(trouble("role", `This Redis is a read-only ${redis.role}.`));
  return notices;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
