import { z } from "zod";
import { ModelChoice, noTokens, stopReasons, TokenUsage } from "../domain/model.ts";
import { rejectionKinds } from "../domain/evidence.ts";
import { tiers } from "../domain/tier.ts";
import { chargeKinds } from "../money/ledger-entry.ts";
import { outlookOf } from "../money/outlook.ts";
import { spendingTiers } from "../money/spending-tiers.ts";
import type { Spend } from "../records/spend-sums.ts";
import type { BatchSource } from "../retention/batch-source.ts";
import { type RedlineCheck, redlineChecks } from "../specs/kit.ts";
import { BatchView, batchView, usd } from "./batch-view.ts";
import type { ApiDeps } from "./deps.ts";
import { ForecastView, forecastView } from "./forecast-view.ts";

const sums = {
  calls: z.int(),
  usd,
  estimatedUsd: usd.meta({
    description: "part of it that nobody counted (timeouts, resets): booked at the reservation",
  }),
};

const checkNames = Object.keys(redlineChecks) as [RedlineCheck, ...RedlineCheck[]];

/** A batch with where its money went, what is to come, and what its checks refused. */
export const BatchDetail = BatchView.extend({
  cost: BatchView.shape.cost.extend({
    byAgent: z.array(
      z.object({ agent: z.string(), spec: z.string(), tier: z.enum(tiers), ...sums }),
    ),
    byModel: z.array(
      z.object({
        kind: z.enum(chargeKinds),
        model: ModelChoice.nullable().meta({ description: "null for what is no model call" }),
        tokens: TokenUsage,
        ...sums,
      }),
    ),
  }),
  forecast: ForecastView.nullable().meta({
    description: "null when the batch's workflow is not loaded here",
  }),
  checks: z.object({
    redlines: z.partialRecord(z.enum(checkNames), z.int()),
    rejections: z.partialRecord(z.enum(rejectionKinds), z.int()),
    stops: z.partialRecord(z.enum(stopReasons), z.int()),
  }),
}).meta({ id: "BatchDetail" });
export type BatchDetail = z.infer<typeof BatchDetail>;

/** Reads all there is to tell of a batch. */
export async function batchDetail(deps: ApiDeps, source: BatchSource): Promise<BatchDetail> {
  const { batch } = source;
  const numbers = await source.numbers();
  const spec = deps.workflows.get(batch.workflow)?.spec;
  const ladder = spec && { spec, spending: spendingTiers(spec, deps.config, deps.keys.has) };
  const outlook = outlookOf(batch, numbers, ladder);
  const view = batchView(source, numbers, Date.now());
  const { spend, tallies } = outlook;
  return {
    ...view,
    cost: { ...view.cost, byAgent: byAgent(spend), byModel: byModel(spend) },
    forecast: forecastView(outlook),
    checks: tallies,
  };
}

function byAgent(spend: readonly Spend[]): BatchDetail["cost"]["byAgent"] {
  const groups = grouped(spend, ({ tier, agent, spec }) => `${tier} ${agent} ${spec}`);
  return groups.map(([first, lines]) => {
    const { agent, spec, tier } = first;
    return { agent, spec, tier, ...summed(lines) };
  });
}

function byModel(spend: readonly Spend[]): BatchDetail["cost"]["byModel"] {
  const groups = grouped(spend, ({ kind, model }) => `${kind} ${JSON.stringify(model)}`);
  return groups.map(([{ kind, model }, lines]) => ({
    kind,
    model,
    tokens: lines.reduce((sum, { usage }) => added(sum, usage), noTokens),
    ...summed(lines),
  }));
}

function summed(lines: readonly Spend[]) {
  const nano = lines.reduce((sum, line) => sum + line.nano, 0);
  const estimatedNano = lines.reduce((sum, line) => sum + line.estimatedNano, 0);
  const calls = lines.reduce((sum, line) => sum + line.calls, 0);
  return { calls, usd: nano / 1e9, estimatedUsd: estimatedNano / 1e9 };
}

function added(one: TokenUsage, other: TokenUsage): TokenUsage {
  const names = Object.keys(noTokens) as (keyof TokenUsage)[];
  return Object.fromEntries(
    names.map((name) => [name, one[name] + other[name]]),
  ) as unknown as TokenUsage;
}

/** Groups in the order in which they come, each with its first line. */
function grouped(spend: readonly Spend[], by: (line: Spend) => string): [Spend, Spend[]][] {
  const groups = new Map<string, [Spend, Spend[]]>();
  for (const line of spend) {
    const group = groups.get(by(line)) ?? [line, []];
    group[1].push(line);
    groups.set(by(line), group);
  }
  return [...groups.values()];
}
