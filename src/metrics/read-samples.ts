import type { Redis } from "ioredis";
import { readQueueDepths } from "../../queues/depths.ts";
import { type Tier, tiers } from "../domain/tier.ts";
import type { KeyRing } from "../models/keys/key-ring.ts";
import { listNotices, noticeCauses } from "../notices/notices.ts";
import { globalKeys } from "../records/keys.ts";
import { listWorkers, type WorkerBeat } from "../records/worker-beats.ts";
import { repairKinds } from "../watchdog/actions.ts";
import { type LastLook, readHeartbeat } from "../watchdog/heartbeat.ts";
import { readRepairCounts } from "../watchdog/repairs.ts";
import { scheduleSamples } from "./schedule-gauges.ts";
import { jobStates, type Sample } from "./gauges.ts";

/** What Redis knows beside the batches: queues, workers, keys, notices. One round trip each, at once. */
export async function readSamples({
  redis,
  keys,
}: {
  readonly redis: Redis;
  readonly keys: Pick<KeyRing, "states">;
}): Promise<Sample[]> {
  const [depths, workers, states, notices, stored, look, repairs, schedules] = await Promise.all([
    readQueueDepths(redis),
    listWorkers(redis),
    keys.states(),
    listNotices(redis),
    redis.zcard(globalKeys.batches),
    readHeartbeat(redis),
    readRepairCounts(redis),
    scheduleSamples(redis),
  ]);
  return [
    ...tiers.flatMap((tier) =>
      jobStates.map((state): Sample => ["assay_queue_jobs", [tier, state], depths[tier][state]]),
    ),
    ...tiers.flatMap((tier) =>
      workerSamples(
        tier,
        workers.filter((worker) => worker.tier === tier),
      ),
    ),
    ...keySamples(states),
    ...noticeCauses.map((cause): Sample => {
      const standing = notices.filter((notice) => notice.cause === cause);
      return ["assay_notices", [cause], standing.length];
    }),
    ["assay_batches_stored", [], stored],
    ...lookSamples(look),
    ...schedules,
    ...repairKinds.map((kind): Sample => ["assay_repairs_total", [kind], repairs[kind]]),
  ];
}

function workerSamples(tier: Tier, workers: readonly WorkerBeat[]): Sample[] {
  const sum = (of: (worker: WorkerBeat) => number) =>
    workers.reduce((total, worker) => total + of(worker), 0);
  const lagMs = Math.max(0, ...workers.map(({ loopLagMs }) => loopLagMs));
  return [
    ["assay_workers", [tier], workers.length],
    ["assay_worker_slots", [tier], sum(({ slots }) => slots)],
    ["assay_worker_slots_busy", [tier], sum(({ busy }) => busy)],
    ["assay_worker_resident_memory_bytes", [tier], sum(({ rssBytes }) => rssBytes)],
    ["assay_worker_event_loop_lag_seconds", [tier], lagMs / 1_000],
  ];
}

function lookSamples(look: LastLook | undefined): Sample[] {
  if (!look) return [];
  return [
    ["assay_watchdog_last_look_timestamp_seconds", [], look.at / 1_000],
    ["assay_watchdog_interval_seconds", [], look.everyMs / 1_000],
    ["assay_watchdog_looks_total", [], look.looks],
  ];
}

/** A key counts once, by the worst that is known of it. */
function keySamples(states: Awaited<ReturnType<KeyRing["states"]>>): Sample[] {
  const worst = ["ok", "probing", "cooling", "disabled"];
  const byKey = new Map<string, (typeof states)[number]>();
  for (const state of states) {
    const name = `${state.provider} ${state.alias}`;
    const before = byKey.get(name);
    if (!before || worst.indexOf(state.status) > worst.indexOf(before.status))
      byKey.set(name, state);
  }
  const counts = new Map<string, number>();
  for (const { provider, status } of byKey.values()) {
    counts.set(`${provider} ${status}`, (counts.get(`${provider} ${status}`) ?? 0) + 1);
  }
  return [...counts].map(([name, count]): Sample => ["assay_keys", name.split(" "), count]);
}
