import { pino } from "pino";
import { openTools } from "../../src/agents/open-tools.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { createBatch } from "../../src/records/batch.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { type HostPace, sharedHosts } from "../../src/web/shared-hosts.ts";
import { bigList } from "../small-web/big-list.ts";
import { type Measured, startMeter } from "./meter.ts";
import { connect, type EngineOptions } from "./null-batch.ts";

export interface AtsOptions extends EngineOptions {
  readonly proxyUrl: string;
  readonly dnsUrl: string;
  readonly snapshots: string;
}

/**
 * The first tier of `ats` as it ships: egress with all its rules, robots.txt, verifier, snapshots
 * on disk. Only the pauses between two requests to one host are zero: they would measure patience.
 */
export async function measureAts(options: AtsOptions): Promise<Measured> {
  const { socket, units, concurrency, proxyUrl, dnsUrl, snapshots } = options;
  const { redis, blocking, disconnect } = connect(socket);
  await redis.flushall();
  const config = loadConfig({
    ASSAY_SNAPSHOTS: snapshots,
    ASSAY_HOST_PAUSE_MS: "0",
    ASSAY_DNS_URL: dnsUrl,
    HTTP_PROXY: proxyUrl,
    HTTPS_PROXY: proxyUrl,
  });
  endPauses();
  const log = pino({ level: "warn" }, process.stderr);
  const workflows = loadWorkflows();
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const tools = await openTools("http", { config, redis, store, gateway: undefined, log });
  const batch = await createBatch(redis, {
    workflow: "ats",
    name: "",
    specs: { ...workflows.get("ats")?.hashes },
    maxTier: "http",
    maxUsdNano: null,
  });
  const lines = [...bigList(units)].map(({ company, domain, country, employees }) => ({
    cells: [company, domain, country, employees],
    fingerprint: domain,
  }));
  await acceptLines(redis, { batch, first: 0, startsAt: "http" }, lines);
  await sealBatch(redis, batch, ["company", "domain", "country", "employees"]);
  const worker = createTierWorker({
    redis,
    blocking,
    tier: "http",
    concurrency,
    leaseMs: config.ASSAY_LEASE_MS,
    drainMs: 1_000,
    workflows,
    store,
    openTools: tools.open,
    unitCosts: { fetchNano: 0, browserSecondNano: 0 },
    log,
  });
  const stopMeter = await startMeter(redis);
  await worker.start();
  while (!isFinished(await readCounts(redis, batch))) await new Promise((r) => setTimeout(r, 20));
  const measured = await stopMeter(units);
  await worker.stop();
  await tools.close();
  disconnect();
  return measured;
}

/** The pace of hosts that many companies share is no setting; this process has its own copy of the table. */
function endPauses(): void {
  const paces = sharedHosts as Record<string, HostPace>;
  for (const [host, pace] of Object.entries(paces)) paces[host] = { ...pace, pauseMs: 0 };
}
