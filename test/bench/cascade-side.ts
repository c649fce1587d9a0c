import { mkdirSync } from "node:fs";
import { pino } from "pino";
import { recruitingSystems } from "../../specs/ats/catalogue.ts";
import { indexCatalogue } from "../../src/agents/ats/catalogue-index.ts";
import { createInvestigator } from "../../src/agents/ats/investigator.ts";
import { openGateway } from "../../src/agents/open-gateway.ts";
import { openTools } from "../../src/agents/open-tools.ts";
import { loadWorkflows } from "../../src/agents/registry.ts";
import type { Workflow } from "../../src/agents/workflow.ts";
import { fromUsd } from "../../src/domain/money.ts";
import { tiers } from "../../src/domain/tier.ts";
import { fileSnapshotStore } from "../../src/evidence/file-snapshot-store.ts";
import { loadConfig } from "../../src/platform/config.ts";
import { createBatch } from "../../src/records/batch.ts";
import { isFinished, readCounts } from "../../src/records/counters.ts";
import { acceptLines, sealBatch } from "../../src/records/intake.ts";
import { readSpend } from "../../src/records/ledger.ts";
import { streamRecords } from "../../src/records/record.ts";
import type { Spend } from "../../src/records/spend-sums.ts";
import { createTierWorker } from "../../workers/tier-worker.ts";
import { mixedList } from "../small-web/mixed-list.ts";
import { connect } from "./null-batch.ts";

/** What one side of the comparison is told. */
export interface SideTask {
  /** `cascade`: as it ships. `frontier`: every row straight to tier 3, its model driving from the start. */
  readonly side: "cascade" | "frontier";
  readonly socket: string;
  /** Rows of the mixed list: how many, from which on. */
  readonly rows: number;
  readonly from: number;
  readonly proxyUrl: string;
  readonly dnsUrl: string;
  readonly caPath: string;
  /** Where snapshots go. */
  readonly home: string;
  /** `null`: no key, so no model is asked. */
  readonly models: { readonly openaiUrl: string; readonly anthropicUrl: string } | null;
}

/** How one row ended. */
export interface SideRow {
  readonly index: number;
  readonly domain: string;
  readonly status: string;
  readonly ats: string | null;
  readonly tenant: string | null;
  readonly reason: string | null;
  readonly tier: (typeof tiers)[number];
  readonly costNano: number;
  /** Of each attempt: the tier, why it ended, what the verifier refused. */
  readonly notes: readonly string[];
}

export interface SideResult {
  readonly rows: readonly SideRow[];
  readonly spend: readonly Spend[];
  readonly minutes: number;
}

const concurrency = { http: 12, classifier: 6, browser: 2 } as const;

/** Runs one side to its end: real queues, workers of all three tiers, verifier, ledger. */
export async function runSide(task: SideTask): Promise<SideResult> {
  mkdirSync(task.home, { recursive: true });
  const { redis, disconnect } = connect(task.socket);
  await redis.flushall();
  const config = loadConfig(settingsOf(task));
  const log = pino({ level: "error" }, process.stderr);
  const workflows = workflowsOf(task.side);
  const store = fileSnapshotStore(config.ASSAY_SNAPSHOTS);
  const gateway = openGateway({ config, redis, workflows, log });
  const started = Date.now();
  const batch = await acceptMixed(redis, task, workflows.get("ats")?.hashes ?? {});
  const running = await Promise.all(
    tiers.map(async (tier) => {
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
  while (!isFinished(await readCounts(redis, batch))) await new Promise((r) => setTimeout(r, 200));
  const minutes = (Date.now() - started) / 60_000;
  for (const { worker, tools, leave } of running) {
    await worker.stop();
    await tools.close();
    leave();
  }
  const rows: SideRow[] = [];
  for await (const record of streamRecords(redis, batch, task.rows)) rows.push(rowOf(record, task));
  const spend = await readSpend(redis, batch);
  disconnect();
  return { rows, spend, minutes };
}

function settingsOf({ proxyUrl, dnsUrl, caPath, home, models }: SideTask): Record<string, string> {
  return {
    ASSAY_HOME: home,
    ASSAY_DNS_URL: dnsUrl,
    // Nobody's servers are on the other end.
    ASSAY_HOST_PAUSE_MS: "50",
    HTTP_PROXY: proxyUrl,
    HTTPS_PROXY: proxyUrl,
    NODE_EXTRA_CA_CERTS: caPath,
    ...(models && {
      OPENAI_API_KEY: "sk-bench-openai",
      OPENAI_BASE_URL: models.openaiUrl,
      ANTHROPIC_API_KEY: "sk-ant-bench",
      ANTHROPIC_BASE_URL: models.anthropicUrl,
      NO_PROXY: "127.0.0.1",
    }),
  };
}

/** The workflows as they ship; for the other side, `ats` with an investigator whose model drives alone. */
function workflowsOf(side: SideTask["side"]): ReadonlyMap<string, Workflow> {
  const shipped = loadWorkflows();
  const ats = shipped.get("ats");
  if (ats === undefined) throw new Error("there is no workflow `ats` to measure");
  if (side === "cascade") return shipped;
  const { spec } = ats.agents.browser;
  const run = createInvestigator(indexCatalogue(recruitingSystems), spec, { modelFirst: true });
  return new Map([["ats", { ...ats, agents: { ...ats.agents, browser: { spec, run } } }]]);
}

async function acceptMixed(
  redis: ReturnType<typeof connect>["redis"],
  { side, rows, from }: SideTask,
  specs: Readonly<Record<string, string>>,
): Promise<string> {
  const batch = await createBatch(redis, {
    workflow: "ats",
    name: side,
    specs: { ...specs },
    maxTier: "browser",
    maxUsdNano: null,
  });
  const lines = [...mixedList(rows, from)].map(({ company, domain, country, employees }) => ({
    cells: [company, domain, country, employees],
    fingerprint: domain,
  }));
  const startsAt = side === "cascade" ? "http" : "browser";
  await acceptLines(redis, { batch, first: 0, startsAt }, lines);
  await sealBatch(redis, batch, ["company", "domain", "country", "employees"]);
  return batch;
}

type StoredRecord = typeof streamRecords extends (...given: never[]) => AsyncGenerator<infer R>
  ? R
  : never;

function rowOf(record: StoredRecord, { from }: SideTask): SideRow {
  const { n, cells, status, reason, tier, costNano, output, notes } = record;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  return {
    index: from + n,
    domain: text(cells[1]) ?? "",
    status,
    ats: text(output?.["ats"]),
    tenant: text(output?.["tenant"]),
    reason,
    tier,
    costNano,
    notes: notes.map(
      ({ tier: at, why, stop, rejections }) =>
        `${at}${stop ? ` (${stop})` : ""}: ${why}${rejections.map(({ kind, detail }) => ` [${kind}: ${detail}]`).join("")}`,
    ),
  };
}
