import { rejectionKinds } from "../domain/evidence.ts";
import { callOutcomes, stopReasons, type TokenUsage } from "../domain/model.ts";
import { reasonNames } from "../domain/reason.ts";
import { type RecordEvent, transitions } from "../domain/state.ts";
import { tiers } from "../domain/tier.ts";
import { chargeKinds } from "../money/ledger-entry.ts";
import { attemptEnds } from "../records/agent-figures.ts";
import { redlineChecks } from "../specs/kit.ts";
import type { KnownLabels } from "./known-labels.ts";

type Labels = readonly string[];

/** A counter whose value is a sum of all time, kept in Redis. */
export interface AllTimeCounter {
  readonly help: string;
  readonly labels: Labels;
  /** What one of the stored units is worth. */
  readonly unit?: number;
  /** Every combination that can occur, so that each has a value from the start. */
  readonly series: (known: KnownLabels) => readonly Labels[];
}

const perDollar = 1e-9;

export const recordEvents = [
  ...new Set(Object.values(transitions).flatMap((events) => Object.keys(events))),
].filter((event) => event !== "ceiling_reached") as RecordEvent[];

/** Events that say why. */
export const reasonedEvents = ["closed", "escalated", "released", "gave_up"] as const;

/** How each kind of token is called in Prometheus. They never overlap; `reasoning`, part of `output`, is a counter of its own. */
export const tokenKinds = {
  input: "input",
  cacheRead: "cache_read",
  cacheWrite: "cache_write",
  cacheWriteLong: "cache_write_long",
  output: "output",
} as const satisfies Partial<Record<keyof TokenUsage, string>>;

/** Money and tokens are spent by an agent, on a model or on none. */
const spent = ["tier", "agent", "kind", "provider", "model"];
const spenders = ({ agents, models }: KnownLabels): Labels[] => [
  ...models.map(({ tier, agent, provider, model }) => [tier, agent, "model", provider, model]),
  ...agents.flatMap(({ tier, agent }) =>
    chargeKinds.filter((kind) => kind !== "model").map((kind) => [tier, agent, kind, "", ""]),
  ),
];
const single = (names: readonly string[]) => () => names.map((name) => [name]);
const sellers = ({ models }: KnownLabels) => [
  ...new Map(models.map(({ provider, model }) => [model, [provider, model] as const])).values(),
];

/** Everything that is summed up over all batches there ever were. Label values come in the order given. */
export const allTimeCounters = {
  assay_lines_accepted_total: {
    help: "Input lines of sealed batches.",
    labels: ["workflow"],
    series: ({ workflows }) => workflows.map((workflow) => [workflow]),
  },
  assay_lines_duplicate_total: {
    help: "Input lines that share another line's work.",
    labels: ["workflow"],
    series: ({ workflows }) => workflows.map((workflow) => [workflow]),
  },
  assay_record_transitions_total: {
    help: "State changes of records, by workflow, tier and event.",
    labels: ["workflow", "tier", "event"],
    series: ({ workflows }) =>
      workflows.flatMap((workflow) =>
        tiers.flatMap((tier) => recordEvents.map((event) => [workflow, tier, event])),
      ),
  },
  assay_record_reasons_total: {
    help: "Why records were closed without an answer, escalated, released or given up.",
    labels: ["tier", "event", "reason"],
    series: () =>
      tiers.flatMap((tier) =>
        reasonedEvents
          .filter((event) => !(event === "escalated" && tier === "browser"))
          .flatMap((event) => reasonNames.map((reason) => [tier, event, reason])),
      ),
  },
  assay_agent_attempts_total: {
    help: "Attempts of each agent, by how they ended.",
    labels: ["agent", "end"],
    series: ({ agents }) => agents.flatMap(({ agent }) => attemptEnds.map((end) => [agent, end])),
  },
  assay_evidence_rejections_total: {
    help: "What the verifier held against claims.",
    labels: ["kind"],
    series: single(rejectionKinds),
  },
  assay_redlines_total: {
    help: "Checks that refused something.",
    labels: ["check"],
    series: single(Object.keys(redlineChecks)),
  },
  assay_model_stops_total: {
    help: "Why work with models ended.",
    labels: ["reason"],
    series: single(stopReasons),
  },
  assay_cost_usd_total: {
    help: "Money spent, in US dollars, as the ledgers say.",
    labels: spent,
    unit: perDollar,
    series: spenders,
  },
  assay_estimated_cost_usd_total: {
    help: "The part of the cost that nobody counted: calls booked at their reservations.",
    labels: ["tier", "kind"],
    unit: perDollar,
    series: () => tiers.flatMap((tier) => chargeKinds.map((kind) => [tier, kind])),
  },
  assay_tokens_total: {
    help: "Tokens as the providers counted them; the kinds never overlap.",
    labels: ["tier", "agent", "provider", "model", "kind"],
    series: ({ models }) =>
      models.flatMap(({ tier, agent, provider, model }) =>
        Object.values(tokenKinds).map((kind) => [tier, agent, provider, model, kind]),
      ),
  },
  assay_reasoning_tokens_total: {
    help: "The part of the output tokens that models used to think.",
    labels: ["tier", "agent", "provider", "model"],
    series: ({ models }) =>
      models.map(({ tier, agent, provider, model }) => [tier, agent, provider, model]),
  },
  assay_ledger_calls_total: {
    help: "Booked model calls, by how they ended.",
    labels: ["provider", "model", "outcome"],
    series: (known) =>
      sellers(known).flatMap((seller) => callOutcomes.map((outcome) => [...seller, outcome])),
  },
} as const satisfies Record<string, AllTimeCounter>;

export type AllTimeName = keyof typeof allTimeCounters;
