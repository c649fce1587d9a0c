import type { Redis } from "ioredis";
import { fromUsd, type NanoDollars } from "../domain/money.ts";
import type { Tier } from "../domain/tier.ts";
import { changeStatus, findBatch } from "../records/batch.ts";
import { claimRow } from "../records/claim.ts";
import { globalKeys } from "../records/keys.ts";
import { inputPicker, type PickedInput } from "../specs/pick-input.ts";
import { attempt, type AttemptDeps } from "./attempt.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { changedSpecs, type Workflow } from "./workflow.ts";

export interface RowWorkerDeps extends AttemptDeps {
  readonly tier: Tier;
  readonly leaseMs: number;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly leases: LeaseKeeper;
}

/** What a job names: a row as of one dispatch. */
export interface RowRef {
  readonly batch: string;
  readonly n: number;
  readonly epoch: number;
}

interface RunningBatch {
  readonly workflow: Workflow;
  readonly maxTier: Tier;
  readonly maxRecordNano: NanoDollars;
  readonly pick: (cells: readonly unknown[]) => PickedInput;
}

/** How long what is known of a batch is trusted; its status is checked by every claim all the same. */
const batchFreshMs = 2_000;

/** Turns a job into at most one attempt: claims the row, holds its lease, attempts, lets go. */
export function createRowWorker(deps: RowWorkerDeps): (ref: RowRef) => Promise<void> {
  const { redis, tier, leaseMs, leases } = deps;
  const known = new Map<string, { at: number; running: Promise<RunningBatch | undefined> }>();

  function running(batch: string): Promise<RunningBatch | undefined> {
    const cached = known.get(batch);
    if (cached && deps.now() - cached.at < batchFreshMs) return cached.running;
    const entry = { at: deps.now(), running: open(redis, batch, deps.workflows) };
    known.set(batch, entry);
    if (known.size > 1_000) known.delete(known.keys().next().value ?? batch);
    return entry.running;
  }

  return async ({ batch, n, epoch }) => {
    const at = await running(batch);
    if (!at) return;
    const claimed = await claimRow(redis, { batch, n, tier, epoch, leaseMs });
    if (typeof claimed === "string") return;
    const { controller, drop } = leases.hold(claimed);
    try {
      const { pick, ...rest } = at;
      const picked = pick(claimed.cells);
      // Lines are checked at intake with the same spec; one that no longer fits is a spec's change.
      if (!picked.ok) throw new InputNoLongerFits(`${batch} row ${n}: ${picked.detail}`);
      const task = { ...rest, claimed, input: picked.input, controller };
      const { reply } = await attempt(task, deps);
      if (reply === "done") await redis.lrem(globalKeys.active, 0, batch);
    } finally {
      drop();
    }
  };
}

/** A stored line does not fit its workflow's input schema any more. Resume the batch after mending the spec. */
export class InputNoLongerFits extends Error {
  override readonly name = "InputNoLongerFits";
}

/** A batch runs only under the specs that it started with; under others it is paused, with the reason. */
async function open(
  redis: Redis,
  id: string,
  workflows: ReadonlyMap<string, Workflow>,
): Promise<RunningBatch | undefined> {
  const batch = await findBatch(redis, id);
  if (!batch || batch.status === "done") return undefined;
  const workflow = workflows.get(batch.workflow);
  const problem = workflow
    ? problemOf(changedSpecs(workflow, batch))
    : `no workflow ${batch.workflow} here`;
  if (problem || !workflow) {
    await changeStatus(redis, id, "paused", problem);
    return undefined;
  }
  return {
    workflow,
    maxTier: batch.maxTier,
    maxRecordNano: batch.maxUsdPerRecordNano ?? fromUsd(workflow.spec.constraints.maxUsdPerRecord),
    pick: inputPicker(workflow.spec, batch.columns),
  };
}

function problemOf(changed: readonly string[]): string {
  return changed.length === 0
    ? ""
    : `specs changed since the batch started: ${changed.join(", ")}; resume it to go on under the new ones`;
}
