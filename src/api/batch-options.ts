import { z } from "zod";
import type { Workflow } from "../agents/workflow.ts";
import { fromUsd } from "../domain/money.ts";
import { tiers, type Tier } from "../domain/tier.ts";
import type { NewBatch } from "../records/batch.ts";
import { Problem } from "./problem.ts";

/** A tier by its name or number. */
export const TierName = z
  .union([z.enum(tiers), z.literal(["1", "2", "3", 1, 2, 3])])
  .transform((tier): Tier => tiers[Number(tier) - 1] ?? (tier as Tier))
  .meta({ description: "http, classifier or browser; or 1, 2, 3" });

const largestUsd = 1_000_000;
/** A sum that a client names. A query holds text; JSON must hold a number, so that `true` or `[5]` is not read as money. */
export const Usd = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/, "an amount such as 2.50")
      .transform(Number),
  ])
  .pipe(z.number().positive().max(largestUsd))
  .meta({ description: "US dollars", type: "number", exclusiveMinimum: 0 });

/** How a batch is to be run: fields of the JSON body, or the query beside a CSV or NDJSON body. */
export const BatchOptions = z.strictObject({
  workflow: z.string().min(1).meta({ example: "ats" }),
  name: z.string().max(200).default(""),
  maxTier: TierName.default("browser"),
  maxUsd: Usd.nullable()
    .default(null)
    .meta({ description: "ceiling of the batch in US dollars; null: none" }),
  maxUsdPerRecord: Usd.nullable()
    .default(null)
    .meta({ description: "ceiling of each record in US dollars; null: the workflow's" }),
});
export type BatchOptions = z.infer<typeof BatchOptions>;

/** A batch that pins the specs as they are now. */
export function newBatchOf(options: BatchOptions, workflow: Workflow): NewBatch {
  return {
    workflow: options.workflow,
    name: options.name,
    specs: { ...workflow.hashes },
    maxTier: options.maxTier,
    maxUsdNano: options.maxUsd === null ? null : fromUsd(options.maxUsd),
    maxUsdPerRecordNano: options.maxUsdPerRecord === null ? null : fromUsd(options.maxUsdPerRecord),
  };
}

export function getWorkflow(workflows: ReadonlyMap<string, Workflow>, name: string): Workflow {
  const workflow = workflows.get(name);
  if (workflow) return workflow;
  throw new Problem("unknown_workflow", `${name} is none of ${[...workflows.keys()].join(", ")}`);
}
