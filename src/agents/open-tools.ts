import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { Tier } from "../domain/tier.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { Config } from "../platform/config.ts";
import { createRenderer } from "../web/browser/renderer.ts";
import { closeEgress, createEgress } from "../web/egress.ts";
import { webForRecord } from "../web/record-web.ts";
import type { AttemptDeps } from "./attempt.ts";

/** What a worker process shares between its attempts: connections, and on the top tier a browser. */
export async function openTools(
  tier: Tier,
  deps: { config: Config; redis: Redis; store: SnapshotStore; log: Logger },
): Promise<{ open: AttemptDeps["openTools"]; close(): Promise<void> }> {
  const egress = createEgress(deps);
  const renderer = tier === "browser" ? await createRenderer({ ...deps, egress }) : undefined;
  return {
    open: (_claimed, limits) => ({
      web: webForRecord(egress, limits),
      renderer,
      recall: (hash) => deps.store.get(hash),
      signal: limits.signal,
    }),
    async close() {
      await renderer?.close();
      await closeEgress(egress);
    },
  };
}
