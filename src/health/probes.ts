import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { type ProviderName, providerNames } from "../domain/model.ts";
import { tiers } from "../domain/tier.ts";
import { aliasOf } from "../models/keys/alias.ts";
import type { Provider } from "../models/provider.ts";
import { listWorkers } from "../records/worker-beats.ts";
import type { ArchiveStore } from "../retention/archive-store.ts";
import type { Probe } from "./probe.ts";

/** A round trip, and a write that is read back. */
export function redisProbe(redis: Redis): Probe {
  return {
    part: "redis",
    limitMs: 5_000,
    async try() {
      const began = performance.now();
      await redis.ping();
      const ms = Math.round(performance.now() - began);
      const key = `assay:{health}:probe:${randomUUID()}`;
      await redis.set(key, "written", "PX", 10_000);
      if ((await redis.getdel(key)) !== "written") throw new Error("what was written is not there");
      return `answers in ${ms} ms, and writes`;
    },
  };
}

/** A probe per tier: whether workers beat. */
export function workerProbes(redis: Redis): Probe[] {
  return tiers.map((tier) => ({
    part: `workers ${tier}`,
    limitMs: 5_000,
    async try() {
      const own = (await listWorkers(redis)).filter((worker) => worker.tier === tier);
      if (own.length === 0) return { skipped: "none is up" };
      const slots = own.reduce((sum, worker) => sum + worker.slots, 0);
      const busy = own.reduce((sum, worker) => sum + worker.busy, 0);
      const oldest = Math.max(...own.map(({ ageMs }) => ageMs));
      return `${own.length} up, ${busy} of ${slots} slots busy, last beat ${oldest} ms ago`;
    },
  }));
}

/** A probe per key: each provider's cheapest call, which costs nothing. */
export function keyProbes(
  keys: Readonly<Record<ProviderName, readonly string[]>>,
  providers: Readonly<Record<ProviderName, Provider>>,
): Probe[] {
  return providerNames.flatMap((name) =>
    keys[name].map((key) => ({
      part: `key ${aliasOf(name, key)}`,
      limitMs: 15_000,
      async try(signal) {
        const reply = await providers[name].check({ key, signal });
        if (reply.outcome === "ok") return "works";
        // A busy provider is no broken key.
        if (reply.outcome === "rate_limited" || reply.outcome === "overloaded") {
          return `works, and is told to wait (${reply.outcome})`;
        }
        throw new Error(`${reply.outcome}: ${reply.detail}`);
      },
    })),
  );
}

/** Whether the archive can be written and read. */
export function archiveProbe(archive: ArchiveStore): Probe {
  const name = ".health/probe";
  return {
    part: "archive",
    limitMs: 30_000,
    async try() {
      const written = Buffer.from(new Date().toISOString());
      await archive.put(name, written);
      const read = await archive.get(name);
      if (!read?.equals(written)) throw new Error("what was written is not there");
      return `${archive.place} takes and gives`;
    },
  };
}
