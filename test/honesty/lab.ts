import { mkdirSync } from "node:fs";
import type { Redis } from "ioredis";
import { pino } from "pino";
import { openGateway } from "../../src/agents/open-gateway.ts";
import { openTools } from "../../src/agents/open-tools.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import { fromUsd } from "../../src/domain/money.ts";
import { type Tier, tiers } from "../../src/domain/tier.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { createBatch } from "../../src/records/batch.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { streamRecords } from "../../src/records/record.ts";
import { readTallies, type TallyCounts } from "../../src/records/tallies.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { connect } from "../bench/null-batch.ts";

/** Rows that are judged together: one kind of lie, or one kind of order. */
export interface LabBatch {
  readonly name: string;
  /** The highest tier that its rows may reach. */
  readonly maxTier: Tier;
  readonly maxUsdPerRecord: number;
  readonly rows: readonly { readonly company: string; readonly domain: string }[];
}

/** What the lab is told: where its world is, and what to work on. */
export interface LabTask {
  readonly socket: string;
  readonly home: string;
  readonly proxyUrl: string;
  readonly dnsUrl: string;
  readonly caPath: string;
  readonly openaiUrl: string;
  readonly anthropicUrl: string;
  readonly batches: readonly LabBatch[];
}

/** How one row ended. */
export interface LabRow {
  readonly domain: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly ats: string | null;
  readonly tenant: string | null;
  readonly boardUrl: string | null;
  readonly reason: string | null;
  readonly tier: Tier;
  readonly costNano: number;
  readonly notes: readonly LabNote[];
}

/** What one attempt left for a person. */
export interface LabNote {
  readonly tier: Tier;
  readonly why: string;
  readonly stop: string | null;
  readonly rejections: readonly string[];
}

export interface LabResult {
  readonly name: string;
  readonly rows: readonly LabRow[];
  readonly tallies: TallyCounts;
}

const concurrency = { http: 12, classifier: 8, browser: 2 } as const;

/** Works on every batch to its end with what ships: queues, workers of all tiers, gateway, verifier, ledger. */
export async function runLab(task: LabTask): Promise<LabResult[]> {
  mkdirSync(task.home, { recursive: true });
  const { redis, disconnect } = connect(task.socket);
  const config = loadConfig(settingsOf(task));
  const log = pino({ level: "error" }, process.stderr);
  const workflows = loadWorkflows();
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const gateway = openGateway({ config, redis, workflows, log });
  const specs = workflows.get("ats")?.hashes ?? {};
  const names = new Map<string, LabBatch>();
  for (const batch of task.batches) names.set(await accept(redis, batch, specs), batch);
  const used = tiers.slice(
    0,
    Math.max(...task.batches.map(({ maxTier }) => tiers.indexOf(maxTier))) + 1,
  );
  const running = await Promise.all(
    used.map(async (tier) => {
      const { blocking, disconnect: leave } = connect(task.socket);
      const tools = await openTools(tier, { config, redis, store, gateway, log });
      const worker = createTierWorker({
        redis,
        blocking,
        tier,
        concurrency: concurrency[tier],
        leaseMs: config.ASSAY_LEASE_MS,
        drainMs: 1_000,
        workflows,
        store,
        openTools: tools.open,
        memory: tools.memory,
        unitCosts: {
          fetchNano: fromUsd(config.ASSAY_FETCH_USD),
          browserSecondNano: fromUsd(config.ASSAY_BROWSER_SECOND_USD),
        },
        log,
      });
      await worker.start();
      return { worker, tools, leave };
    }),
  );
  for (const batch of names.keys())
    while (!isFinished(await readCounts(redis, batch)))
      await new Promise((r) => setTimeout(r, 100));
  for (const { worker, tools, leave } of running) {
    await worker.stop();
    await tools.close();
    leave();
  }
  const results: LabResult[] = [];
  for (const [batch, { name, rows }] of names)
    results.push({
      name,
      rows: await rowsOf(redis, batch, rows.length),
      tallies: await readTallies(redis, batch),
    });
  disconnect();
  return results;
}

function settingsOf(task: LabTask): Record<string, string> {
  return {
    ASSAY_HOME: task.home,
    ASSAY_DNS_URL: task.dnsUrl,
    // Nobody's servers are on the other end.
    ASSAY_HOST_PAUSE_MS: "5",
    HTTP_PROXY: task.proxyUrl,
    HTTPS_PROXY: task.proxyUrl,
    // The models, and the service that no page may reach, are asked without the proxy.
    NO_PROXY: "127.0.0.1,localhost",
    NODE_EXTRA_CA_CERTS: task.caPath,
    OPENAI_API_KEY: "sk-honesty-openai",
    OPENAI_BASE_URL: task.openaiUrl,
    ANTHROPIC_API_KEY: "sk-ant-honesty",
    ANTHROPIC_BASE_URL: task.anthropicUrl,
  };
}

async function accept(
  redis: Redis,
  { name, maxTier, maxUsdPerRecord, rows }: LabBatch,
  specs: Readonly<Record<string, string>>,
): Promise<string> {
  const batch = await createBatch(redis, {
    workflow: "ats",
    name,
    specs: { ...specs },
    maxTier,
    maxUsdNano: null,
    maxUsdPerRecordNano: fromUsd(maxUsdPerRecord),
  });
  const lines = rows.map(({ company, domain }) => ({
    cells: [company, domain],
    fingerprint: domain,
  }));
  await acceptLines(redis, { batch, first: 0, startsAt: "http" }, lines);
  await sealBatch(redis, batch, ["company", "domain"]);
  return batch;
}

async function rowsOf(redis: Redis, batch: string, count: number): Promise<LabRow[]> {
  const rows: LabRow[] = [];
  for await (const record of streamRecords(redis, batch, Math.max(count, 1))) {
    const { cells, status, outcome, reason, tier, costNano, output, notes } = record;
    rows.push({
      domain: textOf(cells[1]) ?? "",
      status,
      outcome,
      ats: textOf(output?.["ats"]),
      tenant: textOf(output?.["tenant"]),
      boardUrl: textOf(output?.["board_url"]),
      reason,
      tier,
      costNano,
      notes: notes.map((note) => ({
        tier: note.tier,
        why: note.why,
        stop: note.stop ?? null,
        rejections: note.rejections.map(({ kind, detail }) => `${kind}: ${detail}`),
      })),
    });
  }
  return rows;
}

const textOf = (value: unknown) => (typeof value === "string" ? value : null);
