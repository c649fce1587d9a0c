import type { Redis } from "ioredis";
import type { Logger } from "pino";
import type { NanoDollars } from "../domain/money.ts";
import type { Tier } from "../domain/tier.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { SnapshotStore } from "../evidence/snapshot-store.ts";
import type { Spender } from "../money/ledger-entry.ts";
import type { Memory } from "../memory/host-memory.ts";
import type { Claimed } from "../records/claim.ts";
import { inSpan, isTracing } from "../platform/tracing.ts";
import { recordId, runId } from "../records/keys.ts";
import { settleRow, type Settlement } from "../records/settle.ts";
import { type Charges, reserveCharges, type UnitCosts } from "./charges.ts";
import { type Circumstances, decide, type Judged } from "./decide.ts";
import { bytesOf, judgeClaim } from "./judge-claim.ts";
import { nothingUsed, type Observed, observe } from "./observe.ts";
import type { OpenTools } from "./opened.ts";
import { factsFrom, learnFrom } from "./memory-facts.ts";
import { spanEnd, spanOf, verifySpan } from "./spans.ts";
import { talliesOf } from "./tallies.ts";
import type { Workflow } from "./workflow.ts";
import { coldAfter } from "./write-down.ts";

export interface AttemptDeps {
  readonly redis: Redis;
  readonly store: SnapshotStore;
  /** Opens what one attempt may use. */
  readonly openTools: OpenTools;
  readonly unitCosts: UnitCosts;
  /** What is remembered of hosts from record to record; without it every record starts from nothing. */
  readonly memory?: Memory;
  readonly now: () => number;
  readonly onBug: (error: unknown, record: string, run: string) => void;
  readonly log?: Pick<Logger, "debug" | "child" | "isLevelEnabled">;
  /** Told of each attempt that ended; `stale`: somebody else held the row by then. */
  readonly onAttempt?:
    | ((end: Settlement["event"] | "stale", durationMs: number) => void)
    | undefined;
}

export interface AttemptTask {
  readonly claimed: Claimed;
  readonly workflow: Workflow;
  readonly input: Record<string, unknown>;
  readonly maxTier: Tier;
  /** What all models together may cost for this record. */
  readonly maxRecordNano: NanoDollars;
  /** Ends the work on this row; aborted with an `Interruption` as reason. */
  readonly controller: AbortController;
}

type Settled = { settlement: Settlement; reply: "settled" | "done" | "stale" };

/** One attempt, start to end: observe, verify, decide, settle. Every tier of every workflow runs this. */
export function attempt(task: AttemptTask, deps: AttemptDeps): Promise<Settled> {
  if (!isTracing()) return attemptOnce(task, deps);
  return inSpan("attempt", { attributes: spanOf(task) }, async (note) => {
    const settled = await attemptOnce(task, deps);
    note(spanEnd(settled));
    return settled;
  });
}

async function attemptOnce(task: AttemptTask, deps: AttemptDeps): Promise<Settled> {
  const { claimed, workflow } = task;
  const { constraints } = workflow.agents[claimed.tier].spec;
  const started = deps.now();
  const spender = spenderOf(task);
  const charges = await reserveCharges(deps.redis, spender, {
    costs: deps.unitCosts,
    constraints,
    money: { recordNano: task.maxRecordNano, agentNano: null, agentTokens: null },
  });
  const { observed, use } = isRefused(charges)
    ? { observed: refusedBy(charges, deps.now()), use: nothingUsed }
    : await observe(task, spender, deps);
  const judged = await verifySpan(observed, () => judge(observed, task, deps));
  const settlement = decide(judged, circumstances(task, started, deps.now()), {
    agent: constraints,
    workflow: workflow.spec.constraints,
    shortcuts: workflow.spec.handoff.shortcuts,
  });
  const cold = coldAfter(task, { observed, judged, settlement }, deps.now());
  if ("report" in observed)
    await keep(observed.report.snapshots, cold.evidence, settlement, deps.store);
  const durationMs = deps.now() - started;
  const chargedNano = isRefused(charges) ? 0 : await charges.book(use, durationMs);
  const written = {
    cold,
    costNano: use.spentNano + chargedNano,
    tallies: talliesOf(observed, judged),
    figures: { agent: spender.agent, spec: spender.spec, durationMs },
  };
  const reply = await inSpan("settle", {}, () =>
    settleRow(deps.redis, claimed, settlement, written),
  );
  if (deps.log?.isLevelEnabled("debug")) {
    const { event } = settlement;
    const reason = "reason" in settlement ? { reason: settlement.reason } : {};
    const run = runId(claimed);
    const ended = { run, tier: claimed.tier, event, ...reason, reply, durationMs, ...use };
    deps.log.debug(ended, "an attempt ended");
  }
  deps.onAttempt?.(reply === "stale" ? reply : settlement.event, durationMs);
  if (deps.memory && reply !== "stale") await learn(deps.memory, task, observed, judged);
  return { settlement, reply };
}

/** What this record showed of hosts serves the next ones. */
async function learn(
  memory: Memory,
  { claimed, workflow, input }: AttemptTask,
  observed: Observed,
  judged: Judged,
): Promise<void> {
  if (!("report" in observed)) return;
  const verdict = "outcome" in judged ? judged.verdict : undefined;
  const domain = typeof input["domain"] === "string" ? input["domain"] : undefined;
  const lessons = factsFrom({ tier: claimed.tier, domain, report: observed.report, verdict });
  const of = { workflow: workflow.spec.workflow, record: recordId(claimed.batch, claimed.n) };
  await learnFrom(memory, of, lessons);
}

/** Who spends in an attempt: its agent, under its spec, for the row that it holds. */
function spenderOf({ claimed, workflow }: AttemptTask): Spender {
  const { name } = workflow.agents[claimed.tier].spec;
  const { batch, n, fence, tier } = claimed;
  return { batch, n, fence, tier, agent: name, spec: workflow.hashes[name] ?? "" };
}

type Refusal = Exclude<Awaited<ReturnType<typeof reserveCharges>>, Charges>;

function isRefused(charges: Charges | Refusal): charges is Refusal {
  return typeof charges === "string";
}

/** Not enough money even for the attempt's own fetches: nothing was looked at. */
function refusedBy(limit: Refusal, now: number): Observed {
  const detail = "the money left does not cover an attempt";
  const outcome =
    limit === "batch_wait"
      ? ({ kind: "postponed", retryAt: now + 2_000, detail, by: "models" } as const)
      : ({
          kind: "unproven",
          reason: limit === "batch_ceiling" ? "batch_ceiling" : "record_budget",
          to: null,
        } as const);
  return {
    report: { outcome, why: detail, looked: [], findings: null, snapshots: [] },
    rejections: [],
  };
}

function circumstances(task: AttemptTask, started: number, now: number): Circumstances {
  const { claimed, maxTier } = task;
  const { tier, attempts, postponements } = claimed;
  return {
    tier,
    maxTier,
    attempts,
    postponements,
    workedMs: claimed.workedMs + now - started,
    now,
    chance: Math.random(),
    ceilingRefused: wasRefused(claimed),
  };
}

/** Whether a lower tier, when it last looked, had to leave its model unasked for want of the batch's money. */
function wasRefused({ tier, cold }: Claimed): boolean {
  const last = new Map(cold.notes.map((note) => [note.tier, note.stop]));
  last.delete(tier);
  return [...last.values()].includes("batch_budget");
}

async function judge(
  observed: Observed,
  task: AttemptTask,
  { store }: AttemptDeps,
): Promise<Judged> {
  if (!("report" in observed)) return observed;
  const { report, rejections } = observed;
  const { outcome, snapshots } = report;
  if (outcome.kind !== "claimed") return { outcome, verdict: undefined };
  if (rejections.length > 0)
    return { outcome, verdict: { confirmed: false, rejections: [...rejections] } };
  const find = await bytesOf(outcome.claim, snapshots, store);
  const of = { ...task, isAdvised: report.origin === "model" };
  return { outcome, verdict: judgeClaim(outcome.claim, of, find) };
}

/** Stores the snapshots that the row points at: the proof of an ended row, all of one that goes on. */
async function keep(
  snapshots: readonly Snapshot[],
  evidence: readonly { readonly snapshot: string }[],
  settlement: Settlement,
  store: SnapshotStore,
): Promise<void> {
  const cited = new Set(evidence.map(({ snapshot }) => snapshot));
  const isEnd = settlement.event === "answered" || settlement.event === "closed";
  const wanted = isEnd ? snapshots.filter(({ hash }) => cited.has(hash)) : [...snapshots];
  await Promise.all(wanted.map((snapshot) => store.put(snapshot)));
}
